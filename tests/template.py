"""A database in which every migration has run: made once a run, and copied by whoever needs one of their own.

`python -m tests.template` makes it. In a parallel run that is begun while the workers still gather their tests.
"""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[1]
LOCK = 4_815_162  # held by whoever makes it; the others wait


def name() -> str:
    """Every run has its own: on a server that outlives the run, the last one's may be of older migrations."""
    return f"migrated_{os.environ['TESTS_RUN']}"


def ready() -> str:
    """Its name, once it is there."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute("select pg_advisory_lock(%s)", [LOCK])
        if not server.execute("select 1 from pg_database where datname = %s", [name()]).fetchone():
            unfinished = f"{name()}_unfinished"
            server.execute(f"drop database if exists {unfinished}")
            server.execute(f"create database {unfinished}")
            _migrate(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{unfinished}").geturl())
            server.execute(f"alter database {unfinished} rename to {name()}")
    return name()


def _migrate(database: str) -> None:
    env = os.environ | {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"the migrations failed:\n{done.stderr}")


def throw_away() -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute("select pg_advisory_lock(%s)", [LOCK])
        server.execute(f"drop database if exists {name()} with (force)")


if __name__ == "__main__":
    ready()
