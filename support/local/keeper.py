"""The process that a person starts. It only keeps the supervisor company, so that neither can die unnoticed.

Killed, even by SIGKILL, it is missed: the supervisor stops everything in order. The supervisor killed, the keeper ends
what that leaves: on Linux the kernel has already told each of them (see `processes`), elsewhere only the keeper knows.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

from support.local import processes

PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def keep(command: Sequence[str], *, cwd: Path, grace: float = 15.0) -> int:
    """Runs the supervisor in a session of its own, passes signals on, and returns its exit code."""
    processes.adopt_orphans()
    ours, theirs = os.pipe()
    supervisor = subprocess.Popen(
        [*command, "--keeper", str(theirs)],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        pass_fds=[theirs],
        start_new_session=True,
        preexec_fn=_deaf_and_tied(),
    )
    os.close(theirs)

    def pass_on(number: int, frame: FrameType | None) -> None:
        if supervisor.poll() is None:
            supervisor.send_signal(number)

    for number in PASSED_ON:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup means: stay
            signal.signal(number, pass_on)
    code = supervisor.wait()
    if code >= 0:
        return code
    _end(_reported(ours), grace)
    print("The supervisor was killed. Everything that it had started is stopped.", file=sys.stderr)
    return 1


def _deaf_and_tied() -> Callable[[], None]:
    """The supervisor hears no signal until it listens (see `supervisor`); what comes earlier waits."""
    tie = processes.tied_to_this_process(signal.SIGTERM)

    def prepare() -> None:
        tie()
        signal.pthread_sigmask(signal.SIG_BLOCK, PASSED_ON)

    return prepare


class Report:
    """The supervisor's end: tells the keeper whom it started."""

    def __init__(self, handle: int | None) -> None:
        self.handle = handle
        if handle is not None:
            os.set_inheritable(handle, False)

    def started(self, group: int) -> None:
        if self.handle is not None:
            with suppress(BrokenPipeError):  # the keeper is gone; the supervisor will notice by itself
                os.write(self.handle, f"{group}\n".encode())


def _reported(pipe: int) -> list[int]:
    with os.fdopen(pipe) as lines:
        return [int(line) for line in lines]


def _end(groups: Sequence[int], grace: float) -> None:
    """Asks once, waits for the grace, then SIGKILL for what is left of every group."""
    for group in groups:
        _signal(group, signal.SIGINT)
    deadline = time.monotonic() + grace
    while any(_signal(group, 0) for group in groups) and time.monotonic() < deadline:
        time.sleep(0.05)
        processes.reap()
    for group in groups:
        processes.kill_group(group)
    processes.reap()


def _signal(group: int, number: int) -> bool:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True
