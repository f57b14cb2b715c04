"""`./manage.py benchmark` and what may follow. Standard library only until it runs."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from support.benchmarks.wanted import ALONE, LEAST, MOST, PARTS, Wanted
from support.local.options import OneLine

REPEATS, REPEATS_OF_API = 5, 3
PAGE = Path("docs") / "benchmarks.md"


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options; a slip is one line."""
    parser = OneLine(
        prog="./manage.py benchmark",
        description="Measures the matcher, open pages, pages, the API, or all at once, on throw-away servers.",
        allow_abbrev=False,
    )
    parser.add_argument("what", choices=["matching", *ALONE], metavar="|".join(["matching", *ALONE]))
    parser.add_argument("--full", action="store_true", help="up to 1,000,000 postings; takes about an hour")
    parser.add_argument(
        "--sizes", type=_sizes, default=(), metavar="N,N", help=f"postings, {LEAST:,} to {MOST:,}"
    )
    parser.add_argument(
        "--repeats",
        type=_repeats,
        metavar="N",
        help=f"the middle one counts (default {REPEATS}, of the API {REPEATS_OF_API})",
    )
    parser.add_argument(
        "--part", action="append", choices=PARTS, metavar="PART", help=f"only this: {', '.join(PARTS)}"
    )
    parser.add_argument("--json", metavar="FILE", help="for programs; - prints it instead of the tables")
    parser.add_argument("--write", action="store_true", help=f"into {PAGE}")
    given = parser.parse_args(arguments)
    given.repeats = given.repeats or _usual_repeats(given.what)
    return given


def run(root: Path, given: argparse.Namespace) -> None:
    """Measures what was asked for and tells it."""
    from support.benchmarks import matching, report
    from support.local import throwaway

    wanted = Wanted(
        parts=(given.what,)
        if given.what in ALONE
        else tuple(part for part in PARTS if part in (given.part or PARTS)),
        sizes=given.sizes,
        repeats=given.repeats,
        full=given.full,
    )
    found = []
    pure = set(wanted.parts) <= matching.PURE
    with nullcontext() if pure else throwaway.servers(root) as hosting:
        for findings in matching.run(wanted, command=_command(given), hosting=hosting):
            found.append(findings)
            if given.json != "-":
                print(report.as_text(findings), flush=True)
    if given.json:
        give(given.json, report.as_json(found))
    if given.write:
        report.write_into(root / PAGE, found)


def give(file: str, text: str) -> None:
    """Prints the text or writes it; leaves with one line where that cannot be."""
    if file == "-":
        print(text)
        return
    try:
        Path(file).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        sys.exit(f"{file} cannot be written: {error.strerror or error}.")


def _command(given: argparse.Namespace) -> str:
    """The command without what says only where its findings go."""
    words = ["./manage.py", "benchmark", given.what, *(["--full"] if given.full else [])]
    words += ["--sizes", ",".join(map(str, given.sizes))] if given.sizes else []
    words += ["--repeats", str(given.repeats)] if given.repeats != _usual_repeats(given.what) else []
    return " ".join([*words, *(f"--part {part}" for part in given.part or ())])


def _usual_repeats(what: str) -> int:
    return REPEATS_OF_API if what == "api" else REPEATS


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(_whole(each) for each in text.split(","))
    if not all(LEAST <= size <= MOST for size in sizes):
        raise argparse.ArgumentTypeError(f"{text!r} is not within {LEAST:,} to {MOST:,} postings")
    return tuple(sorted(set(sizes)))


def _repeats(text: str) -> int:
    repeats = _whole(text)
    if not 1 <= repeats <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is not between 1 and 100")
    return repeats


def _whole(text: str) -> int:
    digits = text.strip().replace("_", "")
    if not (digits.isdecimal() and digits.isascii()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return int(digits)
