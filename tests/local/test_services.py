"""The embedded servers: shared by commands, taken over when stale, whole after a kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from support.local import processes, services
from support.local.folder import DataFolder
from support.local.postgres import Postgres
from support.local.valkey import Valkey

ROOT = Path(__file__).resolve().parents[2]
# A command that has the servers at hand, says so, and keeps them until its input ends.
COMMAND = """
import sys
from pathlib import Path
from support.local import services
from support.local.folder import DataFolder
with services.at_hand(DataFolder(Path(sys.argv[1])), sys.argv[2]):
    print("at hand", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def servers(folder: DataFolder) -> Iterator[list[processes.Child]]:
    children: list[processes.Child] = []
    services.start(services.embedded({}, folder), children.append)
    yield children
    processes.stop_all(children)


def begin(folder: DataFolder, name: str) -> subprocess.Popen[str]:
    command = subprocess.Popen(
        [sys.executable, "-c", COMMAND, str(folder.path), name],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert command.stdout is not None
    assert command.stdout.readline() == "at hand\n"
    return command


def server(folder: DataFolder) -> Postgres:
    return Postgres(folder.postgres, folder.sockets, folder.logs / "postgres.log")


def test_only_what_is_not_given_is_embedded(folder: DataFolder) -> None:
    kinds = [type(each) for each in services.embedded({"DATABASE_URL": "postgresql://db/app"}, folder)]
    assert kinds == [Valkey]
    assert [type(each) for each in services.embedded({"VALKEY_URL": "redis://valkey"}, folder)] == [Postgres]


def test_the_servers_listen_on_sockets_of_their_owner_only(
    folder: DataFolder, servers: list[processes.Child]
) -> None:
    with psycopg.connect(server(folder).url()) as connection:
        (addresses,) = connection.execute("show listen_addresses").fetchone() or ()
    assert addresses == ""
    assert {path.stat().st_mode & 0o077 for path in folder.sockets.iterdir() if path.is_socket()} == {0}


def test_the_databases_log_names_nobody(folder: DataFolder, servers: list[processes.Child]) -> None:
    with psycopg.connect(server(folder).url(), autocommit=True) as connection:
        connection.execute("create table people (address text constraint once unique)")
        for _ in range(2):
            with suppress(psycopg.errors.UniqueViolation):
                connection.execute("insert into people values ('maya@members.example')")
    log = (folder.logs / "postgres.log").read_text()
    assert 'violates unique constraint "once"' in log
    assert "maya" not in log


def test_two_commands_share_the_servers_and_the_first_waits_for_the_second(folder: DataFolder) -> None:
    first = begin(folder, "`shell`")
    second = begin(folder, "`load_needs`")
    assert first.stdin is not None
    assert first.stderr is not None
    first.stdin.close()
    assert first.stderr.readline() == "Another command still uses the database; waiting for it.\n"
    assert server(folder).is_ready()
    assert second.communicate("", timeout=30) == ("", "")
    assert first.wait(timeout=30) == 0
    assert not server(folder).is_ready()


def test_up_is_told_that_a_command_has_the_folder(folder: DataFolder) -> None:
    command = begin(folder, "`shell`")
    with pytest.raises(SystemExit, match=r"is in use: `shell` \(process"):
        folder.own("`up`")
    command.communicate("", timeout=30)


def test_a_terminated_command_takes_its_servers_with_it(folder: DataFolder) -> None:
    command = begin(folder, "`shell`")
    command.terminate()
    command.communicate(timeout=30)
    assert command.returncode == 128 + signal.SIGTERM
    assert not (folder.postgres / "postmaster.pid").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent has died")
def test_a_killed_command_takes_its_servers_with_it(folder: DataFolder) -> None:
    command = begin(folder, "`shell`")
    pid = int((folder.postgres / "postmaster.pid").read_text().split()[0])
    assert str(folder.postgres) in processes.command_of(pid)
    command.kill()
    command.communicate(timeout=30)
    deadline = time.monotonic() + 20
    while str(folder.postgres) in processes.command_of(pid) or (folder.postgres / "postmaster.pid").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_servers_that_a_killed_supervisor_left_are_replaced(
    folder: DataFolder, servers: list[processes.Child]
) -> None:
    replacements: list[processes.Child] = []
    try:
        services.start(services.embedded({}, folder), replacements.append)
        assert [child.process.wait(timeout=30) for child in servers] == [0, 0]
        assert all(child.running for child in replacements)
    finally:
        processes.stop_all(replacements)


def test_a_record_of_a_server_whose_number_somebody_else_has_now_is_thrown_away(folder: DataFolder) -> None:
    children: list[processes.Child] = []
    services.start([server(folder)], children.append)
    record = (folder.postgres / "postmaster.pid").read_text().splitlines()
    processes.stop_all(children)
    (folder.postgres / "postmaster.pid").write_text("\n".join([str(os.getppid()), *record[1:]]))
    again: list[processes.Child] = []
    try:
        services.start([server(folder)], again.append)
        assert again[0].running
    finally:
        processes.stop_all(again)


def test_a_making_that_was_interrupted_leaves_nothing_that_looks_like_a_database(folder: DataFolder) -> None:
    half = folder.postgres.with_name("postgres.unfinished")
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    children: list[processes.Child] = []
    services.start([server(folder)], children.append)
    processes.stop_all(children)
    assert not half.exists()
    assert children[0].process.returncode == 0
