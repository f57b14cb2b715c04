"""Measuring fairly: each measurement in a process of its own, several times, and of these the middle one."""

import math
import multiprocessing
import os
import platform
import resource
import sys
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from statistics import median
from typing import Any, NamedTuple

A_MEGABYTE = 1 << 20
# ru_maxrss counts kilobytes on Linux and bytes on macOS.
UNIT = 1 if sys.platform == "darwin" else 1024


class Taken(NamedTuple):
    """What a call returned and what it took."""

    result: Any
    seconds: float  # of the processor: what else the machine does does not count
    megabytes: int  # the most that the process held, what it was given among it


def alone(call: Callable[[], Any], repeats: int = 1) -> Taken:
    """Calls so many times, each in a forked process; the middle time and memory, and the last result.

    Raises whatever the call raised.
    """
    taken = [_forked(call) for _ in range(repeats)]
    return Taken(
        taken[-1].result,
        median(each.seconds for each in taken),
        round(median(each.megabytes for each in taken)),
    )


def _forked(call: Callable[[], Any]) -> Taken:
    here, there = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=_measured, args=(call, there))
    child.start()
    there.close()
    try:
        answer = here.recv()
    except EOFError:
        answer = MemoryError("A measurement was killed: most likely there was not enough memory.")
    child.join()
    if isinstance(answer, Exception):
        raise answer
    return Taken(*answer)


def _measured(call: Callable[[], Any], there: Connection) -> None:
    begun = time.process_time()
    try:
        result = call()
    except Exception as error:
        there.send(error)
    else:
        seconds = time.process_time() - begun
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT // A_MEGABYTE
        there.send((result, seconds, most))
    there.close()


def growth(sizes: Sequence[int], seconds: Sequence[float]) -> float | None:
    """By which power of the size the time grows: 1 is in step with it (slope of the logarithms, least squares)."""
    points = [(math.log(size), math.log(each)) for size, each in zip(sizes, seconds, strict=True) if each > 0]
    if len(points) < 2:
        return None
    middle_x, middle_y = (sum(each) / len(points) for each in zip(*points, strict=True))
    spread = sum((x - middle_x) ** 2 for x, _ in points)
    slope = sum((x - middle_x) * (y - middle_y) for x, y in points) / spread
    return float(round(slope, 2))


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that so many of a hundred do not exceed. Raises ValueError where there is none."""
    if not values:
        raise ValueError("Nothing was measured.")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(len(ordered) * percent / 100) - 1)]


def machine() -> dict[str, Any]:
    """What this was measured on, and how busy that was."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // A_MEGABYTE
    return {
        "processors": os.cpu_count(),
        "memory_mb": memory,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "load": round(os.getloadavg()[0], 2),
    }
