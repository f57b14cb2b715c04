"""The second step for whoever moderates or operates: an app that shows codes, or a passkey, used not long ago.

A password alone, or the code that comes by e-mail, opens nobody else's troubles. Whether it was used stands in the
session, by the id of what was used: as soon as that is taken out, it counts no more, in no browser.
"""

import time
from collections.abc import Callable, Iterable
from datetime import timedelta

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import Member, Role, Standing

LASTS = timedelta(hours=12)  # an evening of moderating, and not the phone that is lost next week
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has(member: Member) -> bool:
    """Whether they have set one up. Recovery codes are none: they stand in for one."""
    return bool(Authenticator.objects.filter(user=member, type__in=FACTORS).exists())


def having(member_ids: Iterable[int]) -> set[int]:
    """Those of these members who have one. One query."""
    theirs = Authenticator.objects.filter(user__in=list(member_ids), type__in=FACTORS)
    return set(theirs.values_list("user_id", flat=True))


def used(request: HttpRequest, *, clock: Callable[[], float] = time.time) -> bool:
    """Whether whoever asks has used theirs in this session, within `LASTS`, and it is still theirs. One query."""
    member = request.user
    if not isinstance(member, Member):
        return False
    since = clock() - LASTS.total_seconds()
    records = get_authentication_records(request, member)
    ids = {record.get("id") for record in records if record["method"] == "mfa" and record["at"] > since}
    return bool(ids) and Authenticator.objects.filter(user=member, pk__in=ids).exists()


def missing(request: HttpRequest) -> bool:
    """Whether the pages and the programs of moderators must be refused to whoever asks, until they have used theirs."""
    return settings.MODERATORS_SECOND_FACTOR and not used(request)


def gone(member: Member) -> bool:
    """Whether what a program of theirs was allowed after their second step must be refused: they have none any more."""
    return settings.MODERATORS_SECOND_FACTOR and not has(member)


def ask(request: HttpRequest, *, onward: str) -> HttpResponse:
    """Leads whoever asks to their second step, and from there `onward`."""
    return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': onward})}")


def guards(member: Member) -> bool:
    """Whether ways in may be changed only by whoever has used the second step: else a password could take it out."""
    return settings.MODERATORS_SECOND_FACTOR and moderates(member) and has(member)


def moderates(member: Member) -> bool:
    """Whether they look after others somewhere."""
    roles = (Role.MODERATOR, Role.OWNER)
    mine = member.memberships.filter(standing=Standing.GOOD, role__in=roles)
    return member.is_operator or mine.exists()
