"""The engine is plain Python: no framework, no database, no clock, no settings."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import matching.engine

FOLDER = Path(matching.engine.__file__).parent
FILES = sorted(FOLDER.glob("*.py"))
CLOCKS = {"now", "today", "utcnow", "time_ns", "monotonic", "localtime"}
MAY_USE = {
    *("collections", "dataclasses", "datetime", "functools", "itertools", "math", "typing", "zoneinfo"),
    *("matching", "numpy", "ortools"),
}


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_leans_only_on_the_engine_and_the_standard_library(file: Path) -> None:
    names = set(imported(ast.parse(file.read_text())))
    assert {name.split(".")[0] for name in names} <= MAY_USE
    assert all(
        name == "matching.engine" or name.startswith("matching.engine.")
        for name in names
        if name.startswith("matching")
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_nobody_looks_at_the_clock(file: Path) -> None:
    calls = [node.func for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
    assert not [call.attr for call in calls if isinstance(call, ast.Attribute) and call.attr in CLOCKS]


def test_the_whole_engine_runs_without_django() -> None:
    names = [f"matching.engine.{file.stem}" for file in FILES if file.stem != "__init__"]
    program = f"import sys, {', '.join(names)}; print([name for name in sys.modules if 'django' in name])"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
