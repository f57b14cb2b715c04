"""Throw-away PostgreSQL and Valkey, once a run: a pytest plugin, loaded from `pyproject.toml`.

The parallel workers of a run share the servers and are kept apart inside them: pytest-django gives each its own
database, and here each gets its own pair of Valkey databases. The servers are tied to the process that runs pytest, so
that even `kill -9` leaves none behind. DATABASE_URL and VALKEY_URL, where set, are used instead.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from support.local import processes, services
from support.local.postgres import Postgres
from support.local.valkey import Valkey
from tests import template

PREFIX = "support-tests-"
# What the tests run under, whatever the shell around them says.
FIXED = {
    "SECRET_KEY": "only-for-tests",
    "FIELD_KEYS": "dGhlLXRlc3RzLWhhdmUtbm8tc2VjcmV0cy1hdC1hbGw=",
    "PUSH_KEYS": "b25seS1mb3ItdGVzdHMtYS1udW1iZXItMzItYnl0ZXM=",
    "SITE_URL": "http://testserver",
    "DB_POOL": "0",
    # Nobody of the cast has a second step; tests/support/web/test_second_factor.py has people who do.
    "MODERATORS_SECOND_FACTOR": "0",
}
ABSENT = ("ALLOWED_HOSTS", "DEBUG", "DEMO", "EMAIL_URL", "MAIL_FOLDER", "DATA_FOLDER", "BEHIND_PROXY")

_children: list[processes.Child] = []
_folders: list[Path] = []
_lasting: list[str] = []  # the address of a database server that is not ours


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Before anything reads the settings."""
    os.environ.update(FIXED)
    for name in ABSENT:
        os.environ.pop(name, None)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker:
        _take_own_databases(int(worker.removeprefix("gw")))
    else:
        _start()
        if getattr(early_config.known_args_namespace, "numprocesses", None):
            # Side by side with the workers, who gather their tests.
            _children.append(
                processes.start(
                    "template", [sys.executable, "-m", "tests.template"], log=_folders[0] / "template.log",
                    rank=1, cwd=template.ROOT, lasting=False,
                )
            )  # fmt: skip
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    processes.stop_all([child for child in _children if not child.lasting])
    if _lasting:
        template.throw_away()
    processes.stop_all(_children)
    _children.clear()
    while _folders:
        shutil.rmtree(_folders.pop(), ignore_errors=True)


def _start() -> None:
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir="/tmp"))
    _folders.append(folder)
    os.environ["TESTS_RUN"] = str(os.getpid())
    servers: list[services.Server] = []
    if os.environ.get("DATABASE_URL"):
        _lasting.append(os.environ["DATABASE_URL"])
    else:
        postgres = Postgres(folder / "postgres", folder, folder / "postgres.log", throwaway=True)
        servers.append(postgres)
        os.environ["DATABASE_URL"] = postgres.url()
    if not os.environ.get("VALKEY_URL"):
        valkey = Valkey(folder / "valkey", folder, folder / "valkey.log", throwaway=True)
        servers.append(valkey)
        os.environ["VALKEY_URL"] = valkey.url
    services.start(servers, _children.append)


def _take_own_databases(worker: int) -> None:
    """Two for each worker: the broker's and the cache's."""
    os.environ["VALKEY_URL"] = f"{os.environ['VALKEY_URL'].partition('?')[0]}?db={2 * worker}"


def _sweep() -> None:
    """Throws away the folders of runs that were killed before they could."""
    for folder in Path("/tmp").glob(f"{PREFIX}*"):  # noqa: S108
        pid = folder.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdecimal() and folder.stat().st_uid == os.geteuid() and not processes.is_alive(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)
