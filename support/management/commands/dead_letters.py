"""`dead_letters`: what could not be sent, and sending it again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts.clock import database_now
from accounts.notifications import dead


class Command(BaseCommand):
    help = "Shows messages that were given up, by kind and reason; --again sends them once more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="send them again")
        parser.add_argument("--failure", action="append", default=[], help='only these, such as "SMTP 535"')

    def handle(self, *args: Any, **options: Any) -> None:
        if options["again"]:
            number = dead.send_again(now=database_now(), failures=options["failure"])
            self.stdout.write(f"{number} wait to be sent again.")
            return
        for row in dead.found():
            self.stdout.write(
                f"{row.number:>7}  {row.channel:<6} {row.kind:<24} {row.failure:<28} {row.latest:%Y-%m-%d %H:%M}"
            )
