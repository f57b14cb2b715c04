"""The supervisor with small real programs in place of the service: order, crashes, signals."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from support.local import processes
from support.local.supervisor import Stopping, Supervisor

# Writes down when it began and when it ended, and takes its time to end.
POLITE = """
import signal, sys, time
name, diary, pause = sys.argv[1], sys.argv[2], float(sys.argv[3])
def note(word):
    with open(diary, "a") as file: file.write(f"{name} {word}\\n")
def stop(*_):
    note("asked"); time.sleep(pause); note("ended"); sys.exit(0)
for number in (signal.SIGTERM, signal.SIGINT): signal.signal(number, stop)
note("began")
while True: time.sleep(0.01)
"""


class Troupe:
    """Children of one supervisor, and the diary that they keep."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.diary = folder / "diary"
        self.diary.touch()
        self.supervisor = Supervisor()

    def add(self, name: str, rank: int, *, pause: float = 0.0, patience: float = 20.0) -> processes.Child:
        command = [sys.executable, "-c", POLITE, name, str(self.diary), str(pause)]
        child = processes.start(name, command, log=self.folder / f"{name}.log", rank=rank, patience=patience)
        self.supervisor.add(child)
        self.wait_for(f"{name} began")
        return child

    def wait_for(self, line: str) -> None:
        deadline = time.monotonic() + 10
        while line not in self.lines():
            assert time.monotonic() < deadline, f"{line!r} was never written"
            time.sleep(0.01)

    def lines(self) -> list[str]:
        return self.diary.read_text().splitlines()


@pytest.fixture
def troupe(tmp_path: Path) -> Troupe:
    return Troupe(tmp_path)


def test_who_uses_a_server_has_ended_before_the_server_is_asked(troupe: Troupe) -> None:
    for name, rank in (("database", 0), ("broker", 1), ("worker", 2), ("beat", 3), ("web", 3)):
        troupe.add(name, rank, pause=0.1)
    troupe.supervisor.stop()
    order = [line for line in troupe.lines() if not line.endswith("began")]
    assert sorted(order[:2]) == ["beat asked", "web asked"]
    assert order[4:] == [
        "worker asked",
        "worker ended",
        "broker asked",
        "broker ended",
        "database asked",
        "database ended",
    ]


def test_one_that_does_not_end_is_killed_and_the_others_still_get_their_turn(troupe: Troupe) -> None:
    stubborn = troupe.add("stubborn", 1, pause=60, patience=0.2)
    polite = troupe.add("polite", 0)
    troupe.supervisor.stop()
    assert stubborn.process.returncode == -signal.SIGKILL
    assert polite.process.returncode == 0


def test_a_child_that_ends_by_itself_is_named_with_its_reason_and_its_last_words(troupe: Troupe) -> None:
    troupe.add("steady", 0)
    log = troupe.folder / "web.log"
    command = [sys.executable, "-c", "print('the tank is empty'); raise SystemExit(7)"]
    troupe.supervisor.add(processes.start("web", command, log=log, rank=3))
    with pytest.raises(SystemExit, match=r"(?s)web stopped by itself \(exit code 7\).*the tank is empty"):
        troupe.supervisor.watch()
    troupe.supervisor.stop()


def test_a_killed_child_is_named_with_the_signal(troupe: Troupe) -> None:
    worker = troupe.add("worker", 2)
    worker.process.kill()
    with pytest.raises(SystemExit, match=r"worker stopped by itself \(killed by SIGKILL\)"):
        troupe.supervisor.watch()


def test_one_that_is_meant_to_end_is_no_reason_to_stop(troupe: Troupe) -> None:
    said: list[str] = []
    command = [sys.executable, "-c", "print('done')"]
    child = processes.start("prepare", command, log=troupe.folder / "log", rank=3, lasting=False)
    child.when_done = lambda: said.append(child.log.read_text())
    troupe.supervisor.finish(troupe.supervisor.add(child))
    assert said == ["done\n"]


def test_a_keeper_that_is_gone_is_missed_even_where_no_kernel_tells_it(troupe: Troupe) -> None:
    troupe.supervisor.keeper = os.getpid()  # anybody but our parent
    with pytest.raises(Stopping):
        troupe.supervisor.watch()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_signal_asks_to_stop(troupe: Troupe, number: signal.Signals) -> None:
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        troupe.supervisor.listen()
        os.kill(os.getpid(), number)
        with pytest.raises(Stopping):
            troupe.supervisor.watch()
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def test_a_second_ctrl_c_changes_nothing_but_is_answered(
    troupe: Troupe, capsys: pytest.CaptureFixture[str]
) -> None:
    troupe.add("worker", 2, pause=0.5)
    troupe.supervisor.asked = 1
    again = threading.Timer(0.2, troupe.supervisor._ask, (signal.SIGINT, None))
    again.start()
    troupe.supervisor.stop()
    again.join()
    assert troupe.lines() == ["worker began", "worker asked", "worker ended"]
    assert "Still stopping; waiting for worker." in capsys.readouterr().out
