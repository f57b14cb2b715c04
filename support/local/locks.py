"""Whether the hash-locked lists still say what `pyproject.toml` asks for."""

import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from support.local.environment import DEV, RUN

EXTRA = "embedded"
GROUP = "dev"
# How both lists are made; CONTRIBUTING.md names the same words.
COMPILE = ("pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11", "--extra", EXTRA)
OPTIONS = {RUN: COMPILE, DEV: (*COMPILE, "--group", GROUP)}
ENTRY = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+)(?: ; (?P<marker>[^\\]+?))?(?: \\)?$")


@dataclass(frozen=True, slots=True)
class Pin:
    name: str
    version: str
    marker: str

    def __str__(self) -> str:
        return f"{self.name}=={self.version}" + (f" ; {self.marker}" if self.marker else "")


def pins(text: str) -> set[Pin]:
    found = (ENTRY.match(line) for line in text.splitlines())
    return {Pin(entry["name"], entry["version"], (entry["marker"] or "").strip()) for entry in found if entry}


def complaints(root: Path) -> list[str]:
    """What is wrong with the lists as they lie there; nothing is asked of the network."""
    texts = {name: (root / name).read_text() for name in OPTIONS}
    missing = pins(texts[RUN]) - pins(texts[DEV])
    return [
        *(f"{DEV} lacks {pin} of {RUN}" for pin in sorted(missing, key=str)),
        *(line for name, text in texts.items() for line in _unsatisfied(root, name, text)),
        *(line for name, text in texts.items() for line in _without_hash(name, text)),
    ]


def _unsatisfied(root: Path, name: str, text: str) -> Iterator[str]:
    have = pins(text)
    for wanted in _asked_for(root, with_group=name == DEV):
        versions = [pin.version for pin in have if pin.name == canonicalize_name(wanted.name)]
        if not any(wanted.specifier.contains(version, prereleases=True) for version in versions):
            yield f"{name} does not satisfy {wanted}"


def _asked_for(root: Path, *, with_group: bool) -> Iterator[Requirement]:
    project = tomllib.loads((root / "pyproject.toml").read_text())
    yield from map(Requirement, project["project"]["dependencies"])
    yield from map(Requirement, project["project"]["optional-dependencies"][EXTRA])
    if with_group:
        yield from map(Requirement, project["dependency-groups"][GROUP])


def _without_hash(name: str, text: str) -> Iterator[str]:
    lines = text.splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if ENTRY.match(line) and "--hash=" not in following:
            yield f"{name} has no hash for {line}"


def drift(root: Path) -> tuple[list[str], str]:
    """What compiling again with the present pins would change, and a remark if no package index could be asked."""
    changes: list[str] = []
    for name, options in OPTIONS.items():
        before = pins((root / name).read_text())
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / name
            output.write_text("".join(f"{pin}\n" for pin in sorted(before, key=str)))
            uv = [
                str(Path(sys.executable).with_name("uv")),
                *options,
                "--quiet",
                "--no-annotate",
                "--no-header",
            ]
            done = subprocess.run(
                [*uv, "-o", str(output)], cwd=root, capture_output=True, text=True, check=False
            )
            if done.returncode != 0:
                if "No solution found" in done.stderr:
                    changes.append(f"{name}: {done.stderr.strip()}")
                    continue
                return changes, "no package index could be asked; compared with pyproject.toml only"
            after = pins(output.read_text())
        changes += [f"{name} should have {pin}" for pin in sorted(after - before, key=str)]
        changes += [f"{name} no longer needs {pin}" for pin in sorted(before - after, key=str)]
    return changes, ""
