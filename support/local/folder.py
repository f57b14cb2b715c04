"""The data folder of the embedded default: `.data/` in the project, or wherever DATA_FOLDER points.

One process at a time owns it (`own`); its keys are made once and stay. The sockets lie apart, in a short path,
because a socket's path may have no more than 107 bytes (103 on macOS).
"""

import base64
import fcntl
import hashlib
import json
import os
import pwd
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TextIO

ABOUT = "about.txt"
OURS = "Culture of Support keeps its local data here"
WORDS = f"""{OURS}: the database, the broker, the sent e-mails, the keys and the logs.
`./manage.py up --fresh` throws all of it away and starts anew.
"""


def _random(most: int = 0xFF) -> str:
    """32 bytes; the first of them no more than `most`."""
    first, *others = secrets.token_bytes(32)
    return base64.urlsafe_b64encode(bytes([first & most, *others])).decode()


KEYS: Mapping[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "FIELD_KEYS": _random,
    # A number below the order of the curve, whose first bits are all set.
    "PUSH_KEYS": lambda: _random(0x7F),
}


class DataFolder:
    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.postgres = self.path / "postgres"
        self.valkey = self.path / "valkey"
        self.mail = self.path / "mail"
        self.static = self.path / "static"
        self.logs = self.path / "logs"
        self.keys_file = self.path / "keys.json"
        self.schedule = self.path / "beat-schedule"
        mark = hashlib.sha256(str(self.path.resolve()).encode()).hexdigest()[:10]
        # /tmp, whatever TMPDIR says: every terminal must find the same sockets. `private_folder` looks twice.
        self.sockets = Path("/tmp") / f"support-{os.geteuid()}-{mark}"  # noqa: S108

    @classmethod
    def chosen(cls, root: Path, given: Mapping[str, str]) -> "DataFolder":
        return cls(Path(given.get("DATA_FOLDER") or root / ".data").expanduser())

    def prepare(self) -> None:
        """Makes the folder, or leaves with one line when it cannot be used."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._claim()
            for folder in (self.valkey, self.mail, self.static, self.logs):
                folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise SystemExit(
                f"The data folder {self.path} cannot be used ({error.strerror}). Set DATA_FOLDER to another."
            ) from None

    def _claim(self) -> None:
        about = self.path / ABOUT
        owner = self.path.stat().st_uid
        if owner != os.geteuid():
            raise SystemExit(
                f"The data folder {self.path} belongs to {_name(owner)}. Set DATA_FOLDER to another."
            )
        if about.exists() and about.read_text().startswith(OURS):
            return
        if any(self.path.iterdir()):
            raise SystemExit(f"{self.path} holds something else. Set DATA_FOLDER to an empty or new folder.")
        self.path.chmod(0o700)
        about.write_text(WORDS)

    def own(self, what: str) -> TextIO:
        """Takes the folder until the returned file is closed, or leaves with one line that says who has it."""
        lock = self.try_to_own(what)
        if lock is None:
            raise SystemExit(f"{self.path} is in use: {(self.path / 'lock').read_text().strip()}.")
        return lock

    def try_to_own(self, what: str) -> TextIO | None:
        lock = (self.path / "lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return None
        private_folder(self.sockets)
        self.note(lock, what)
        return lock

    def note(self, lock: TextIO, what: str) -> None:
        """What a second start will be told about the first."""
        lock.truncate(0)
        lock.write(f"{what} (process {os.getpid()})\n")
        lock.flush()

    def close_sockets(self) -> None:
        """Leaves nothing in /tmp once the servers have stopped; a socket that is still there stays."""
        with suppress(OSError):
            self.sockets.rmdir()

    def guests(self) -> TextIO:
        """A file that everyone holds who uses servers that another process owns."""
        return (self.path / "guests").open("a+")

    def begin_log(self, name: str) -> Path:
        """A new log for this run; the one before stays beside it."""
        log = self.logs / f"{name.replace(' ', '-')}.log"
        if log.exists():
            log.replace(log.with_suffix(".before.log"))
        log.touch(mode=0o600)
        return log

    def empty(self) -> None:
        """Throws everything away. Call it while owning the folder; `prepare` made sure that it is ours."""
        for path in self.path.iterdir():
            if path.name in {ABOUT, "lock", "guests"}:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        self.prepare()

    def keys(self) -> dict[str, str]:
        """SECRET_KEY, FIELD_KEYS and PUSH_KEYS, made once, readable by their owner alone, never replaced."""
        made: dict[str, str] = json.loads(self.keys_file.read_text()) if self.keys_file.exists() else {}
        missing = {name: make() for name, make in KEYS.items() if name not in made}
        if missing:
            handle, name = tempfile.mkstemp(dir=self.path)  # mode 0600
            with os.fdopen(handle, "w") as file:
                json.dump(made | missing, file, indent=2)
            Path(name).rename(self.keys_file)
        return made | missing


def private_folder(path: Path) -> Path:
    """Makes `path` for this user alone; never walks into what somebody else put there first."""
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    if path.is_symlink() or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        sys.exit(f"{path} is not private to {_name(os.geteuid())}; please remove it.")
    return path


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
