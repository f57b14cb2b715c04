"""What a command line means. Standard library only until the virtual environment is there."""

import os
import signal
import sys
from pathlib import Path

from support.local import benchmarking, environment, options

ROOT = Path(__file__).resolve().parent.parent.parent
NEED_TOOLS = {"test", "check_all", "benchmark"}  # that only whoever changes the service has


def main() -> None:
    try:
        _main()
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


def _main() -> None:
    command, *rest = sys.argv[1:] or ["help"]
    if command == "up":
        options.parse(rest)
    measured = benchmarking.parse(rest) if command == "benchmark" else None
    if command in {"help", "--help", "-h"} and not rest:
        print(sys.modules["__main__"].__doc__)
    environment.enter(ROOT, environment.DEV if command in NEED_TOOLS else environment.RUN)
    # From here on everything is installed.
    if command == "up":
        from support.local import keeper

        sys.exit(keeper.keep([sys.executable, "-m", "support.local.up", *rest], cwd=ROOT))
    if command == "test":
        from support.local import testing

        os.chdir(ROOT)
        testing.run(rest)
    if command == "check_all":
        from support.local import gates

        sys.exit(gates.run(ROOT))
    if measured:
        os.chdir(ROOT)
        benchmarking.run(ROOT, measured)
        return
    from support.local import django_command

    django_command.run(ROOT, [command, *rest])
