"""PostgreSQL refuses to run as root, or as a user without a name. For both, these words go before its commands.

First choice: a user namespace, in which one is seen as `nobody`; files stay one's own, nothing on the machine changes.
Where namespaces are forbidden (most containers), root becomes `nobody`, keeps only the right to pass through root's
folders, and hands the data folder over. Both tools are part of util-linux.
"""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

IMPOSSIBLE = (
    "PostgreSQL runs neither as root nor as a user without a name, and neither `unshare` nor `setpriv` helps here. "
    "Run this as an ordinary user, or set DATABASE_URL."
)


@dataclass(frozen=True, slots=True)
class Identity:
    """The words before a command, and the user (as the file system sees it) that the command then is."""

    prefix: tuple[str, ...]
    uid: int
    gid: int

    def own(self, folder: Path) -> None:
        """Hands over what another identity made; PostgreSQL wants to own its data folder."""
        if folder.stat().st_uid == self.uid:
            return
        for path in (folder, *folder.rglob("*")):
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


@cache
def identity() -> Identity:
    """Who may run PostgreSQL here, tried once."""
    if os.geteuid() != 0 and _has_a_name():
        return Identity((), os.geteuid(), os.getegid())
    for kind in (namespace, nobody):
        candidate = kind()
        if works(candidate.prefix):
            return candidate
    raise SystemExit(IMPOSSIBLE)


def namespace() -> Identity:
    user = pwd.getpwnam("nobody")
    words = ("unshare", "--user", f"--map-user={user.pw_uid}", f"--map-group={user.pw_gid}", "--")
    return Identity(words, os.geteuid(), os.getegid())


def nobody() -> Identity:
    """Changing the user makes the kernel forget the tie to the parent, so setpriv ties again."""
    user = pwd.getpwnam("nobody")
    rights = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
    who = (f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")
    words = ("setpriv", *who, *rights, f"--pdeathsig={signal.SIGINT.name.removeprefix('SIG')}", "--")
    return Identity(words, user.pw_uid, user.pw_gid)


def works(prefix: Sequence[str]) -> bool:
    if shutil.which(prefix[0]) is None:
        return False
    return subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0


def _has_a_name() -> bool:
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        return False
    return True
