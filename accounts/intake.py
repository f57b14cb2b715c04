"""Asking for people who have no device: who may, for whom, and with whose consent.

An owner makes a member an *intake desk* of the community: a volunteer in a library, say, or at a telephone. The desk
takes somebody in with their consent and a way to reach them. From then on that person is a member like any other,
without an address and without a way to sign in; what the desk does for them, it does in their name. Whoever is put
together with them is told that a desk passes things on.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts import joining, members
from accounts.locking import lock_members
from accounts.models import ConsentHow, Member, Membership, SpokenFor, Standing

MOST = 100  # people for whom one desk speaks
REACH = 300
NOWHERE = "nowhere.invalid"  # https://www.rfc-editor.org/rfc/rfc2606: leads to nobody, ever


class NotADesk(ValidationError):
    """Only an intake desk of the community, in good standing, asks for others."""

    problem = "not_allowed"

    def __init__(self) -> None:
        text = _("Only an intake desk of this community can do this. Its owners say who is one.")
        super().__init__(text, code="not_a_desk")


def is_desk(member: Member) -> bool:
    """Whether they are an intake desk somewhere."""
    return _desks().filter(member=member).exists()


def _desks() -> QuerySet[Membership]:
    desks = Membership.objects.filter(standing=Standing.GOOD, intake_since__isnull=False)
    return desks.filter(member__is_active=True, member__erase_asked_at=None)


def set_desk(*, membership: Membership, on: bool, now: datetime) -> None:
    """Makes somebody an intake desk of this community, or no longer one. `rehome` finds others for their people."""
    Membership.objects.filter(pk=membership.pk).update(intake_since=now if on else None)


@transaction.atomic
def take_in(
    *,
    desk: Membership,
    display_name: str,
    languages: Sequence[str],
    time_zone: str,
    reach: str,
    consent: bool,
    consent_how: str,
    adult: bool,
    now: datetime,
) -> SpokenFor:
    """Takes somebody in who has no device. `consent` and `adult` are what they themselves said to the desk.

    Raises NotADesk, NotAdult, NoConsent, UnknownZone, NameTaken, NameNotUsable or a ValidationError beside a field.
    """
    lock_members([desk.member_id])
    if not _desks().filter(pk=desk.pk).exists():
        raise NotADesk
    _check(desk.member, reach, consent_how, languages)
    person = members.sign_up(
        email=f"{uuid4().hex}@{NOWHERE}",
        password=None,
        now=now,
        adult=adult,
        consent=consent,
        time_zone=time_zone,
        languages=languages,
        email_safe=False,
    )
    Member.objects.filter(pk=person.pk).update(time_zone_confirmed=True, email_stopped_at=now)
    place = Membership(community=desk.community, member=person, asked_at=now)
    joining.welcome(place, display_name, now)
    return SpokenFor.objects.create(
        membership=place, desk=desk.member, reach=reach.strip(), consent_how=consent_how, consent_at=now
    )


def _check(desk: Member, reach: str, how: str, languages: Sequence[str]) -> None:
    wrong: dict[str, str] = {}
    if not reach.strip():
        wrong["reach"] = _("Say how you reach them.")
    elif len(reach) > REACH:
        wrong["reach"] = _("Please keep this to %(most)s characters.") % {"most": REACH}
    if how not in ConsentHow.values:
        wrong["consent_how"] = _("Say how they agreed.")
    if not languages:
        wrong["languages"] = _("Choose at least one language.")
    if people(desk).count() >= MOST:
        wrong["display_name"] = _("You speak for many people. Please let somebody go first who asks no more.")
    if wrong:
        raise ValidationError(wrong)


def people(desk: Member) -> QuerySet[SpokenFor]:
    """Those for whom this member speaks, as long as they are a desk of that community. The newest last.

    Also who is suspended: the desk tells them so, and they can take their consent back.
    """
    theirs = SpokenFor.objects.filter(
        desk=desk,
        membership__member__erase_asked_at=None,
        membership__community__in=_desks().filter(member=desk).values("community"),
    )
    return theirs.select_related("membership__member", "membership__community").order_by("pk")


def person(desk: Member, uid: UUID) -> SpokenFor:
    """One of them. Raises `SpokenFor.DoesNotExist`."""
    return people(desk).get(uid=uid)


def active_person(desk: Member, uid: UUID) -> SpokenFor:
    """One of them in whose name the desk may act: in good standing. Raises `SpokenFor.DoesNotExist`."""
    return people(desk).get(uid=uid, membership__standing=Standing.GOOD)


def change_reach(*, spoken: SpokenFor, reach: str) -> None:
    """Another way to reach them. Raises a ValidationError beside `reach`."""
    if not reach.strip() or len(reach) > REACH:
        raise ValidationError({"reach": _("Say in a few words how you reach them.")})
    spoken.reach = reach.strip()
    spoken.save(update_fields=["reach"])


@transaction.atomic
def rehome(*, most: int = 50) -> list[SpokenFor]:
    """People whose desk is one no longer are given to the one that has been there longest; returns these people.

    They agreed to the community's desk, not to a person. Where there is no other desk they wait as they are.
    """
    here = _desks().filter(community=OuterRef("membership__community"))
    alone = SpokenFor.objects.filter(~Exists(here.filter(member=OuterRef("desk"))), Exists(here))
    moved = list(alone.select_for_update(of=("self",)).select_related("membership").order_by("pk")[:most])
    for one in moved:
        heir = _desks().filter(community=one.membership.community_id).order_by("intake_since", "pk")
        one.desk = heir.select_related("member")[0].member
        one.save(update_fields=["desk"])
    return moved
