"""Communities: where they are made, and the front door to what happens in them."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.invitations import invitation_for, invite, revoke
from accounts.joining import (
    admit,
    arrival_of,
    arrive,
    join,
    leave,
    remember_arrival,
    rename,
    turn_away,
    welcome,
)
from accounts.models import Community, Member, Membership, Role, Standing
from accounts.roles import appoint, moderators_of
from accounts.violations import broken

__all__ = [
    "admit",
    "appoint",
    "arrival_of",
    "arrive",
    "create",
    "invitation_for",
    "invite",
    "join",
    "leave",
    "listed",
    "membership_of",
    "moderators_of",
    "remember_arrival",
    "rename",
    "revoke",
    "turn_away",
]


class AddressTaken(ValidationError):
    """Beside `slug`: another community lives at this address."""

    def __init__(self) -> None:
        text = _("Another community has this address already. Please choose a different one.")
        super().__init__({"slug": ValidationError(text, code="slug_taken")})


class Settings(TypedDict, total=False):
    """What may be said about a community when it is made; see the model for what each means."""

    about: str
    welcome: str
    rules: str
    run_by: str
    joining: str
    listed: bool
    languages: list[str]
    country: str
    in_person: bool
    moderator_hours: str
    response_hours: int
    review_first_needs: bool
    review_first_messages: bool
    review_proposals: bool
    time_zone: str
    duty_hours: list[list[int]]


def create(
    *,
    name: str,
    slug: str,
    by: Member,
    now: datetime,
    display_name: str = "Founder",
    **settings: Unpack[Settings],
) -> Community:
    """A new community with `by` as its owner. Raises AddressTaken, or ValidationError for what cannot stand."""
    settings.setdefault("time_zone", by.time_zone)
    community = Community(name=name, slug=slug, created_at=now, **settings)
    said = {"name", "slug", *settings}
    community.clean_fields(exclude={field.name for field in Community._meta.fields} - said)
    try:
        with transaction.atomic():
            community.save()
            owner = Membership(community=community, member=by, role=Role.OWNER, asked_at=now)
            welcome(owner, display_name, now)
    except IntegrityError as error:
        if broken(error) == "accounts_community_slug_key":
            raise AddressTaken from error
        raise
    return community


def listed() -> QuerySet[Community]:
    """Communities that want to be found, by name."""
    return Community.objects.filter(listed=True).order_by("name", "pk")


def membership_of(member: Member, community: Community) -> Membership | None:
    """The member's place in this community, if they are in good standing there."""
    here = Membership.objects.filter(member=member, community=community, standing=Standing.GOOD)
    return here.select_related("community", "member").first()
