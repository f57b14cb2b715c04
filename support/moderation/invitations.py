"""Links that let people join, made and called back by moderators: each is written down."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts import communities
from accounts.models import Invitation, Role
from support import ledger, policies
from support.ledger import Done, Line
from support.policies import Remit


@transaction.atomic
def invite(
    remit: Remit, *, uses: int, days: int, now: datetime, role: Role = Role.MEMBER
) -> tuple[Invitation, str]:
    """Makes a link and returns it with its secret, which is not kept. A role is an owner's to give, as `roles` has it.

    Raises NotAllowed and `invitations.TooWide`.
    """
    if role != Role.MEMBER and not remit.decides_settings:
        raise policies.not_allowed()
    invitation, secret = communities.invite(
        community=remit.community, by=remit.moderator, uses=uses, days=days, role=role, now=now
    )
    _write_down(remit, Done.INVITED, now, invitation=invitation.pk, uses=uses, days=days, role=role.value)
    return invitation, secret


def link(secret: str) -> str:
    """What to pass on: whoever opens it can join."""
    return str(settings.SITE_URL + reverse("invitation", args=[secret]))


@transaction.atomic
def revoke(remit: Remit, *, invitation: Invitation, now: datetime) -> None:
    """Calls a link of this community back; twice is once. Who has joined by it stays."""
    if communities.revoke(invitation=invitation, now=now):
        _write_down(remit, Done.CALLED_BACK, now, invitation=invitation.pk)


def _write_down(remit: Remit, done: Done, now: datetime, **about: int | str) -> None:
    ledger.append(remit.community.pk, [Line(done, by=remit.moderator.pk, about=about)], now=now)
