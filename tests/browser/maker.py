"""Makes worlds in the service's own database: a process beside it that is asked for one after the other.

Each line of what it reads names a world of `tests/browser/worlds.py`; each line of what it writes tells of it in JSON.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from traceback import format_exc
from typing import Any

from support.local import processes
from support.local.up import ROOT


class Maker:
    """That process, as the tests hold it. It ends when nobody asks any more."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def make(self, world: str) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{world}\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline()
        assert said, "the maker of worlds has ended"
        answer = json.loads(said)
        assert "wrong" not in answer, answer["wrong"]
        return answer["made"]


@contextmanager
def at_work(env: Mapping[str, str]) -> Iterator[Maker]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.browser.maker"],
        cwd=ROOT,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=processes.tied_to_this_process(signal.SIGTERM),
    )
    with process:
        yield Maker(process)


def main() -> None:
    import django

    django.setup()
    from tests.browser import worlds

    told = sys.stdout
    for line in sys.stdin:
        try:
            with redirect_stdout(sys.stderr):
                answer = {"made": getattr(worlds, line.strip())()}
        except Exception:
            answer = {"wrong": format_exc()}
        print(json.dumps(answer), file=told, flush=True)


if __name__ == "__main__":
    main()
