"""`table_of_reasons`: renews the tables of decisions and their reasons in docs/deciding.md."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from support.moderation import documented


class Command(BaseCommand):
    help = "Writes the tables of graded decisions and their reasons into docs/deciding.md."

    def handle(self, *args: Any, **options: Any) -> None:
        page = Path(settings.BASE_DIR) / "docs" / "deciding.md"
        page.write_text(documented.renewed(page.read_text()))
