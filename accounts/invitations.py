"""Links that let people join: made once, shown once, used as often as their maker said."""

import secrets
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import keyed_hash
from accounts.models import Community, Invitation, Member, Membership, Role, Standing

MOST_USES = 500
MOST_DAYS = 90
MOST_DAYS_OF_ROLE = 14


class TooWide(ValidationError):
    """An invitation for nobody, for everybody or for ever."""


class InvitationOver(ValidationError):
    """The link was used up, called back or has run out; which of these, nobody learns."""

    def __init__(self) -> None:
        text = _("This invitation no longer works. Please ask whoever sent it for a new one.")
        super().__init__(text, code="invitation_over")


def invite(
    *,
    community: Community,
    by: Member,
    now: datetime,
    uses: int = 1,
    days: int = 14,
    role: Role = Role.MEMBER,
) -> tuple[Invitation, str]:
    """A new invitation and its secret. The secret is not kept: whoever asked must pass it on now.

    The caller asks whether `by` may give the role. Raises TooWide, also where a role would go to several people.
    """
    if not (1 <= uses <= MOST_USES and 1 <= days <= MOST_DAYS):
        text = _("An invitation works for 1 to %(uses)d people and 1 to %(days)d days.")
        raise TooWide(text, code="too_wide", params={"uses": MOST_USES, "days": MOST_DAYS})
    if role != Role.MEMBER and (uses > 1 or days > MOST_DAYS_OF_ROLE):
        text = _("An invitation that gives a role is for one person and for %(days)d days at most.")
        raise TooWide(text, code="too_wide", params={"days": MOST_DAYS_OF_ROLE})
    secret = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        community=community,
        fingerprint=keyed_hash(secret),
        made_by=by,
        made_at=now,
        expires_at=now + timedelta(days=days),
        uses_left=uses,
        role=role,
    )
    return invitation, secret


def revoke(*, invitation: Invitation, now: datetime) -> bool:
    """Calls a link back; False where it was before. Who has joined by it stays."""
    return bool(Invitation.objects.filter(pk=invitation.pk, revoked_at__isnull=True).update(revoked_at=now))


def works(invitation: Invitation, now: datetime) -> bool:
    """Whether it is neither called back nor used up nor over; whether it rests meanwhile, `_works` says, too."""
    return invitation.revoked_at is None and invitation.uses_left > 0 and invitation.expires_at > now


def invitation_for(secret: str, now: datetime) -> Invitation | None:
    """The invitation behind a link, while it works."""
    working = Invitation.objects.filter(_works(now), fingerprint=keyed_hash(secret))
    return working.select_related("community").first()


def use(*, community: Community, secret: str, now: datetime) -> Role:
    """Takes one use of the invitation behind `secret`, and says in which role it lets in.

    Raises InvitationOver when none is left in this community.
    """
    working = Invitation.objects.filter(_works(now), fingerprint=keyed_hash(secret), community=community)
    if not working.update(uses_left=F("uses_left") - 1):
        raise InvitationOver
    return role_of(Invitation.objects.select_related("made_by").get(fingerprint=keyed_hash(secret)))


def role_of(invitation: Invitation) -> Role:
    """The role that it gives, as long as whoever made it could still give it; otherwise that of a member."""
    giver = invitation.made_by
    owns = invitation.community.memberships.filter(
        member=giver, standing=Standing.GOOD, role=Role.OWNER, member__erase_asked_at=None
    )
    may = giver.is_active and (giver.is_operator or owns.exists())
    return Role(invitation.role) if may else Role.MEMBER


def _works(now: datetime) -> Q:
    """While whoever made it is suspended there, a link rests: nobody brings themselves back in by their own link."""
    suspended = Membership.objects.filter(
        community=OuterRef("community"), member=OuterRef("made_by"), standing=Standing.SUSPENDED
    )
    return Q(~Exists(suspended), uses_left__gt=0, expires_at__gt=now, revoked_at__isnull=True)
