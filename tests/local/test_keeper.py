"""Whoever is killed, even by SIGKILL, leaves no process behind. Small programs in place of the service, real kills."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.local.living import living, wait_until

ROOT = Path(__file__).resolve().parents[2]

KEEPER = "import sys; from support.local import keeper; sys.exit(keeper.keep(sys.argv[1:], cwd='.', grace=1))"
# A supervisor with two children; the second has a child of its own that ignores every polite request.
SUPERVISOR = """
import sys
from pathlib import Path
from support.local import keeper, processes
from support.local.supervisor import Stopping, Supervisor

folder, handle = Path(sys.argv[1]), int(sys.argv[3])
supervisor = Supervisor()
supervisor.report = keeper.Report(handle)
supervisor.listen()
for rank, name in enumerate(("server", "worker")):
    program = [sys.executable, str(folder / "child.py"), name, str(folder)]
    supervisor.add(processes.start(name, program, log=folder / f"{name}.log", rank=rank, patience=1))
try:
    supervisor.watch()
except Stopping:
    supervisor.stop()
"""
CHILD = """
import os, signal, subprocess, sys, time
from pathlib import Path
name, folder = sys.argv[1], Path(sys.argv[2])
def stop(*_):
    with (folder / "diary").open("a") as file: file.write(f"{name} ended\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
signal.signal(signal.SIGINT, stop)
if name == "worker":
    deaf = "import signal, time; [signal.signal(n, signal.SIG_IGN) for n in (2, 15)]; print(flush=True); time.sleep(60)"
    subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE).stdout.readline()
(folder / f"{name} is there").touch()
while True: time.sleep(0.01)
"""


class Family:
    """A running keeper with all that lives below it."""

    def __init__(self, folder: Path) -> None:
        (folder / "child.py").write_text(textwrap.dedent(CHILD))
        (folder / "supervisor.py").write_text(textwrap.dedent(SUPERVISOR))
        self.folder = folder
        command = [sys.executable, "-c", KEEPER, sys.executable, str(folder / "supervisor.py"), str(folder)]
        env = os.environ | {"PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True)
        wait_until(lambda: all((folder / f"{name} is there").exists() for name in ("server", "worker")))
        self.keeper = psutil.Process(self.process.pid)
        (self.supervisor,) = self.keeper.children()
        self.members = [self.keeper, *self.keeper.children(recursive=True)]
        assert len(self.members) == 5

    def living(self) -> list[psutil.Process]:
        return living(self.members)

    def ended(self) -> list[str]:
        return (self.folder / "diary").read_text().splitlines()


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Family]:
    family = Family(tmp_path)
    yield family
    for member in family.living():
        member.kill()
    family.process.communicate()


def test_the_keeper_killed_the_supervisor_stops_all_in_order(family: Family) -> None:
    family.keeper.kill()
    wait_until(lambda: not family.living())
    assert family.ended() == ["worker ended", "server ended"]


def test_the_supervisor_killed_the_keeper_ends_what_is_left_and_says_so(family: Family) -> None:
    family.supervisor.kill()
    _, words = family.process.communicate(timeout=30)
    assert family.process.returncode == 1
    assert words == "The supervisor was killed. Everything that it had started is stopped.\n"
    assert not family.living()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent has died")
def test_both_killed_at_once_every_child_is_told_by_the_kernel(family: Family) -> None:
    deaf = family.members[-1]
    family.keeper.suspend()
    family.supervisor.kill()
    family.keeper.kill()
    wait_until(lambda: all(member == deaf for member in family.living()))
    assert sorted(family.ended()) == ["server ended", "worker ended"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_reach_the_supervisor_through_the_keeper(family: Family, number: signal.Signals) -> None:
    family.process.send_signal(number)
    family.process.send_signal(number)
    assert family.process.wait(timeout=30) == 0
    assert family.ended() == ["worker ended", "server ended"]
    assert not family.living()
