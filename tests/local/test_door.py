"""What a command line means, asked of the real `manage.py`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.local import testing

ROOT = Path(__file__).resolve().parents[2]


def manage(
    *arguments: str, cwd: Path = ROOT, timeout: float = 120, **env: str
) -> subprocess.CompletedProcess[str]:
    given = {"DATABASE_URL", "VALKEY_URL", "PYTEST_XDIST_WORKER"}
    clean = {name: value for name, value in os.environ.items() if name not in given}
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        cwd=cwd,
        env=clean | {"NO_VENV": "1"} | env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
    )


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """Exit code 1 and a single line: what a person gets for a slip."""
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    return done.stderr


def test_nothing_but_the_standard_library_is_needed_to_tell_a_slip() -> None:
    bare = [sys.executable, "-S", str(ROOT / "manage.py"), "up", "--port", "many"]
    done = subprocess.run(bare, capture_output=True, text=True)
    assert "'many' is not a port" in one_line(done)


def test_help_names_our_commands_and_djangos(tmp_path: Path) -> None:
    said = manage("help", DATA_FOLDER=str(tmp_path / "data")).stdout
    for words in ("./manage.py up", "./manage.py test", "./manage.py check_all", "migrate", "load_needs"):
        assert words in said


def test_a_command_that_needs_no_server_starts_none_and_works_from_anywhere(tmp_path: Path) -> None:
    done = manage("check", cwd=tmp_path, DATA_FOLDER=str(tmp_path / "data"))
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "data" / "postgres").exists()


def test_a_command_brings_the_servers_that_it_needs_and_takes_them_away(tmp_path: Path) -> None:
    done = manage("migrate", "--plan", DATA_FOLDER=str(tmp_path / "data"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "accounts.0001_initial" in done.stdout
    assert not (tmp_path / "data" / "postgres" / "postmaster.pid").exists()


def test_djangos_exit_codes_come_through(tmp_path: Path) -> None:
    assert manage("migrate", "--check", DATA_FOLDER=str(tmp_path / "data")).returncode == 1


def test_a_given_database_without_keys_gets_one_line(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    given = manage(
        "up",
        "--port",
        "0",
        DATA_FOLDER=data,
        DATABASE_URL="postgresql://db/app",
        SECRET_KEY="",
        FIELD_KEYS="",
    )
    words = one_line(given)
    assert "DATABASE_URL is set, so SECRET_KEY and FIELD_KEYS must be set as well" in words


def test_starting_anew_never_concerns_a_given_database() -> None:
    words = one_line(manage("up", "--fresh", DATABASE_URL="postgresql://app@db/app"))
    assert "Nothing was done" in words


def test_a_folder_that_cannot_be_used_gets_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "Set DATA_FOLDER to another" in one_line(manage("up", DATA_FOLDER=str(tmp_path / "file" / "data")))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], ["-n", "2"]),
        (["-m", "fault", "tests/local"], ["-n", "2"]),
        (["tests/local/test_door.py"], []),
        (["-n", "3"], []),
        (["-n0"], []),
        (["--pdb"], []),
    ],
)
def test_tests_run_side_by_side_unless_few_or_told_otherwise(
    arguments: list[str], expected: list[str]
) -> None:
    assert testing.parallel(arguments, 2)[:2] == expected


def test_tests_end_with_pytests_own_exit_code() -> None:
    assert manage("test", "tests/no_such_test.py").returncode == 4
