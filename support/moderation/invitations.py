"""Links that let people join, made and called back by moderators: each is written down."""

from datetime import datetime

from django.db import transaction

from accounts import communities
from accounts.models import Invitation
from support import ledger
from support.ledger import Done, Line
from support.policies import Remit


@transaction.atomic
def invite(remit: Remit, *, uses: int, days: int, now: datetime) -> str:
    """Makes a link and returns its secret, which is not kept. Raises `invitations.TooWide`."""
    invitation, secret = communities.invite(
        community=remit.community, by=remit.moderator, uses=uses, days=days, now=now
    )
    _write_down(remit, Done.INVITED, now, invitation=invitation.pk, uses=uses, days=days)
    return secret


@transaction.atomic
def revoke(remit: Remit, *, invitation: Invitation, now: datetime) -> None:
    """Calls a link of this community back. Who has joined by it stays."""
    communities.revoke(invitation=invitation, now=now)
    _write_down(remit, Done.CALLED_BACK, now, invitation=invitation.pk)


def _write_down(remit: Remit, done: Done, now: datetime, **about: int) -> None:
    ledger.append(remit.community.pk, [Line(done, by=remit.moderator.pk, about=about)], now=now)
