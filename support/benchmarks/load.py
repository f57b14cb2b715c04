"""Asking a web for things: so many a second whatever comes (open loop), or one after the other (closed loop).

In the open loop each request has its moment, and its time counts from that moment on: what waits because others are
slow is slow, too.
"""

import http.client
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass

from support.benchmarks.serving import HERE, PATIENCE

CALLERS = 16  # of the open loop, so that one slow answer holds nobody up
READERS = 4  # of the closed loop
GOES = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)


@dataclass(frozen=True, slots=True)
class Ask:
    """A request, and the status of a good answer."""

    path: str
    headers: Mapping[str, str]
    body: str | None = None  # posts it
    status: int = 200


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
    return _all(port, asking, requests, callers=CALLERS, due=lambda number: begins + number / rate)


def in_turn(port: int, asking: Asking, *, requests: int) -> Taken:
    """So many requests by a few readers, each of whom asks again as soon as they are answered. Raises OSError."""
    return _all(port, asking, requests, callers=READERS, due=lambda number: 0.0)


def _all(port: int, asking: Asking, requests: int, *, callers: int, due: Callable[[int], float]) -> Taken:
    numbers = iter(range(requests))  # shared: each number is taken once
    begun = time.perf_counter()
    with ThreadPoolExecutor(callers) as pool:
        found = [pool.submit(lambda: list(_calls(port, asking, numbers, due))) for _ in range(callers)]
    whole = time.perf_counter() - begun
    answers = [answer for each in found for answer in each.result()]
    return Taken([seconds for seconds, _ in answers], whole, sum(size for _, size in answers))


def _calls(
    port: int, asking: Asking, numbers: Iterable[int], due: Callable[[int], float]
) -> Iterator[tuple[float, int]]:
    """Seconds and bytes of the requests that this caller makes, on one line that is kept open."""
    with closing(http.client.HTTPConnection(HERE, port, timeout=PATIENCE)) as line:
        for number in numbers:
            ask, moment = asking(number), due(number)
            time.sleep(max(0.0, moment - time.perf_counter()))
            begun = moment or time.perf_counter()
            size = _call(line, ask)
            yield time.perf_counter() - begun, size


def _call(line: http.client.HTTPConnection, ask: Ask) -> int:
    try:
        answer = _sent(line, ask)
    except GOES:  # a line that rested long enough is hung up by the web
        line.close()
        answer = _sent(line, ask)
    body = answer.read()
    if answer.status != ask.status:
        raise OSError(f"{ask.path} answered {answer.status}: {body[:300]!r}")
    return len(body)


def _sent(line: http.client.HTTPConnection, ask: Ask) -> http.client.HTTPResponse:
    line.request("GET" if ask.body is None else "POST", ask.path, body=ask.body, headers=dict(ask.headers))
    return line.getresponse()
