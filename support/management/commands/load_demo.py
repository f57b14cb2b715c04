"""`manage.py load_demo`: Riverside and its people, once. Refuses to run anywhere but in the embedded default."""

import time
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from accounts.clock import database_now
from support.demo import NAME, load


class Command(BaseCommand):
    help = "Make the demo's community with its members, offers and needs, unless it is there already."

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            loaded = load.load(now=database_now())
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        if loaded is None:
            self.stdout.write(f"Demo: {NAME} is there already.")
            return
        self.stdout.write(
            f"Demo: {NAME} has {loaded.people} members, {loaded.offers} offers and {loaded.needs} needs "
            f"(made in {time.monotonic() - began:.1f} s)."
        )
