"""Links that let people join: made once, shown once, used as often as their maker said."""

import secrets
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import keyed_hash
from accounts.models import Community, Invitation, Member

MOST_USES = 500
MOST_DAYS = 90


class TooWide(ValidationError):
    """An invitation for nobody, for everybody or for ever."""


class InvitationOver(ValidationError):
    """The link was used up, called back or has run out; which of these, nobody learns."""

    def __init__(self) -> None:
        text = _("This invitation no longer works. Please ask whoever sent it for a new one.")
        super().__init__(text, code="invitation_over")


def invite(
    *, community: Community, by: Member, now: datetime, uses: int = 1, days: int = 14
) -> tuple[Invitation, str]:
    """A new invitation and its secret. The secret is not kept: whoever asked must pass it on now."""
    if not (1 <= uses <= MOST_USES and 1 <= days <= MOST_DAYS):
        text = _("An invitation works for 1 to %(uses)d people and 1 to %(days)d days.")
        raise TooWide(text, code="too_wide", params={"uses": MOST_USES, "days": MOST_DAYS})
    secret = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        community=community,
        fingerprint=keyed_hash(secret),
        made_by=by,
        made_at=now,
        expires_at=now + timedelta(days=days),
        uses_left=uses,
    )
    return invitation, secret


def revoke(*, invitation: Invitation, now: datetime) -> None:
    """Calls a link back. Who has joined by it stays."""
    Invitation.objects.filter(pk=invitation.pk, revoked_at__isnull=True).update(revoked_at=now)


def invitation_for(secret: str, now: datetime) -> Invitation | None:
    """The invitation behind a link, while it works."""
    working = Invitation.objects.filter(_works(now), fingerprint=keyed_hash(secret))
    return working.select_related("community").first()


def use(*, community: Community, secret: str, now: datetime) -> None:
    """Takes one use of the invitation behind `secret`. Raises InvitationOver when none is left in this community."""
    working = Invitation.objects.filter(_works(now), fingerprint=keyed_hash(secret), community=community)
    if not working.update(uses_left=F("uses_left") - 1):
        raise InvitationOver


def _works(now: datetime) -> Q:
    return Q(uses_left__gt=0, expires_at__gt=now, revoked_at__isnull=True)
