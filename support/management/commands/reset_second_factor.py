"""`manage.py reset_second_factor ADDRESS`: for a moderator whose app, passkeys and recovery codes are all lost."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Member


class Command(BaseCommand):
    help = (
        "Take out every second step of an account. Make sure first, by another way, that it is really them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        member = Member.objects.filter(email=options["address"].strip().lower()).first()
        if member is None:
            raise CommandError("There is no account with this address.")
        Authenticator.objects.filter(user=member).delete()
        self.stdout.write(
            "Done. Where they moderate, they are asked to set up a new one before anything opens."
        )
