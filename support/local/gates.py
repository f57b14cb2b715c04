"""`./manage.py check_all`: every gate that a change must pass. One line each; those that fail say why."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from support.local import locks

BIN = Path(sys.executable).parent
SIDE_BY_SIDE = 2
# As in production, though nothing of it is ever reached; `docker compose` wants values, not sense.
PRODUCTION = {"DJANGO_SETTINGS_MODULE": "tests.production_like", "PYTHONWARNINGS": "ignore::RuntimeWarning"}
COMPOSE = dict.fromkeys(
    ("POSTGRES_PASSWORD", "SECRET_KEY", "FIELD_KEYS", "SITE_URL", "ALLOWED_HOSTS", "EMAIL_URL"),
    "for-the-check",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    passed: bool
    words: str = ""
    remark: str = ""


Look = Callable[[Path], Outcome]


def tool(name: str, *arguments: str, **env: str) -> Look:
    """A gate that is a program of the virtual environment; exit code 0 passes."""
    return lambda root: _run([str(BIN / name), *arguments], root, env)


def django(*arguments: str) -> Look:
    return tool("python", "-m", "django", *arguments, **PRODUCTION)


def templates(root: Path) -> Outcome:
    found = sorted(str(path) for path in (root / "support").rglob("*.html"))
    return _run([str(BIN / "djade"), "--check", "--target-version", "5.2", *found], root, {})


def fresh_locks(root: Path) -> Outcome:
    wrong = locks.complaints(root)
    changes, remark = locks.drift(root)
    return Outcome(not wrong and not changes, "\n".join([*wrong, *changes]), remark)


GATES: dict[str, Look] = {
    "format": tool("ruff", "format", "--check", "--quiet", "--diff", "."),
    "lint": tool("ruff", "check", "--quiet", "."),
    "types": tool("mypy", "--no-error-summary"),
    "import contracts": tool("lint-imports", "--no-logo"),
    "templates": templates,
    "migrations": django("makemigrations", "--check", "--dry-run"),
    "production settings": django("check", "--deploy", "--fail-level", "WARNING"),
    "locks fresh": fresh_locks,
    "compose file": tool("docker-compose", "config", "--quiet", **COMPOSE),
    "compose schema": tool(
        "check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"
    ),
    "Dockerfile": tool("hadolint", "Dockerfile"),
}


def run(root: Path, gates: dict[str, Look] = GATES) -> int:
    """Looks at every gate, a few side by side, and tells each in order. Exit code 1 if any failed."""
    failed = []
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        looks = {name: pool.submit(_timed, look, root) for name, look in gates.items()}
        for name, look in looks.items():
            outcome, seconds = look.result()
            if not outcome.passed:
                failed.append(name)
            remark = f"  ({outcome.remark})" if outcome.remark else ""
            print(
                f"{'ok' if outcome.passed else 'FAILED':<7} {name:<20} {seconds:5.1f} s{remark}", flush=True
            )
            if not outcome.passed:
                print("\n".join(f"        {line}" for line in outcome.words.splitlines()), flush=True)
    print(f"{len(failed)} of {len(gates)} gates failed." if failed else f"All {len(gates)} gates passed.")
    return 1 if failed else 0


def _timed(look: Look, root: Path) -> tuple[Outcome, float]:
    began = time.monotonic()
    return look(root), time.monotonic() - began


def _run(command: Sequence[str], root: Path, env: dict[str, str]) -> Outcome:
    done = subprocess.run(
        command,
        cwd=root,
        env=os.environ | env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return Outcome(done.returncode == 0, f"{done.stdout}{done.stderr}".strip())
