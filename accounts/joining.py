"""Coming in and going: joining, asking to join, being let in or not, leaving."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import invitations
from accounts.locking import lock_members
from accounts.models import Arrival, Community, Joining, Member, Membership, Role, SpokenFor, Standing
from accounts.names import NameTaken, clean_name
from accounts.notifications.notify import notify
from accounts.own_data import suspended_before
from accounts.resembling import like_a_suspended
from accounts.roles import keep_an_owner, moderators_of
from accounts.violations import broken


class CannotJoin(ValidationError):
    """Said to somebody who was suspended here, in the words that anybody might read."""

    def __init__(self) -> None:
        text = _("You cannot join this community at the moment. Its moderators can tell you more.")
        super().__init__(text, code="cannot_join")


class SpokenForHere(ValidationError):
    """Whoever an intake desk speaks for agreed to be in its community: they join no other, and go by being let go."""

    problem = "not_allowed"  # for programs

    def __init__(self) -> None:
        text = _("A desk asks for them here and nowhere else. If they no longer wish it, please let them go.")
        super().__init__(text, code="spoken_for_here")


class InvitationNeeded(ValidationError):
    """This community is entered by invitation only."""

    def __init__(self) -> None:
        text = _("People join this community by invitation. Please ask a member or a moderator for a link.")
        super().__init__(text, code="invitation_needed")


class NotAsking(ValidationError):
    """The request to join is no longer waiting: somebody answered it, or it was taken back."""

    problem = "conflict"  # for programs

    def __init__(self) -> None:
        super().__init__(_("This request is no longer waiting for an answer."), code="not_asking")


@transaction.atomic
def join(
    *, community: Community, member: Member, display_name: str, now: datetime, secret: str = ""
) -> Membership:
    """Enters an open community or one that invited, or asks to be let in. Doing so twice changes nothing.

    Somebody who left comes back the same way; what a moderator had decided about them still holds. Raises NameTaken,
    NameNotUsable, InvitationNeeded, InvitationOver, CannotJoin or SpokenForHere.
    """
    lock_members([member.pk])  # two requests of one person wait for each other
    rows = Membership.objects.select_for_update().filter(community=community, member=member)
    membership = rows.first()
    member.refresh_from_db(fields=["removed_at"])  # it may have happened while this waited
    if member.removed_at is not None:
        raise CannotJoin
    if membership is None:
        _require_own_door(member)
    if membership is None and suspended_before(community.pk, member.email, now=now):
        raise CannotJoin
    if membership is None:
        membership = Membership(community=community, member=member, asked_at=now, standing=Standing.LEFT)
    if membership.standing == Standing.SUSPENDED:
        raise CannotJoin
    if membership.standing == Standing.GOOD:
        return membership
    # Also of whoever was here before and left: they may have kept that account for this.
    membership.resembles = like_a_suspended(community.pk, member, now=now)
    role = _may_enter(community, secret, now)
    if role is None or membership.resembles:
        return _ask(membership, display_name, now)
    membership.role = role
    return welcome(membership, display_name, now)


def _require_own_door(member: Member) -> None:
    """Raises SpokenForHere where an intake desk speaks for them."""
    if SpokenFor.objects.filter(membership__member=member).exists():
        raise SpokenForHere


def _may_enter(community: Community, secret: str, now: datetime) -> Role | None:
    """As what the door opens at once; None where a moderator has to open it. An invitation is used up here."""
    try:
        if secret:
            return invitations.use(community=community, secret=secret, now=now)
    except invitations.InvitationOver:
        if community.joining == Joining.INVITATION:
            raise
    if community.joining == Joining.INVITATION:
        raise InvitationNeeded
    return Role.MEMBER if community.joining == Joining.OPEN else None


def welcome(membership: Membership, display_name: str, now: datetime) -> Membership:
    """Makes this a membership in good standing under that name. Raises NameTaken or NameNotUsable."""
    membership.standing = Standing.GOOD
    membership.joined_at = now
    return _save(membership, display_name)


@transaction.atomic
def rename(*, membership: Membership, display_name: str) -> Membership:
    """From now on this is the name that others see here. Raises NameTaken or NameNotUsable."""
    lock_members([membership.member_id])
    return _save(membership, display_name, only=["display_name"])


def _ask(membership: Membership, display_name: str, now: datetime) -> Membership:
    if membership.standing == Standing.ASKED:
        return membership  # the request that waits already is enough
    membership.standing = Standing.ASKED
    membership.asked_at = now
    _save(membership, display_name)
    for moderator in moderators_of(membership.community):
        notify(
            member=moderator,
            kind="membership_asked",
            event=f"{_request(membership)}:asked",
            now=now,
            community=membership.community,
            refers_to={"community": membership.community.slug},
        )
    return membership


def _save(membership: Membership, display_name: str, only: list[str] | None = None) -> Membership:
    """Writes the row, or `only` these columns, under its name. The database decides who was first."""
    membership.display_name = clean_name(display_name)
    try:
        with transaction.atomic():
            membership.save(update_fields=only)
    except IntegrityError as error:
        if broken(error) == "display_name_once":
            raise NameTaken from error
        raise
    return membership


def remember_arrival(
    *,
    community: Community,
    member: Member,
    display_name: str,
    now: datetime,
    secret: str = "",
    door: str = "",
) -> None:
    """Keeps what somebody chose while signing up until their address is confirmed. The last choice counts."""
    chosen = {"display_name": display_name, "secret": secret, "door": door, "made_at": now}
    Arrival.objects.update_or_create(member=member, defaults=chosen | {"community": community})


def arrival_of(member: Member) -> Arrival | None:
    """What this member chose while signing up, until it has come true."""
    return Arrival.objects.filter(member=member).select_related("community").first()


def arrive(*, member: Member, now: datetime) -> Membership | None:
    """Makes the joining that was chosen at sign-up come true; None when nothing was chosen.

    Raises what `join` raises. The choice is forgotten either way: where it failed, the person is asked again.
    """
    arrival = arrival_of(member)
    if arrival is None:
        return None
    arrival.delete()
    return join(
        community=arrival.community,
        member=member,
        display_name=arrival.display_name,
        now=now,
        secret=arrival.secret,
    )


def admit(*, membership: Membership, now: datetime) -> None:
    """A moderator opens the door. Raises NotAsking when somebody else was first."""
    _answer(membership, "membership_admitted", now, standing=Standing.GOOD, joined_at=now)


def turn_away(*, membership: Membership, now: datetime) -> None:
    """A moderator leaves the door closed; the person may ask again. Raises NotAsking when somebody else was first."""
    _answer(membership, "membership_turned_away", now, standing=Standing.LEFT)


@transaction.atomic
def _answer(membership: Membership, kind: str, now: datetime, **decided: object) -> None:
    asking = Membership.objects.filter(pk=membership.pk, standing=Standing.ASKED)
    if not asking.update(**decided):
        raise NotAsking
    membership.refresh_from_db()
    notify(
        member=membership.member,
        kind=kind,
        event=f"{_request(membership)}:answered",
        now=now,
        community=membership.community,
        refers_to={"community": membership.community.slug},
    )


def _request(membership: Membership) -> str:
    """What to call this one request to join: somebody may ask, leave and ask again."""
    return f"membership:{membership.pk}:{membership.asked_at.timestamp():.0f}"


@transaction.atomic
def leave(*, membership: Membership, now: datetime) -> None:
    """Ends the membership, here only; `matching.standing.leave` ends what is live and calls this.

    A suspension stays: nobody walks out of it. Raises LastOwner, and SpokenForHere: nobody could erase them any more.
    """
    _require_own_door(membership.member)
    keep_an_owner(membership)
    here = Membership.objects.filter(pk=membership.pk, standing__in=(Standing.GOOD, Standing.ASKED))
    here.update(standing=Standing.LEFT, role=Role.MEMBER)
    membership.refresh_from_db()
