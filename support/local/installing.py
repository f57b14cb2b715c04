"""Filling a virtual environment from a hash-locked list, with uv or with pip. Standard library only."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

NO_VENV_MODULE = (
    "`python3 -m venv` does not work here. On Debian: apt-get install python3-venv; or install uv."
)


def find_uv(folder: Path, *, inside: bool) -> str | None:
    """The uv on the PATH, or the one in the environment itself; from `inside` only while that is to stay."""
    own = str(folder / "bin")
    path = os.environ.get("PATH", os.defpath).split(os.pathsep)
    places = [*path, own] if inside else [place for place in path if place != own]
    return shutil.which("uv", path=os.pathsep.join(places))


def with_uv(uv: str, folder: Path, source: Path) -> bool:
    """False when this uv cannot do it: too old, perhaps, or it sees another index than pip."""
    make = [uv, "venv", "--quiet", "--allow-existing", "--python", base_python(), str(folder)]
    sync = [uv, "pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode"]
    fill = [*sync, "--python", str(folder / "bin" / "python"), str(source)]
    return _succeeds(make) and _succeeds(fill)


def with_pip(folder: Path, source: Path) -> None:
    """Leaves with one line when it cannot be done."""
    if not any(folder.glob("lib/python*/site-packages/pip")):
        made = subprocess.run([base_python(), "-m", "venv", str(folder)], capture_output=True, check=False)
        if made.returncode != 0:
            sys.exit(NO_VENV_MODULE)
    python = str(folder / "bin" / "python")
    install = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    if not _succeeds([*install, "--no-compile", "--require-hashes", "--no-deps", "-r", str(source)]):
        sys.exit(f"The packages of {source.name} could not be installed; the lines above say why.")
    # What pip would compile on one processor, compiled on all of them, without the packages' own tests.
    compile_all = [python, "-m", "compileall", "-qq", "-j", "0", "-x", "/(tests|_tests|testing)/"]
    _succeeds([*compile_all, str(folder / "lib")])


def base_python() -> str:
    """The interpreter underneath, also when this one is itself a virtual environment's."""
    return str(getattr(sys, "_base_executable", sys.executable))


def _succeeds(command: Sequence[str]) -> bool:
    return subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0
