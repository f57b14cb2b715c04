"""What the tests of signing up and in share: somebody with an account, and the letters that came."""

import re
from datetime import datetime

from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts import members
from accounts.clock import database_now
from accounts.models import Member
from accounts.notifications import delivery

PASSWORD = "four small green apples"
INES = "ines@members.example"


def account(now: datetime, email: str = INES, *, email_safe: bool = True, confirmed: bool = True) -> Member:
    """Somebody who signed up a while ago."""
    member = members.sign_up(
        email=email, password=PASSWORD, now=now, adult=True, consent=True, email_safe=email_safe
    )
    EmailAddress.objects.create(user=member, email=email, primary=True, verified=confirmed)
    return member


def post() -> list[mail.EmailMessage]:
    """Sends what waits; the letters that came of it."""
    before = len(mail.outbox)
    delivery.sweep(clock=database_now)
    return mail.outbox[before:]


def code_in(letter: mail.EmailMessage) -> str:
    found = re.search(r"^ +(\d{6})$", str(letter.body), re.MULTILINE)
    assert found
    return found[1]


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
