"""The gates: each tells what failed, and stale locks are among it."""

import re
import shutil
from pathlib import Path

import pytest

from support.local import gates, locks
from support.local.environment import DEV, RUN

ROOT = Path(__file__).resolve().parents[2]


def test_a_gate_that_fails_is_told_with_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    doors = {
        "open": lambda root: gates.Outcome(True, "quiet"),
        "shut": lambda root: gates.Outcome(False, "the hinge\nis stuck"),
        "ajar": lambda root: gates.Outcome(True, remark="no wind today"),
    }
    assert gates.run(ROOT, doors) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[:2]] == [["ok", "open"], ["FAILED", "shut"]]
    assert lines[2:4] == ["        the hinge", "        is stuck"]
    assert lines[4].endswith("(no wind today)")
    assert lines[5] == "1 of 3 gates failed."


def test_gates_that_all_pass_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert gates.run(ROOT, {"open": lambda root: gates.Outcome(True)}) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "All 1 gates passed."


def locks_copy(folder: Path) -> Path:
    for name in ("pyproject.toml", RUN, DEV):
        shutil.copy(ROOT / name, folder)
    return folder


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert re.search(old, text)
    path.write_text(re.sub(old, new, text, count=1))


def test_the_locks_say_what_the_project_asks_for(tmp_path: Path) -> None:
    assert locks.complaints(locks_copy(tmp_path)) == []


def test_a_lock_that_no_longer_fits_is_told(tmp_path: Path) -> None:
    root = locks_copy(tmp_path)
    change(root / "pyproject.toml", r"celery>=[^\"]*", "celery>=99")
    assert locks.complaints(root) == [f"{name} does not satisfy celery>=99" for name in (RUN, DEV)]


def test_a_list_of_the_tests_that_lacks_a_pin_of_the_service_is_told(tmp_path: Path) -> None:
    root = locks_copy(tmp_path)
    change(root / DEV, r"(?m)^gunicorn==\S+", "gunicorn==99")
    assert any(line.startswith(f"{DEV} lacks gunicorn==") for line in locks.complaints(root))


def test_a_pin_without_a_hash_is_told(tmp_path: Path) -> None:
    root = locks_copy(tmp_path)
    with (root / RUN).open("a") as file:
        file.write("loose==1.0\n")
    assert f"{RUN} has no hash for loose==1.0" in locks.complaints(root)
