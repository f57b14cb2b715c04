"""Makes a key by which push services know this service."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.push import keys


class Command(BaseCommand):
    help = "Prints a new key for PUSH_KEYS. To rotate, put it in front of the old ones."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"PUSH_KEYS={keys.make()}")
