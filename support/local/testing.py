"""`./manage.py test`: pytest, with our throw-away servers (`tests/servers.py`) and one worker for each processor."""

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

MOST_WORKERS = 4
IN_OUR_ORDER = ("--no-loadscope-reorder",)  # that of `tests/conftest.py`


def run(arguments: Sequence[str]) -> NoReturn:
    """Becomes pytest, so that its exit code, its signals and its output are pytest's own."""
    os.execv(
        sys.executable,
        [sys.executable, "-m", "pytest", *parallel(arguments, os.cpu_count() or 1), *arguments],
    )


def parallel(arguments: Sequence[str], processors: int) -> list[str]:
    """Side by side, unless the arguments say how, ask for a debugger, or name files: few tests start faster alone."""
    alone = any(
        argument.startswith(("-n", "--numprocesses", "--pdb", "--trace", "--collect-only", "--co"))
        or argument in {"-s", "no:xdist"}
        or ".py" in argument
        for argument in arguments
    )
    return [] if alone else ["-n", str(min(processors, MOST_WORKERS)), "--dist", "loadgroup", *IN_OUR_ORDER]
