"""./manage.py load_crisis_resources: puts the crisis lines that come with the software in place."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.clock import database_now
from support import safety


class Command(BaseCommand):
    help = "Puts the crisis lines that come with the software in place. Lines that are there already stay as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        added = safety.load_resources(today=database_now().date())
        unchecked = safety.to_be_checked(today=database_now().date())
        self.stdout.write(
            f"{added} crisis lines added, {unchecked} still to be checked by whoever runs this place."
        )
