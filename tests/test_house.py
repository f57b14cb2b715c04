"""The house keeps its own promises: arrows go one way, and every variable is named."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

# For each import contract, a line that breaks it and where it is planted.
VIOLATIONS = {
    "packages": ("accounts/clock.py", "import matching.models"),
    "interfaces": ("support/web/front.py", "import support.dashboard.urls"),
    "engine": ("matching/engine/side.py", "import django.db"),
    "simulation": ("matching/simulation/world.py", "import matching.models"),
    "settings": ("support/policies.py", "import support.settings"),
    "rest": ("matching/needs/posting.py", "import allauth.account"),
    "local": ("support/policies.py", "import support.local.folder"),
    "bootstrap": ("support/local/options.py", "import django"),
    "circles": ("accounts/models/members.py", "import accounts.members"),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The source once more, to break something in."""
    for package in ("accounts", "matching", "support"):
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "static")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def contracts() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return [contract["id"] for contract in settings["tool"]["importlinter"]["contracts"]]


def test_every_import_contract_is_shown_to_fail() -> None:
    assert sorted(VIOLATIONS) == sorted(contracts())


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_a_planted_violation_breaks_the_contract(copy: Path, contract: str) -> None:
    place, line = VIOLATIONS[contract]
    check = [str(BIN / "lint-imports"), "--no-logo", "--no-cache", "--contract", contract]
    before = subprocess.run(check, cwd=copy, capture_output=True, text=True)
    assert before.returncode == 0, before.stdout
    source = copy / place
    source.write_text(f"{source.read_text()}\n{line}\n")
    after = subprocess.run(check, cwd=copy, capture_output=True, text=True)
    assert after.returncode == 1, after.stdout
    assert "1 broken" in after.stdout


def variables_that_settings_read() -> set[str]:
    """The first argument of every `env.something(...)`."""
    tree = ast.parse((ROOT / "support" / "settings.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    reads = [call for call in calls if re.fullmatch(r"env\.\w+", ast.unparse(call.func))]
    return {str(call.args[0].value) for call in reads if isinstance(call.args[0], ast.Constant)}


def test_every_variable_that_settings_read_has_a_line_in_the_example() -> None:
    named = re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    missing = variables_that_settings_read() - set(named)
    assert len(variables_that_settings_read()) > 10
    assert not missing


def test_the_environment_is_read_in_settings_alone() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for package in ("accounts", "matching", "support")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"os\.(environ|getenv)|environ\.Env", path.read_text())
    }
    entrances = {"support/celery.py", "support/wsgi.py", "support/asgi.py", "support/settings.py"}
    assert {path for path in readers if not path.startswith("support/local/")} <= entrances
