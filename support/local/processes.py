"""Children that never outlive their parent, and how to stop them."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(slots=True)
class Child:
    """A running program. `rank` says when it stops: the highest first, equals together.

    A `lasting` one is never meant to end by itself; the others have something to say `when_done`.
    """

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    rank: int
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 20.0
    lasting: bool = True
    when_done: Callable[[], None] = lambda: None

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def ask_to_stop(self) -> None:
        if self.running:
            self.process.send_signal(self.stop_signal)

    def finish(self, while_waiting: Callable[[], None] = lambda: None) -> None:
        """Waits for the end that was asked for; after `patience`, and for whatever it left in its group, SIGKILL."""
        deadline = time.monotonic() + self.patience
        while self.running and time.monotonic() < deadline:
            while_waiting()
            time.sleep(0.02)
        kill_group(self.process.pid)
        self.process.wait()

    def stop(self) -> None:
        self.ask_to_stop()
        self.finish()

    def ended_how(self) -> str:
        code = self.process.wait()
        return f"exit code {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"

    def last_lines(self, count: int = 15) -> str:
        return "\n".join(f"    {line}" for line in self.log.read_text(errors="replace").splitlines()[-count:])


def start(
    name: str,
    command: Sequence[str],
    *,
    log: Path,
    rank: int,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stop_signal: signal.Signals = signal.SIGTERM,
    patience: float = 20.0,
    lasting: bool = True,
) -> Child:
    """Starts `command` in its own group, out of reach of the terminal's Ctrl-C. Its words go to `log`.

    Call it from the main thread: the kernel ties the child to the thread that started it.
    """
    with log.open("ab") as file:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
            start_new_session=True,
            preexec_fn=tied_to_this_process(stop_signal),
        )
    return Child(name, process, log, rank, stop_signal, patience, lasting)


def tied_to_this_process(death_signal: signal.Signals) -> Callable[[], None]:
    """For `preexec_fn`: if this process dies, even by SIGKILL, the kernel sends the child `death_signal`.

    Linux alone can do that. Elsewhere the keeper (see `keeper`) ends what a killed supervisor left.
    """
    parent = os.getpid()

    def tie() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
            if os.getppid() != parent:  # it died before the tie was made
                os._exit(1)

    return tie


def adopt_orphans() -> None:
    """From now on this process inherits what its children leave behind (Linux), and `reap` can bury it."""
    if _libc is not None:
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    except ChildProcessError:
        pass


def wait_until(
    ready: Callable[[], bool], child: Child, *, patience: float, check: Callable[[], None] = lambda: None
) -> None:
    """Returns when `ready`; leaves with one line and the child's last words if it ends first or takes too long."""
    deadline = time.monotonic() + patience
    while not ready():
        check()
        if not child.running:
            raise SystemExit(f"{child.name} did not start ({child.ended_how()}):\n{child.last_lines()}")
        if time.monotonic() > deadline:
            raise SystemExit(f"{child.name} was not ready after {patience:.0f} s:\n{child.last_lines()}")
        time.sleep(0.02)


def stop_all(children: Sequence[Child], while_waiting: Callable[[], None] = lambda: None) -> None:
    """Stops by rank, the highest first: who uses a server stops before it."""
    for rank in sorted({child.rank for child in children}, reverse=True):
        together = [child for child in children if child.rank == rank]
        for child in together:
            child.ask_to_stop()
        for child in together:
            child.finish(while_waiting)


def kill_group(group: int) -> None:
    with suppress(ProcessLookupError, PermissionError):  # macOS answers EPERM for a group of zombies
        os.killpg(group, signal.SIGKILL)


def command_of(pid: int) -> str:
    """The command line of a running process, or nothing."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        pass
    if sys.platform == "linux":
        return ""
    found = subprocess.run(["ps", "-p", str(pid), "-o", "args="], capture_output=True, text=True, check=False)
    return found.stdout.strip()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
