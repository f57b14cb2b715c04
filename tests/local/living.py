"""What the tests of real processes share: who still lives, and waiting without luck."""

import time
from collections.abc import Callable, Iterable

import psutil


def is_living(process: psutil.Process) -> bool:
    """A zombie is dead; only nobody has buried it yet."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def living(processes: Iterable[psutil.Process]) -> list[psutil.Process]:
    return [process for process in processes if is_living(process)]


def command_of(process: psutil.Process) -> str:
    """How it was started; "" where it ended while one looked."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:  # a zombie is one, too
        return ""


def wait_until(ready: Callable[[], object], patience: float = 30.0) -> None:
    deadline = time.monotonic() + patience
    while not ready():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
