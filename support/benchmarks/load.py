"""Asking a web for things: so many a second whatever comes (open loop), or one after the other (closed loop).

In the open loop each request has its moment, and its time counts from that moment on: what waits because others are
slow is slow, too. Whoever asks does so in few steps, because they take processor time from the web on this machine.
"""

import re
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import count, takewhile

from support.benchmarks.serving import HERE, PATIENCE

CALLERS = 16  # of the open loop, so that one slow answer holds nobody up
READERS = 4  # of the closed loop
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
GOES = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ask:
    """A request, and the status of a good answer."""

    path: str
    headers: Mapping[str, str]
    body: str | None = None  # posts it
    status: int = 200

    def words(self) -> bytes:
        """As it goes over the line."""
        body = (self.body or "").encode()
        lines = [f"{'GET' if self.body is None else 'POST'} {self.path} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.body is not None:
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode() + body


Asking = Callable[[int], Ask]  # the request of this number


@dataclass(frozen=True, slots=True)
class Taken:
    """What some requests took: seconds of each, seconds of all, bytes of all bodies."""

    seconds: list[float]
    whole: float
    bytes: int

    @property
    def a_second(self) -> float:
        return len(self.seconds) / self.whole

    @property
    def size(self) -> int:
        return round(self.bytes / len(self.seconds))


def steadily(port: int, asking: Asking, *, requests: int, rate: float) -> Taken:
    """So many requests, so many a second, however long each takes. Raises OSError where one is not answered well."""
    begins = time.perf_counter() + 0.1
    return _all(port, asking, range(requests), callers=CALLERS, due=lambda number: begins + number / rate)


def in_turn(port: int, asking: Asking, *, seconds: float) -> Taken:
    """For so long, by a few readers, each of whom asks again as soon as they are answered. Raises OSError."""
    until = time.perf_counter() + seconds
    numbers = takewhile(lambda _: time.perf_counter() < until, count())
    return _all(port, asking, numbers, callers=READERS, due=lambda number: 0.0)


def _all(
    port: int, asking: Asking, numbers: Iterable[int], *, callers: int, due: Callable[[int], float]
) -> Taken:
    each_once = iter(numbers)
    begun = time.perf_counter()
    with ThreadPoolExecutor(callers) as pool:
        found = [pool.submit(lambda: list(_calls(port, asking, each_once, due))) for _ in range(callers)]
    whole = time.perf_counter() - begun
    answers = [answer for each in found for answer in each.result()]
    return Taken([seconds for seconds, _ in answers], whole, sum(size for _, size in answers))


def _calls(
    port: int, asking: Asking, numbers: Iterable[int], due: Callable[[int], float]
) -> Iterator[tuple[float, int]]:
    """Seconds and bytes of the requests that this caller makes."""
    with closing(Line(port)) as line:
        for number in numbers:
            ask, moment = asking(number), due(number)
            words = ask.words()
            time.sleep(max(0.0, moment - time.perf_counter()))
            begun = moment or time.perf_counter()
            status, body = line.call(words)
            taken = time.perf_counter() - begun
            if status != ask.status:
                raise OSError(f"{ask.path} answered {status}: {body[:300]!r}")
            yield taken, len(body)


class Line:
    """A connection that is kept open, and made anew where the web has hung up."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None

    def call(self, words: bytes) -> tuple[int, bytes]:
        """Status and body of the answer. Raises OSError."""
        try:
            return self._called(words)
        except ConnectionError:  # a line that rested long enough is hung up by the web
            self.close()
            return self._called(words)

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
        self.socket = None

    def _called(self, words: bytes) -> tuple[int, bytes]:
        if self.socket is None:
            self.socket = socket.create_connection((HERE, self.port), timeout=PATIENCE)
        self.socket.sendall(words)
        head, more = self._head(self.socket)
        length = LENGTH.search(head)
        if length is None:
            raise OSError("An answer without its length.")
        body = bytearray(more)
        while len(body) < int(length[1]):
            body += _heard(self.socket)
        if GOES.search(head):
            self.close()
        return int(head[9:12]), bytes(body)

    def _head(self, line: socket.socket) -> tuple[bytes, bytes]:
        heard = bytearray()
        while b"\r\n\r\n" not in heard:
            heard += _heard(line)
        head, _, more = bytes(heard).partition(b"\r\n\r\n")
        return head, more


def _heard(line: socket.socket) -> bytes:
    heard = line.recv(65_536)
    if not heard:
        raise ConnectionResetError("The web hung up.")
    return heard
