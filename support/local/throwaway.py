"""Throw-away PostgreSQL and Valkey for one command: what it writes goes with it, and nobody's data is touched."""

import os
import secrets
import shutil
import sys
import tempfile
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from support.local import commands, processes, services, tools
from support.local.postgres import Postgres
from support.local.valkey import Valkey

PREFIX = "support-measured-"
AFTER_SERVERS = 2  # workers stop first


@dataclass
class Throwaway:
    """The servers, and what was started beside them."""

    folder: Path
    root: Path
    children: list[processes.Child] = field(default_factory=list)

    def worker(self, name: str, *options: str) -> processes.Child:
        """A Celery worker as the service runs it, with these options instead of its own."""
        return self._program(name, ["-m", *commands.WORKER[:3], "--loglevel=WARNING", *_QUIET, *options])

    def script(self, name: str, module: str, *arguments: str) -> processes.Child:
        """A module of ours as a program of its own."""
        return self._program(name, ["-m", module, *arguments])

    def lighthouse(self) -> list[str]:
        return tools.lighthouse()

    def chromium(self) -> str:
        return tools.chromium()

    def _program(self, name: str, words: Sequence[str]) -> processes.Child:
        log = self.folder / f"{name}.log"
        child = processes.start(name, [sys.executable, *words], log=log, rank=AFTER_SERVERS, cwd=self.root)
        self.children.append(child)
        return child


_QUIET = ("--without-gossip", "--without-mingle", "--without-heartbeat")


@contextmanager
def servers(root: Path) -> Iterator[Throwaway]:
    """Starts both, points this process and its children to them, and takes everything away in the end."""
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir="/tmp"))
    here = Throwaway(folder, root)
    postgres = Postgres(folder / "postgres", folder, folder / "postgres.log", throwaway=True)
    valkey = Valkey(folder / "valkey", folder, folder / "valkey.log", throwaway=True)
    (folder / "mail").mkdir()
    os.environ.update(
        DATABASE_URL=postgres.url(),
        VALKEY_URL=valkey.url,
        SECRET_KEY=secrets.token_urlsafe(32),
        FIELD_KEYS=urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        SITE_URL="http://measured.example",
        DEMO="1",  # letters go into the folder
        MAIL_FOLDER=str(folder / "mail"),
        STATIC_ROOT=str(folder / "static"),  # made by whoever wants the files collected
        DJANGO_SETTINGS_MODULE="support.settings",
    )
    try:
        services.start([postgres, valkey], here.children.append)
        yield here
    finally:
        processes.stop_all(here.children)
        shutil.rmtree(folder, ignore_errors=True)
