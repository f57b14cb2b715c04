"""./manage.py measure_danger: how well the lists of phrases find what three readers found."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from support.danger import page as pages


class Command(BaseCommand):
    help = "Recall / precision of the phrase lists against three readings of real requests, and on what was written."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="renew the tables in docs/safety.md")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("\n".join(table() for table in pages.TABLES.values()))
        if options["write"]:
            page = Path(settings.BASE_DIR) / "docs" / "safety.md"
            page.write_text(pages.renewed(page.read_text()))
