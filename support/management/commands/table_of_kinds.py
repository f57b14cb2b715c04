"""`table_of_kinds`: renews the table of kinds of messages in docs/operating.md."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from support import telling


class Command(BaseCommand):
    help = "Writes the table of kinds of messages, their channels and timing into docs/operating.md."

    def handle(self, *args: Any, **options: Any) -> None:
        page = Path(settings.BASE_DIR) / "docs" / "operating.md"
        page.write_text(telling.renewed(page.read_text()))
