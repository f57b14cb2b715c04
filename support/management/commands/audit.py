"""`audit`: does everything that must hold, hold in this database?"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.clock import database_now
from support import audit
from support.ledger import heads
from support.ledger.verifying import Verdict, verdicts


class Command(BaseCommand):
    help = (
        "Checks that what must hold holds in this database, and that the log of what was done is whole. "
        "Exit code 1 if something does not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--heads",
            type=Path,
            metavar="FILE",
            help="heads of the log as earlier runs wrote them there: compared, and today's added when all is whole",
        )

        parser.add_argument(
            "--seal", default="", help="the last line of an export: where in the log it stands"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path | None = options["heads"]
        now = database_now()
        chains = list(verdicts(_remembered(file), now=now))
        found = audit.findings(chains)
        for finding in found:
            verdict = f"BROKEN in {finding.broken} rows" if finding.broken else "holds"
            self.stdout.write(f"{verdict:>20}  {finding.promise}")
        lines = [heads.written(chain, now=now) for chain in chains if chain.head]
        self._tell(chains, lines)
        if seal := options["seal"]:
            self._tell_of(seal)
        broken = sum(bool(finding.broken) for finding in found)
        if broken:
            raise CommandError(f"{broken} of {len(found)} promises are broken.")
        if file:
            with file.open("a", encoding="ascii") as kept:
                kept.writelines(f"{line}\n" for line in lines)

    def _tell_of(self, seal: str) -> None:
        entry = heads.entry_of(seal)
        if entry is None:
            raise CommandError(
                "No entry carries this seal: it was taken away, replaced, or is older than what is kept."
            )
        self.stdout.write(
            f"The seal is that of entry {entry.number} of chain {entry.chain_key}, {entry.at:%Y-%m-%d}."
        )

    def _tell(self, chains: list[Verdict], lines: list[str]) -> None:
        for chain in chains:
            if chain.broken:
                name = chain.name or "the service itself"
                self.stdout.write(f"Log of {name}: entry {chain.broken.number} {chain.broken.how}")
        self.stdout.write("Heads of the logs, to remember elsewhere: chain, entry, seal, day")
        for line in lines:
            self.stdout.write(line)


def _remembered(file: Path | None) -> heads.Heads:
    if file is None or not file.exists():
        return {}
    try:
        return heads.read(file.read_text(encoding="ascii").splitlines())
    except heads.Unreadable as unreadable:
        raise CommandError(str(unreadable)) from None
