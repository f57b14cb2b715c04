"""Everything that the database needs before the service starts, in one process.

`up` and the `migrate` service of docker-compose.yml run it; running it again changes nothing.
"""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts.clock import database_now
from support import ledger


class Command(BaseCommand):
    help = "Brings the database up to date: migrations, topics, crisis lines, the log, and the demo where it belongs."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_topics")
        call_command("load_crisis_resources")
        if settings.DEMO:
            call_command("load_demo")
        ledger.begin_all(now=database_now())
