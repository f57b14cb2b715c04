"""What may follow `./manage.py up`. Standard library only: a slip is told before anything is installed."""

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn


class OneLine(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sys.exit(f"{self.prog}: {message}. See {self.prog} --help.")


def port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port (0 to 65535)")
    return int(text)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = OneLine(
        prog="./manage.py up",
        description="Starts the whole service on this machine: database, broker, web, worker and beat.",
        epilog="The data lives in .data/ or DATA_FOLDER. With DATABASE_URL set, that database is used, without a demo.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--port", type=port, default=8000, help="where to serve on 127.0.0.1 (default 8000; 0: any free one)"
    )
    parser.add_argument("--fresh", action="store_true", help="throw the embedded data away and start anew")
    parser.add_argument(
        "--keeper", type=int, help=argparse.SUPPRESS
    )  # how the keeper and the supervisor talk
    return parser.parse_args(arguments)
