"""The whole service for real, as `up` runs it on a given database: web, worker, beat, and a mail server that listens.

It has a database and a broker of its own beside those of the other tests, so that nothing here ever meets them.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from support.local import commands, listening, processes
from support.local.folder import DataFolder
from support.local.supervisor import Supervisor
from support.local.up import Up
from tests import mail_server, template
from tests.browser import maker
from tests.browser.letters import PostOffice
from tests.browser.maker import Maker

FIRST_BROKER = 32  # of Valkey's databases; those before it are the other tests'


@dataclass(frozen=True)
class Stack:
    """The running service: where it is, and what it has posted."""

    up: Up
    letters: PostOffice
    maker: Maker

    @property
    def site(self) -> str:
        return f"http://{self.up.address}"

    def make(self, world: str) -> Any:
        """Lets `tests/browser/worlds.py` make a world in the service's own database; returns what it says of it."""
        return self.maker.make(world)

    @contextmanager
    def keeping_letters(self, folder: Path) -> Iterator[str]:
        """A second web beside the first, as in the embedded default: it shows a folder's letters. Gives its site."""
        up = _up(folder, self.up.env)
        up.env |= {"DEMO": "1", "MAIL_FOLDER": str(folder), "SITE_URL": f"http://{up.address}"}
        up.env["STATIC_ROOT"] = self.up.env["STATIC_ROOT"]  # the files are collected there already
        try:
            web = up.start("web", commands.web(address=up.address))
            ready = listening.answers(up.address, "/healthz", site=up.env["SITE_URL"])
            processes.wait_until(ready, web, patience=60)
            yield up.env["SITE_URL"]
        finally:
            up.supervisor.stop()

    def last_words(self) -> list[tuple[str, str]]:
        """Each part of the service, and what it wrote last."""
        return [(child.name, child.last_lines(60)) for child in self.up.supervisor.children]


@contextmanager
def running(folder: Path) -> Iterator[Stack]:
    """Starts everything and stops it again, in the order of `up`, whatever happens in between."""
    letters = PostOffice()
    with _database() as database, mail_server.listening(letters) as port:
        given = os.environ | {"DATABASE_URL": database, "VALKEY_URL": _broker()}
        given["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
        given.pop("SITE_URL", None)
        up = _up(folder, given)
        try:
            with maker.at_work(up.env) as worlds:
                up.prepare()
                up.start_service()
                yield Stack(up, letters, worlds)
        finally:
            up.supervisor.stop()


def _up(folder: Path, given: Mapping[str, str]) -> Up:
    data = DataFolder(folder)
    for made in (data.logs, data.static):
        made.mkdir(parents=True)
    up = Up(Supervisor(), data, given, f"127.0.0.1:{listening.free_port(0)}")
    up.env["DJANGO_SETTINGS_MODULE"] = "tests.browser.settings"
    return up


@contextmanager
def _database() -> Iterator[str]:
    """The address of a new database on the tests' server, with all its tables."""
    server, name = os.environ["DATABASE_URL"], f"browser_{os.getpid()}"
    migrated = template.ready()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name} template {migrated}")
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"drop database {name} with (force)")


def _broker() -> str:
    """Two databases of the tests' Valkey that no worker of this run uses."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return f"{os.environ['VALKEY_URL'].partition('?')[0]}?db={FIRST_BROKER + 2 * int(worker)}"
