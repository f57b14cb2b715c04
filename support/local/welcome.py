"""What `./manage.py up` says to the person who started it."""

import sys
from contextlib import suppress
from pathlib import Path

from support.demo import SIGN_INS


def say(line: str, *, wrong: bool = False) -> None:
    """Prints, unless the terminal is gone: closing its window must not break an orderly stop."""
    with suppress(OSError):
        print(line, file=sys.stderr if wrong else sys.stdout, flush=True)


def ready(address: str, seconds: float, *, demo: bool, logs: Path) -> str:
    lines = [f"Ready after {seconds:.1f} s:  http://{address}/", ""]
    if demo:
        lines += [
            *(f"  {who.role.capitalize() + ':':<11} {who.email:<24} {who.password}" for who in SIGN_INS),
            f"  Sent e-mails are at   http://{address}/local/mail/",
        ]
    lines += [f"  Logs are in           {logs}", "  Ctrl-C stops everything.", ""]
    return "\n".join(lines)
