"""A thousand open pages: what their streams weigh, how soon they hear, and whether other people's pages are slower.

Pages without any stream, in the same run, are what everything stands beside. All on one machine: whoever asks for pages
and whoever listens takes processor time from the web as well, which is harder on ours than a network would be.
"""

import http.client
import random
import selectors
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

import psutil

from accounts import communities, live, members
from accounts.clock import database_now
from accounts.models import Member
from support.benchmarks import serving
from support.benchmarks.hosting import Host, Hosting
from support.benchmarks.measure import A_MEGABYTE, percentile
from support.benchmarks.report import Findings, Row, Table
from support.benchmarks.serving import HERE, PATIENCE
from support.benchmarks.wanted import Wanted

STREAMS = 1_000
PAGES = 400  # asked for in each of the three states, by so many at once:
READERS = 2
RINGS_A_SECOND = 20  # while pages are asked for
HEARD = 300  # rings of which each is timed
NOTE = (
    f"Milliseconds by the clock for /home/ (of a member with nothing on it), asked for {PAGES} times by {READERS} at "
    f"once from {serving.WEB}. Ringing: {RINGS_A_SECOND} rings a second, each for "
    "somebody who listens. Megabytes: what all processes of the web hold; what several share is counted once (PSS)."
)
NOTE_HEARD = "Milliseconds by the clock, from the call that rings until the window has read it."


@dataclass
class Listener:
    """Everybody's windows, read by one thread of this process."""

    address: tuple[str, int]
    sockets: dict[int, socket.socket] = field(default_factory=dict)
    heard: dict[str, list[float]] = field(default_factory=dict)  # by mark: when it was read
    stopped: bool = False

    def open(self, member: int, session: str) -> None:
        """Raises OSError unless a stream begins."""
        window = socket.create_connection(self.address, timeout=PATIENCE)
        words = ["GET /live/ HTTP/1.1", f"Host: {HERE}", "Accept: text/event-stream"]
        window.sendall("\r\n".join([*words, f"Cookie: sessionid={session}", "", ""]).encode())
        if b"event: here" not in _up_to(window, b"event: here"):
            raise OSError("A window was given no stream.")
        self.sockets[member] = window

    def listen(self) -> None:
        with selectors.DefaultSelector() as ready:
            for window in self.sockets.values():
                window.setblocking(False)
                ready.register(window, selectors.EVENT_READ)
            while not self.stopped:
                for key, _ in ready.select(timeout=0.2):
                    self._read(key.fileobj)

    def _read(self, window: Any) -> None:
        now = time.perf_counter()
        words = window.recv(65_536).decode().split()
        for before, word in pairwise(words):
            if before == "data:" and len(word) == 8:
                self.heard.setdefault(word, []).append(now)


def run(wanted: Wanted, findings: Findings, hosting: Hosting) -> None:
    """The same pages without streams, beside a thousand (or `--sizes`), and while many of these hear something."""
    streams = wanted.sizes[0] if wanted.sizes else STREAMS
    people = _people(streams + READERS, database_now())
    port = serving.free_port()
    web = hosting.script("web", "gunicorn", *serving.gunicorn(port))
    serving.answers(port)
    processes = _processes(web)
    readers = list(people.items())[:READERS]
    listeners = Listener((HERE, port))
    _pages(port, readers, 40)  # warm
    rows = [_row("no stream", 0, _pages(port, readers, PAGES), processes, None)]
    for member, session in list(people.items())[READERS:]:
        listeners.open(member, session)
    thread = threading.Thread(target=listeners.listen)
    thread.start()
    try:
        rows.append(_row("streams at rest", streams, _pages(port, readers, PAGES), processes, rows[0]))
        with _ringing(list(listeners.sockets)):
            taken = _pages(port, readers, PAGES)
        rows.append(_row("streams, some hear", streams, taken, processes, rows[0]))
        waits = _waits(listeners)
    finally:
        listeners.stopped = True
        thread.join()
        web.stop()
    findings.tables.append(Table("live", "Pages beside open streams", rows, NOTE))
    heard: Row = {
        "rings": HEARD,
        "p50_ms": percentile(waits, 50) * 1000,
        "p99_ms": percentile(waits, 99) * 1000,
    }
    findings.tables.append(Table("heard", "From a ring until a window has heard it", [heard], NOTE_HEARD))
    findings.at_most(
        "live", "p95 of pages beside the streams as a multiple of none", rows[1]["p95_times"], 1.25
    )
    findings.at_most("live", "seconds until a change is heard, p99", round(percentile(waits, 99), 3), 2.0)
    findings.at_most("live", "megabytes that the streams add", rows[1]["mb"] - rows[0]["mb"], 50)


def _people(count: int, now: datetime) -> dict[int, str]:
    """Members with a session each; the first of them live in a community and have a home page."""
    made = Member.objects.bulk_create(
        Member(
            email=f"{number}@measured.example",
            password="!",  # noqa: S106 - nobody signs in by it
            created_at=now,
            time_zone_confirmed=True,
            adult_confirmed_at=now,
            consented_at=now,
        )
        for number in range(count)
    )
    founder = members.sign_up(
        email="founder@measured.example", password=None, now=now, adult=True, consent=True
    )
    place = communities.create(name="Measured", slug="measured", by=founder, now=now, languages=["en"])
    for number, member in enumerate(made[:READERS]):
        communities.join(community=place, member=member, display_name=f"Reader {number}", now=now)
    return {member.pk: serving.session_of(member) for member in made}


def _pages(port: int, readers: Sequence[tuple[int, str]], count: int) -> list[float]:
    """Seconds of each request, by all readers at once."""
    taken: list[float] = []

    def read(session: str) -> None:
        connection = http.client.HTTPConnection(HERE, port, timeout=PATIENCE)
        for _ in range(count // len(readers)):
            begun = time.perf_counter()
            connection.request("GET", "/home/", headers={"Host": HERE, "Cookie": f"sessionid={session}"})
            answer = connection.getresponse()
            answer.read()
            taken.append(time.perf_counter() - begun)
            if answer.status != 200:
                raise OSError(
                    f"A page answered {answer.status}, {answer.headers.get('Location', 'and leads nowhere')}."
                )
        connection.close()

    threads = [threading.Thread(target=read, args=(session,)) for _, session in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(taken) < count // len(readers) * len(readers):
        raise OSError("Not every page came.")
    return taken


@contextmanager
def _ringing(listening: Sequence[int]) -> Iterator[None]:
    """Rings for one of them after the other, evenly, until the block is over."""
    over = threading.Event()
    dice = random.Random(1)  # noqa: S311

    def ring() -> None:
        while not over.wait(1 / RINGS_A_SECOND):
            live.changed([dice.choice(listening)])

    thread = threading.Thread(target=ring)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _waits(listeners: Listener) -> list[float]:
    """Seconds from a ring until it was heard. Raises TimeoutError where it never was."""
    waits = []
    for member in random.Random(2).choices(list(listeners.sockets), k=HEARD):  # noqa: S311
        begun = time.perf_counter()
        live.changed([member])
        mark = live.mark(member)
        until = begun + PATIENCE
        while mark not in listeners.heard:
            if time.perf_counter() > until:
                raise TimeoutError("A window did not hear its ring.")
            time.sleep(0.0005)
        waits.append(listeners.heard[mark][0] - begun)
    return waits


def _row(
    way: str, streams: int, taken: Sequence[float], processes: Sequence[psutil.Process], base: Row | None
) -> Row:
    p50, p95 = (percentile(taken, percent) * 1000 for percent in (50, 95))
    return {
        "way": way,
        "streams": streams,
        "p50_ms": p50,
        "p95_ms": p95,
        "p50_times": p50 / base["p50_ms"] if base else 1,
        "p95_times": p95 / base["p95_ms"] if base else 1,
        "mb": sum(_bytes(process) for process in processes) // A_MEGABYTE,
        "threads": sum(process.num_threads() for process in processes),
    }


def _processes(web: Host) -> list[psutil.Process]:
    """Gunicorn's own, and those that serve."""
    until, gunicorn = time.monotonic() + PATIENCE, psutil.Process(web.process.pid)
    while time.monotonic() < until:
        serving_now = gunicorn.children()
        if len(serving_now) == serving.PROCESSES:
            return [gunicorn, *serving_now]
        time.sleep(0.1)
    raise TimeoutError("The web does not serve with all its processes.")


def _bytes(process: psutil.Process) -> int:
    """What it holds: its part of what it shares, where this machine can tell."""
    held = process.memory_full_info()
    return int(getattr(held, "pss", held.uss))


def _up_to(window: socket.socket, words: bytes) -> bytes:
    read = b""
    while words not in read:
        more = window.recv(4096)
        if not more:
            return read
        read += more
    return read
