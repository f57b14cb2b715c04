"""The web as it is really served, on the tests' own database, and windows that listen to it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection

from accounts.models import Member
from support.local import commands, listening
from support.sessions import SessionStore
from tests.local.living import wait_until

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 30.0


class Window:
    """An open page's stream, read event by event."""

    def __init__(self, address: tuple[str, int], session: str) -> None:
        self.socket = socket.create_connection(address, timeout=PATIENCE)
        self.read = self.socket.makefile("r", encoding="utf-8", newline="\n")
        words = ["GET /live/ HTTP/1.1", "Host: testserver", "Accept: text/event-stream"]
        self.socket.sendall("\r\n".join([*words, f"Cookie: sessionid={session}", "", ""]).encode())
        self.status = int(self.read.readline().split()[1])
        self.headers = dict(line.strip().split(": ", 1) for line in iter(self.read.readline, "\r\n"))

    def next(self) -> tuple[str, str]:
        """The next event and its data; ("", "") once the stream has ended. "still" is passed over."""
        self.until = time.monotonic() + PATIENCE
        event = data = ""
        for line in self.read:
            name, _, value = line.strip().partition(": ")
            event, data = (value if name == "event" else event), (value if name == "data" else data)
            assert time.monotonic() < self.until, "waited in vain"
            if not line.strip() and event not in ("", "still"):
                return event, data
        return "", ""

    def close(self) -> None:
        self.read.close()
        self.socket.close()


class Web:
    def __init__(self, address: tuple[str, int], process: "subprocess.Popen[bytes]") -> None:
        self.address, self.process = address, process
        self.windows: list[Window] = []

    @property
    def serving(self) -> list[psutil.Process]:
        found: list[psutil.Process] = psutil.Process(self.process.pid).children()
        return found

    @contextmanager
    def by(self, process: psutil.Process) -> Iterator[None]:
        """Whoever asks in here is served by this process."""
        others = [other for other in self.serving if other != process]
        for other in others:
            other.suspend()
        try:
            yield
        finally:
            for other in others:
                other.resume()

    def open(self, session: str) -> Window:
        window = Window(self.address, session)
        self.windows.append(window)
        return window


@pytest.fixture(scope="module")
def served(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """As `up` and compose run it: gunicorn's processes, with fewer threads than there are streams."""
    port = listening.free_port(0)
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    env = os.environ | {"DATABASE_URL": database.geturl(), "ALLOWED_HOSTS": "testserver"}
    log = (tmp_path_factory.mktemp("web") / "web.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", *commands.web(address=f"127.0.0.1:{port}")],
        cwd=ROOT, env=env, stdout=log, stderr=log,
    )  # fmt: skip
    web = Web(("127.0.0.1", port), process)
    try:
        # Forked from one that has opened nothing else: a line to a server must not be shared.
        wait_until(lambda: len(web.serving) == commands.WEB_PROCESSES)
        assert len(psutil.Process(process.pid).net_connections("all")) == 1  # where it listens
        wait_until(listening.answers(f"127.0.0.1:{port}", "/healthz", site="http://testserver"))
        yield web
    finally:
        process.terminate()
        process.wait(PATIENCE)
        log.close()


@pytest.fixture
def web(transactional_db: None, served: Web) -> Iterator[Web]:
    """The same for all tests here, each with windows of its own."""
    yield served
    while served.windows:
        served.windows.pop().close()


@pytest.fixture
def session_of(transactional_db: None) -> Callable[[Member], str]:
    """Signs somebody in, as one more window."""

    def begin(member: Member) -> str:
        session = SessionStore()
        session[SESSION_KEY] = str(member.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = member.get_session_auth_hash()
        session.create()
        return str(session.session_key)

    return begin
