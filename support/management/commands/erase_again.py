"""After a backup was restored: erases everybody who had been erased since it was made."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.clock import database_now
from support.privacy import erasing


class Command(BaseCommand):
    help = (
        "After a backup was restored: erases again whoever had been erased since, by the file of TOMBSTONES."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", help="the file; without it, the one that TOMBSTONES names")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["file"] or settings.TOMBSTONES
        if not name:
            raise CommandError("Name the file of fingerprints, or set TOMBSTONES.")
        try:
            lines = Path(name).read_text(encoding="ascii").splitlines()
        except FileNotFoundError:
            raise CommandError(f"There is no file {name}.") from None
        erased = erasing.erase_again([line.split()[0] for line in lines if line.strip()], now=database_now())
        self.stdout.write(f"Erased again: {erased}.")
