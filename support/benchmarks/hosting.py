"""Where other processes of a measurement run: given by whoever started it, because only they know this machine."""

from subprocess import Popen
from typing import Protocol


class Host(Protocol):
    """A process that was started."""

    process: "Popen[bytes]"

    def stop(self) -> None: ...


class Hosting(Protocol):
    """Starts workers and scripts that find the same database and broker, and finds programs that are not ours."""

    def worker(self, name: str, *options: str) -> Host: ...

    def script(self, name: str, module: str, *arguments: str) -> Host: ...

    def lighthouse(self) -> list[str]: ...  # its command; leaves with one line where there is none

    def chromium(self) -> str: ...  # likewise
