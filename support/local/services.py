"""The embedded servers together, and how an ordinary Django command comes by them."""

import fcntl
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import TextIO

from support.local import processes, variables
from support.local.folder import DataFolder
from support.local.postgres import Postgres
from support.local.valkey import Valkey

Server = Postgres | Valkey


def embedded(given: Mapping[str, str], folder: DataFolder) -> list[Server]:
    """The servers that the given variables do not bring."""
    servers: list[Server] = []
    if variables.is_embedded(given, folder):
        servers.append(Postgres(folder.postgres, folder.sockets, folder.logs / "postgres.log"))
    if not given.get("VALKEY_URL"):
        servers.append(Valkey(folder.valkey, folder.sockets, folder.logs / "valkey.log"))
    return servers


def start(
    servers: Sequence[Server],
    add: Callable[[processes.Child], object],
    check: Callable[[], None] = lambda: None,
) -> None:
    """Starts all at once, then waits for each. `add` gets each as it starts, so that the caller can always stop it."""
    started = []
    for server in servers:
        child = server.start()
        add(child)
        started.append((server, child))
    for server, child in started:
        processes.wait_until(server.is_ready, child, patience=60, check=check)


@contextmanager
def at_hand(folder: DataFolder, what: str) -> Iterator[None]:
    """The embedded servers, for as long as the block runs: those that are up already, or our own."""
    servers = embedded({}, folder)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        owned = folder.try_to_own(what)
        if owned:
            with owned, _our_own(folder, servers):
                yield
            return
        with folder.guests() as guest:
            fcntl.flock(guest, fcntl.LOCK_SH)  # whoever owns the servers keeps them up until we let go
            if all(server.is_ready() for server in servers):
                yield
                return
        time.sleep(0.1)
    raise SystemExit(f"The servers of {folder.path} do not answer; see {folder.logs}.")


@contextmanager
def _our_own(folder: DataFolder, servers: Sequence[Server]) -> Iterator[None]:
    children: list[processes.Child] = []
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    try:
        start(servers, children.append)
        yield
    finally:
        with folder.guests() as guests:
            _wait_for(guests)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            processes.stop_all(children)
            folder.close_sockets()


def _wait_for(guests: TextIO) -> None:
    try:
        fcntl.flock(guests, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another command still uses the database; waiting for it.", file=sys.stderr)
        fcntl.flock(guests, fcntl.LOCK_EX)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
