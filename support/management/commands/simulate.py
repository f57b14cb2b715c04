"""`simulate`: plays weeks of a made-up community with several ways of matching, and tells how they compare."""

import json
import sys
from argparse import ArgumentParser
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from matching.simulation import charts, told
from matching.simulation.assumptions import SCENARIOS
from matching.simulation.comparing import Comparison, compare
from matching.simulation.policies import BASELINE, OURS, POLICIES
from support.management.progress import Bar

INTERRUPTED = 130  # as shells count it
ALL = ",".join(POLICIES)
IN_OTHER_SCENARIOS = (BASELINE, OURS)


@dataclass(frozen=True, slots=True)
class Size:
    """How much is played."""

    seeds: int
    weeks: int
    workers: int | None


class Command(BaseCommand):
    help = "Plays weeks of a made-up community through the real engine and compares ways of matching."
    requires_system_checks = ()  # nothing here needs a database

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seeds", default="10", metavar="N", help="so many communities (10)")
        parser.add_argument("--weeks", default="2", metavar="N", help="so many weeks are counted (2)")
        parser.add_argument("--scenario", default="usual", metavar="NAME", help=", ".join(SCENARIOS))
        parser.add_argument("--policies", default=ALL, metavar="A,B", help=ALL)
        parser.add_argument("--workers", metavar="N", help="processes side by side (one a processor)")
        parser.add_argument(
            "--json", metavar="FILE", help="every seed's numbers as JSON; - writes them here instead"
        )
        parser.add_argument(
            "--write",
            nargs="?",
            type=Path,
            const=Path(settings.BASE_DIR) / "docs",
            metavar="FOLDER",
            help="play every scenario and write tables and charts into docs/simulation.md and docs/simulation/",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        size = a_size(options)
        check_folder(options["json"])
        scenario, policies = a_scenario(options["scenario"]), some_policies(options["policies"])
        page = a_page(options["write"]) if options["write"] else None
        if page and OURS not in policies:
            policies += (OURS,)
        try:
            found = self.compare(scenario, policies, size)
            self.tell(found, options["json"])
            if page:
                self.write(page, found, size)
        except BrokenProcessPool:
            raise CommandError("A worker was stopped from outside. Nothing was written.") from None
        except KeyboardInterrupt:
            self.stderr.write("Stopped. Nothing was written.")
            sys.exit(INTERRUPTED)

    def compare(self, scenario: str, policies: tuple[str, ...], size: Size) -> Comparison:
        """Plays one scenario, with a bar for those who watch."""
        bar, played = Bar(sys.stderr, size.seeds), count(1)
        found = compare(
            seeds=range(1, size.seeds + 1),
            weeks=size.weeks,
            scenario=scenario,
            policies=policies,
            workers=size.workers,
            done=lambda seed: bar.show(next(played), scenario),
        )
        bar.clear()
        return found

    def tell(self, found: Comparison, file: str | None) -> None:
        """The table, or the numbers, or both."""
        numbers = json.dumps(found.as_json(), indent=1)
        if file == "-":
            self.stdout.write(numbers)
            return
        if file:
            put(Path(file), f"{numbers}\n")
        self.stdout.write(f"{found.scenario}: {found.size}. Differences from first come, first served:\n")
        self.stdout.write(told.table(found))
        if OURS in found.policies:
            self.stdout.write("\nOurs, as the service does it, against first come, first served:")
            self.stdout.write("\n".join(told.verdicts(found)))

    def write(self, page: Path, found: Comparison, size: Size) -> None:
        """The page's section and its charts; all other scenarios are played for it, with half the seeds."""
        fewer = replace(size, seeds=max(2, size.seeds // 2))
        others = [
            self.compare(name, IN_OTHER_SCENARIOS, fewer) for name in SCENARIOS if name != found.scenario
        ]
        put(page, told.replaced(page.read_text("utf-8"), told.section(found, others, as_typed(found))))
        folder = page.with_suffix("")
        folder.mkdir(exist_ok=True)
        put(folder / "matched-and-waiting.svg", charts.matched_and_waiting(found))
        put(folder / "ratings.svg", charts.ratings(found))
        put(folder / "scenarios.svg", charts.scenarios([found, *others]))
        self.stdout.write(f"Written: {page} and the charts in {folder}.")


def a_size(options: dict[str, Any]) -> Size:
    """How much is to be played. Raises `CommandError`."""
    return Size(
        whole(options, "seeds", least=2, most=1_000),
        whole(options, "weeks", least=1, most=52),
        whole(options, "workers", least=1, most=256) if options["workers"] else None,
    )


def whole(options: dict[str, Any], name: str, *, least: int, most: int) -> int:
    """The whole number that was given. Raises `CommandError`."""
    given = str(options[name])
    if not given.isdecimal() or not least <= int(given) <= most:
        raise CommandError(f"--{name} takes a whole number from {least} to {most}, not {given}.")
    return int(given)


def a_scenario(name: str) -> str:
    """A scenario that there is. Raises `CommandError`."""
    if name not in SCENARIOS:
        raise CommandError(f"There is no scenario {name}. There are: {', '.join(SCENARIOS)}.")
    return name


def some_policies(given: str) -> tuple[str, ...]:
    """The policies that were named. Raises `CommandError`."""
    names = tuple(name.strip() for name in given.split(","))
    for name in names:
        if name not in POLICIES:
            raise CommandError(f"There is no policy {name}. There are: {', '.join(POLICIES)}.")
    return names


def as_typed(found: Comparison) -> str:
    """The command that makes this comparison again."""
    words = f"./manage.py simulate --seeds {len(found.seeds)} --weeks {found.weeks}"
    if found.scenario != "usual":
        words += f" --scenario {found.scenario}"
    if found.policies != tuple(POLICIES):
        words += f" --policies {','.join(found.policies)}"
    return f"{words} --write"


def check_folder(file: str | None) -> None:
    """Whether there is a folder for this file, before hours are spent. Raises `CommandError`."""
    if file and file != "-" and not Path(file).parent.is_dir():
        raise CommandError(f"{file} cannot be written: there is no such folder.")


def a_page(folder: Path) -> Path:
    """The page in this folder, if it has a section to rewrite. Raises `CommandError`."""
    page = folder / "simulation.md"
    try:
        told.replaced(page.read_text("utf-8"), "")
    except OSError as error:
        raise CommandError(f"{page} cannot be read: {error.strerror or error}.") from error
    except ValueError as error:
        raise CommandError(f"{page}: {error}") from error
    return page


def put(file: Path, text: str) -> None:
    """Writes a file. Raises `CommandError` where that cannot be."""
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror or error}.") from error
