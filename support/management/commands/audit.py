"""`audit`: does everything that must hold, hold in this database?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from support import audit


class Command(BaseCommand):
    help = "Checks in SQL that what must hold holds in this database. Exit code 1 if something does not."

    def handle(self, *args: Any, **options: Any) -> None:
        found = audit.findings()
        for finding in found:
            verdict = f"BROKEN in {finding.broken} rows" if finding.broken else "holds"
            self.stdout.write(f"{verdict:>20}  {finding.promise}")
        broken = sum(bool(finding.broken) for finding in found)
        if broken:
            raise CommandError(f"{broken} of {len(found)} promises are broken.")
