"""The virtual environment: made once, kept when it fits, never half made. Real pip, with wheels made here."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from support.local import environment, installing
from support.local.environment import DEV, RUN, Environment

ROOT = Path(__file__).resolve().parents[2]


def wheel(folder: Path, name: str, version: str = "1.0") -> str:
    """Makes a wheel of one module, and returns its line of a hash-locked list."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.py", f"VERSION = {version!r}\n")
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return f"{name} @ {path.as_uri()} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


class Project:
    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        self.lock(RUN, wheel(root, "served"))
        self.lock(DEV, wheel(root, "served") + wheel(root, "tested"))
        self.environment = Environment(root)

    def lock(self, name: str, text: str) -> None:
        (self.root / name).write_text(text)

    def can_import(self, module: str) -> bool:
        command = [str(self.environment.python), "-c", f"import {module}"]
        return subprocess.run(command, capture_output=True).returncode == 0

    def pretend(self, *names: str) -> None:
        """An environment that looks finished, without the time that making it takes."""
        (self.environment.folder / "bin").mkdir(parents=True, exist_ok=True)
        self.environment.python.symlink_to(sys.executable)
        self.environment.ready.write_text(self.environment._stamp_for(DEV if DEV in names else RUN))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("PATH", os.defpath)  # no uv
    return Project(tmp_path / "a folder with spaces")


@pytest.mark.fault  # slow: pip at work
def test_it_is_made_from_nothing_and_then_left_alone(
    project: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    project.environment.ensure(RUN)
    said = capfd.readouterr().err
    assert said == "Making .venv from requirements.lock with pip, which takes about a minute.\n"
    assert project.can_import("served")
    assert not project.can_import("tested")
    project.environment.ensure(RUN)
    assert capfd.readouterr().err == ""


@pytest.mark.fault  # slow: pip at work
def test_what_the_tests_need_is_added_and_both_lists_are_served_from_then_on(
    project: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    project.environment.ensure(RUN)
    project.environment.ensure(DEV)
    assert project.can_import("tested")
    capfd.readouterr()
    for wanted in (RUN, DEV, RUN):
        project.environment.ensure(wanted)
    assert capfd.readouterr().err == ""


def test_a_changed_list_of_the_service_keeps_the_tests_tools(project: Project) -> None:
    project.pretend(RUN, DEV)
    project.lock(RUN, wheel(project.root, "served", "2.0"))
    assert not project.environment.serves(RUN)
    assert project.environment._list_for(RUN) == DEV


def test_a_changed_list_of_the_tests_does_not_concern_the_service(project: Project) -> None:
    project.pretend(RUN, DEV)
    project.lock(DEV, wheel(project.root, "tested", "2.0"))
    assert project.environment.serves(RUN)
    assert not project.environment.serves(DEV)


@pytest.mark.parametrize(("field", "value"), [("python", "3.0"), ("folder", "/somewhere/else/.venv")])
def test_one_of_another_python_or_moved_from_elsewhere_does_not_fit(
    project: Project, field: str, value: str
) -> None:
    project.pretend(RUN)
    stamp = json.loads(project.environment.ready.read_text()) | {field: value}
    project.environment.ready.write_text(json.dumps(stamp))
    assert not project.environment.serves(RUN)


def test_one_whose_interpreter_has_gone_does_not_fit(project: Project) -> None:
    project.pretend(RUN)
    assert project.environment.serves(RUN)
    project.environment.python.unlink()
    assert not project.environment.serves(RUN)


def test_an_interrupted_set_up_is_not_taken_for_a_finished_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(folder: Path, source: Path) -> None:
        raise KeyboardInterrupt

    project.pretend(RUN)
    project.lock(RUN, wheel(project.root, "served", "2.0"))
    monkeypatch.setattr(installing, "with_pip", interrupted)
    with pytest.raises(SystemExit, match="Set-up stopped"):
        project.environment.ensure(RUN)
    project.lock(RUN, wheel(project.root, "served"))  # the list that it was once made from
    assert not project.environment.serves(RUN)


@pytest.mark.fault  # slow: pip at work
def test_a_package_that_is_not_the_locked_one_is_refused(
    project: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    project.lock(RUN, wheel(project.root, "served").replace("sha256:", "sha256:0000")[:-5] + "\n")
    with pytest.raises(SystemExit, match="could not be installed"):
        project.environment.ensure(RUN)
    assert not project.environment.serves(RUN)


def test_a_folder_that_is_no_virtual_environment_is_not_emptied(project: Project) -> None:
    precious = project.environment.folder / "letters.txt"
    precious.parent.mkdir()
    precious.touch()
    with pytest.raises(SystemExit, match="is not a virtual environment"):
        project.environment.ensure(RUN)
    assert precious.exists()


def test_a_link_to_another_environment_is_not_emptied(project: Project, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "pyvenv.cfg").touch()
    (project.root / ".venv").symlink_to(shared)
    with pytest.raises(SystemExit, match="is a link"):
        Environment(project.root).ensure(RUN)
    assert (shared / "pyvenv.cfg").exists()


@pytest.mark.fault  # slow: pip at work
def test_uv_is_used_when_it_is_there_and_pip_when_it_cannot_do_it(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    uv = tmp_path / "bin" / "uv"
    uv.parent.mkdir()
    uv.write_text("#!/bin/sh\necho uv was asked >&2\nexit 2\n")
    uv.chmod(0o755)
    monkeypatch.setenv("PATH", f"{uv.parent}{os.pathsep}{os.defpath}")
    project.environment.ensure(RUN)
    assert capfd.readouterr().err.splitlines() == [
        "Making .venv from requirements.lock with uv.",
        "uv was asked",
        "uv could not do it; trying pip, which takes about a minute.",
    ]
    assert project.can_import("served")


def test_in_an_image_nothing_is_made(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_VENV", "1")
    environment.enter(project.root, RUN)
    assert not project.environment.folder.exists()


def test_an_older_python_gets_one_clear_line(tmp_path: Path) -> None:
    code = (ROOT / "manage.py").read_text().replace("sys.version_info < (3, 11)", "sys.version_info < (9, 0)")
    (tmp_path / "manage.py").write_text(code)
    done = subprocess.run([sys.executable, tmp_path / "manage.py", "up"], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "needs Python 3.11 or newer" in done.stderr
