"""The throw-away servers of a test run: for plain `pytest` too, apart for parallel workers, gone in every case."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests import servers
from tests.local.living import living, wait_until

ROOT = Path(__file__).resolve().parents[2]

LOOKS = """
import os, psycopg, redis, time, pathlib
HERE = pathlib.Path(__file__).parent
def look(n):
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        assert connection.execute("show fsync").fetchone() == ("off",)
    redis.Redis.from_url(os.environ["VALKEY_URL"]).ping()
    with (HERE / "seen").open("a") as file:
        file.write(os.environ["DATABASE_URL"] + " " + os.environ["VALKEY_URL"] + "\\n")
    while (HERE / "wait").exists(): time.sleep(0.01)
def test_one(): look(1)
def test_two(): look(2)
"""


class Run:
    """A pytest run of its own, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "test_looks.py").write_text(LOOKS)
        (folder / "pytest.ini").write_text("[pytest]\n")

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        ours = ("PYTEST_", "DATABASE_URL", "VALKEY_URL")
        env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "tests.servers",
            "-p",
            "no:django",
            "-p",
            "no:valkey",
        ]
        return subprocess.Popen(
            [*command, *arguments, "-q", str(self.folder)],
            cwd=self.folder,
            env=env | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def finish(self, *arguments: str) -> None:
        run = self.start(*arguments)
        said, _ = run.communicate(timeout=120)
        assert run.returncode == 0, said

    def seen(self) -> list[tuple[str, str]]:
        lines = (self.folder / "seen").read_text().splitlines() if (self.folder / "seen").exists() else []
        return [(line.split()[0], line.split()[1]) for line in lines]

    def temporary_folder(self) -> Path:
        found = re.search(r"host=(\S+)", self.seen()[0][0])
        assert found
        return Path(found[1])


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path)


def test_a_plain_run_has_servers_of_its_own_and_leaves_nothing(run: Run) -> None:
    run.finish()
    assert len(set(run.seen())) == 1
    assert not run.temporary_folder().exists()


def test_parallel_workers_share_the_servers_and_have_databases_of_their_own(run: Run) -> None:
    run.finish("-n", "2", "--dist", "each")
    postgres, valkey = {seen[0] for seen in run.seen()}, {seen[1].partition("?")[2] for seen in run.seen()}
    assert len(postgres) == 1
    assert valkey == {"db=0", "db=2"}
    assert not run.temporary_folder().exists()


@pytest.mark.fault
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_broken_off_takes_its_servers_with_it(run: Run, number: signal.Signals) -> None:
    (run.folder / "wait").touch()
    running = run.start()
    wait_until(lambda: bool(run.seen()))
    below = psutil.Process(running.pid).children(recursive=True)
    assert len([child for child in below if child.name() in {"postgres", "valkey-server"}]) >= 2
    running.send_signal(number)
    running.communicate(timeout=60)
    wait_until(lambda: not living(below))
    (run.folder / "wait").unlink()
    run.finish()  # the next run throws away what a killed one could not
    assert not run.temporary_folder().exists()


def test_given_servers_are_used_and_left_running(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "_sweep", lambda: None)
    monkeypatch.setattr(servers, "_folders", [])
    monkeypatch.setattr(servers, "_children", [])
    servers._start()
    assert servers._children == []  # this run's own servers are given by now
    assert run.folder.exists()
    servers.pytest_unconfigure()
