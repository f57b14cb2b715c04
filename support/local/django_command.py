"""Any Django command, as anyone expects it from `manage.py`.

Without DATABASE_URL it works on the embedded data: with the servers that `up` runs, or with its own while it lasts.
"""

import os
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from support.local import services, variables
from support.local.folder import DataFolder
from support.local.postgres import tools

# These never look at the database, so nothing is started for them.
NEED_NO_SERVERS = {
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "simulate",
    "startapp",
    "startproject",
    "version",
    "--help",
    "--version",
    "-h",
}


def run(root: Path, arguments: Sequence[str]) -> None:
    """Runs `manage.py` with these arguments; leaves by SystemExit where Django does."""
    given = dict(os.environ)
    folder = DataFolder.chosen(root, given)
    embedded = variables.is_embedded(given, folder)
    if embedded:
        folder.prepare()
        given["PATH"] = f"{given.get('PATH', os.defpath)}{os.pathsep}{tools()}"  # dbshell needs psql
    os.environ.clear()
    os.environ.update({"DJANGO_SETTINGS_MODULE": "support.settings"} | variables.for_command(given, folder))
    borrowed = embedded and arguments[0] not in NEED_NO_SERVERS
    with services.at_hand(folder, f"`{arguments[0]}`") if borrowed else nullcontext():
        from django.core.management import execute_from_command_line

        execute_from_command_line(["manage.py", *arguments])
