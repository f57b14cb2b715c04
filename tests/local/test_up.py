"""`./manage.py up`, the whole real service: what it says, what it binds, how it stops, what a kill leaves."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from support.local.folder import DataFolder
from support.local.listening import answers
from support.local.postgres import postgres_url
from tests.local.living import command_of, living, wait_until

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.fault, pytest.mark.xdist_group("up")]


def environment(folder: Path) -> dict[str, str]:
    """A newcomer's: nothing of this test run."""
    ours = ("DATABASE_URL", "VALKEY_URL", "SECRET_KEY", "FIELD_KEYS", "SITE_URL", "PYTEST_XDIST_WORKER")
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    return clean | {"NO_VENV": "1", "DATA_FOLDER": str(folder)}


class Up:
    """One real run."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = DataFolder(folder)
        self.words = folder.with_name(f"{folder.name}.said")
        command = [sys.executable, str(ROOT / "manage.py"), "up", "--port", "0", *options]
        with self.words.open("w") as file:
            self.process = subprocess.Popen(
                command, cwd="/", env=environment(folder), stdout=file, stderr=subprocess.STDOUT
            )

        self.keeper = psutil.Process(self.process.pid)
        self.family = [self.keeper]

    def said(self) -> str:
        return self.words.read_text()

    def wait_for(self, words: str, patience: float = 240.0) -> None:
        wait_until(lambda: words in self.said() or self.process.poll() is not None, patience)
        assert words in self.said(), self.said()

    def ready(self) -> "Up":
        self.wait_for("Ctrl-C stops everything.")
        (self.supervisor,) = self.keeper.children()
        self.family = [self.keeper, *self.keeper.children(recursive=True)]
        return self

    @property
    def address(self) -> str:
        found = re.search(r"http://127\.0\.0\.1:\d+", self.said())
        assert found
        return found[0]

    def part(self, name: str) -> psutil.Process:
        """The main process of one part of the service."""
        words = {"web": "gunicorn", "PostgreSQL": "/postgres", "Valkey": "/valkey-server"}.get(
            name, f"support {name}"
        )
        (found,) = [each for each in living(self.supervisor.children()) if words in command_of(each)]
        return found

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=120)

    def is_healthy(self) -> bool:
        return answers(self.address.removeprefix("http://"), "/healthz", site=self.address)()

    def clean_up(self) -> None:
        for process in living(self.family):
            process.kill()
        self.process.wait()
        shutil.rmtree(self.folder.sockets, ignore_errors=True)


@pytest.fixture(scope="module")
def seasoned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A data folder after its first run, and what that run said."""
    folder = tmp_path_factory.mktemp("up") / "a folder with spaces"
    up = Up(folder)
    try:
        up.wait_for("proposals.")
        assert up.end() == 0
    finally:
        up.clean_up()
    return folder, up.said()


@pytest.fixture
def start(seasoned: tuple[Path, str], tmp_path: Path) -> Iterator[Callable[..., Up]]:
    """Starts on a copy of the seasoned folder, and leaves nothing running."""
    shutil.copytree(seasoned[0], tmp_path / "data")
    started: list[Up] = []

    def begin(*options: str) -> Up:
        started.append(Up(tmp_path / "data", *options))
        return started[-1].ready()

    yield begin
    for up in started:
        up.clean_up()


def test_it_tells_a_newcomer_all_that_they_need(seasoned: tuple[Path, str]) -> None:
    said = seasoned[1]
    assert re.search(r"Ready after \d+\.\d s:  http://127\.0\.0\.1:\d+/\n", said)
    for role in ("Seeker", "Helper", "Moderator"):
        assert re.search(rf"^  {role}: +\S+@\S+ +\S+$", said, re.MULTILINE)
    assert re.search(r"Sent e-mails are at +http://127\.0\.0\.1:\d+/local/mail/", said)
    assert re.search(r"Matched \d+ of \d+ needs in \d+\.\d s", said)
    assert said.endswith("Stopped.\n")


def _listens(process: psutil.Process) -> set[str]:
    """Where a process waits for callers; nowhere once it is gone, as those are that only begin something."""
    try:
        open_lines = process.net_connections("inet")
    except psutil.NoSuchProcess:
        return set()
    return {line.laddr.ip for line in open_lines if line.status == psutil.CONN_LISTEN}


def test_it_serves_on_this_machine_alone_and_a_second_start_is_told_so(start: Callable[..., Up]) -> None:
    up = start()
    listening = {address for process in up.family for address in _listens(process)}
    assert listening == {"127.0.0.1"}
    assert up.is_healthy()
    second = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "up"],
        env=environment(up.folder.path),
        capture_output=True,
        text=True,
    )
    assert second.returncode == 1
    assert second.stderr == (
        f"{up.folder.path} is in use: `up` at {up.address}/ (process {up.supervisor.pid}).\n"
    )
    assert not second.stdout
    fresh = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "up", "--fresh"], env=environment(up.folder.path)
    )
    assert fresh.returncode == 1
    assert up.end() == 0


def test_other_commands_work_on_the_running_service(start: Callable[..., Up]) -> None:
    up = start()
    count = "from accounts.models import Member; print(Member.objects.count())"
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "shell", "-v", "0", "-c", count],
        env=environment(up.folder.path),
        capture_output=True,
        text=True,
    )
    assert int(done.stdout) >= 400, done.stderr
    assert up.end() == 0


def test_the_data_survives_a_restart_and_fresh_starts_anew(start: Callable[..., Up]) -> None:
    up = start()
    keys = up.folder.keys()
    with psycopg.connect(postgres_url(up.folder.sockets)) as connection:
        connection.execute("create table precious ()")
    assert up.end() == 0
    again = start()
    assert again.folder.keys() == keys
    with psycopg.connect(postgres_url(again.folder.sockets)) as connection:
        connection.execute("select from precious")
    assert again.end() == 0
    anew = start("--fresh")
    assert anew.folder.keys() != keys
    with (
        psycopg.connect(postgres_url(anew.folder.sockets)) as connection,
        pytest.raises(psycopg.errors.UndefinedTable),
    ):
        connection.execute("select from precious")
    assert anew.end() == 0


# Every sweep of the deliveries now takes six seconds, and PostgreSQL writes down when one was completed.
SLOW = """
alter table accounts_delivery rename to quick_delivery;
create view accounts_delivery as select * from quick_delivery where (select pg_sleep(6)) is not null;
alter system set log_min_duration_statement = 5000;
"""
SWEEPING = "select 1 from pg_stat_activity where query like '%accounts_delivery%' and wait_event = 'PgSleep'"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_stops_in_order_with_the_running_task_finished(
    start: Callable[..., Up], number: signal.Signals
) -> None:
    up = start()
    worker, web = up.part("worker"), up.part("web")
    with psycopg.connect(postgres_url(up.folder.sockets), autocommit=True) as database:
        for statement in SLOW.strip().splitlines():
            database.execute(statement)
        database.execute("select pg_reload_conf()")
        wait_until(lambda: database.execute(SWEEPING).fetchone())
        up.process.send_signal(number)
        wait_until(lambda: not living([web]))
        up.process.send_signal(number)
        assert living([worker])
        assert database.execute(SWEEPING).fetchone()
    assert up.process.wait(timeout=120) == 0
    assert not living(up.family)
    assert up.said().endswith("Stopped.\n")
    assert not up.folder.sockets.exists()
    postgres_log = (up.folder.logs / "postgres.log").read_text()
    assert "accounts_delivery" in postgres_log.partition("duration: ")[2]
    assert "canceling statement" not in postgres_log
    assert "ERROR" not in (up.folder.logs / "worker.log").read_text()


@pytest.mark.parametrize("name", ["web", "worker", "beat", "Valkey", "PostgreSQL"])
def test_a_crashed_part_stops_the_rest_and_is_named(start: Callable[..., Up], name: str) -> None:
    up = start()
    up.part(name).kill()
    assert up.process.wait(timeout=120) == 1
    assert f"{name} stopped by itself (killed by SIGKILL), so everything stops." in up.said()
    wait_until(lambda: not living(up.family))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent has died")
@pytest.mark.parametrize("killed", [("keeper",), ("supervisor",), ("keeper", "supervisor")])
def test_a_kill_leaves_no_process_behind(start: Callable[..., Up], killed: tuple[str, ...]) -> None:
    up = start()
    wait_until(lambda: len(up.part("worker").children()) >= 2)
    up.family = [up.keeper, *up.keeper.children(recursive=True)]
    victims = [getattr(up, name) for name in killed]
    for victim in victims:
        victim.suspend()
    for victim in victims:
        victim.kill()
    wait_until(lambda: not living(up.family), patience=90)
    assert start().end() == 0  # and the next start is as good as any
