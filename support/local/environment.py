"""The virtual environment in `.venv`, made from a hash-locked list. Standard library only: nothing is installed yet.

Two lists exist: RUN for the service, DEV for the tests and gates. DEV holds all of RUN with the same pins, so an
environment made from DEV serves both and is kept that way: `up` and `test` never rebuild each other's work.

The file `.ready` inside the environment says what it was made from. It is written last, and taken away before anything
changes, so an interrupted set-up is never mistaken for a finished one.
"""

import fcntl
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from support.local import installing

RUN = "requirements.lock"
DEV = "requirements-dev.lock"


def enter(root: Path, wanted: str) -> None:
    """Returns once this process runs inside an environment that serves `wanted`; restarts itself to get there.

    NO_VENV=1 (the Docker image) means that the running interpreter already has everything: nothing is made.
    """
    if os.environ.get("NO_VENV") == "1":
        return
    environment = Environment(root)
    environment.ensure(wanted)
    if Path(sys.prefix).resolve() != environment.folder:
        for variable in (
            "PYTHONHOME",
            "__PYVENV_LAUNCHER__",
        ):  # each would send the new interpreter back to the old one
            os.environ.pop(variable, None)
        python = str(environment.python)
        os.execv(python, [python, *sys.orig_argv[1:]])


class Environment:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = (root / ".venv").resolve()
        self.python = self.folder / "bin" / "python"
        self.ready = self.folder / ".ready"
        self.unfinished = self.folder / ".unfinished"

    def ensure(self, wanted: str) -> None:
        """Makes or updates the environment unless it already serves `wanted`, one process at a time."""
        try:
            if not self.serves(wanted):
                with self._alone():
                    if not self.serves(wanted):
                        self._make(self._list_for(wanted))
        except OSError as error:
            sys.exit(f"The virtual environment {self.folder} cannot be used: {error.strerror or error}.")
        except KeyboardInterrupt:
            sys.exit("Set-up stopped. It will start afresh next time.")

    def serves(self, wanted: str) -> bool:
        lists: dict[str, str] = self._stamp().get("lists", {})
        return self._is_sound() and lists.get(wanted) == self._digest(wanted)

    def _is_sound(self) -> bool:
        """Finished, by this version of Python, in this place (scripts hold its path), its interpreter still there."""
        stamp = self._stamp()
        return (
            stamp.get("python") == _python()
            and stamp.get("folder") == str(self.folder)
            and self.python.exists()
        )

    def _stamp(self) -> dict[str, Any]:
        try:
            stamp: dict[str, Any] = json.loads(self.ready.read_text())
        except (OSError, ValueError):
            return {}
        return stamp

    def _list_for(self, wanted: str) -> str:
        """An environment that once served the tests goes on serving them."""
        return DEV if DEV in self._stamp().get("lists", {}) and (self.root / DEV).exists() else wanted

    def _make(self, source: str) -> None:
        stamp = self._stamp_for(source)  # what is read now is what gets installed
        fresh = not self._is_sound()
        uv = installing.find_uv(self.folder, inside=not fresh)
        tool = "uv" if uv else "pip, which takes about a minute"
        _say(f"{'Making' if fresh else 'Updating'} .venv from {source} with {tool}.")
        if fresh:
            self._clear()
        else:
            self.ready.replace(self.unfinished)
        self._install(uv, self.root / source)
        self.unfinished.write_text(stamp)
        self.unfinished.replace(self.ready)

    def _install(self, uv: str | None, source: Path) -> None:
        if uv:
            if installing.with_uv(uv, self.folder, source):
                return
            _say("uv could not do it; trying pip, which takes about a minute.")
        installing.with_pip(self.folder, source)

    def _clear(self) -> None:
        """Starts from an empty folder, but never empties one that is elsewhere or not a virtual environment."""
        if (self.root / ".venv").is_symlink():
            sys.exit(
                f"{self.root / '.venv'} is a link, and what it leads to does not fit; please remove the link."
            )
        if self.folder.is_dir() and any(self.folder.iterdir()):
            ours = (self.folder / "pyvenv.cfg", self.unfinished, self.ready)
            if not any(path.exists() for path in ours):
                sys.exit(f"{self.folder} is not a virtual environment; please move it away.")
            self.ready.unlink(missing_ok=True)
            self.unfinished.touch()
            _empty(self.folder, keep=self.unfinished)
        self.folder.mkdir(exist_ok=True)
        self.unfinished.touch()

    def _stamp_for(self, source: str) -> str:
        lists = {name: self._digest(name) for name in ([RUN, DEV] if source == DEV else [RUN])}
        return json.dumps({"python": _python(), "folder": str(self.folder), "lists": lists}, indent=2) + "\n"

    def _digest(self, name: str) -> str:
        try:
            return hashlib.sha256((self.root / name).read_bytes()).hexdigest()
        except FileNotFoundError:
            sys.exit(f"{name} is missing, so there is nothing to install from.")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two commands started at once must not make the same environment twice."""
        with (self.root / RUN).open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                _say("Another command is making .venv; waiting for it.")
                fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _python() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _empty(folder: Path, *, keep: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path != keep:
            path.unlink()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
