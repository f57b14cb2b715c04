"""Offers: posted, edited, paused, resumed, closed."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import live
from accounts.models import Area, Community, Member, SpokenFor
from matching import matches, waiting
from matching.locking import Held, hold
from matching.models import MatchState, Offer, OfferState, Topic
from matching.postings import check_common, check_kinds, check_members, keep_topics, refuse, today_of
from matching.topics import check_in_use

EXPERIENCE = 1000
MOST_TOPICS = 30
MOST_PEOPLE = 20
MOST_OPEN = 20
# Words that the rules do not use: changing them raises the version but takes no proposal back.
ONLY_WORDS = {"experience"}


class Frozen(ValidationError):
    """A closed offer stays as it is."""

    problem = "conflict"  # for programs


class TooMany(ValidationError):
    """More offers than one person can keep."""


class SpokenForOffers(ValidationError):
    """Whoever an intake desk speaks for asks and does not offer: who asked would not know that a desk reads along."""

    problem = "not_allowed"  # for programs

    def __init__(self) -> None:
        text = _("A desk can ask for them, but it cannot offer help in their name.")
        super().__init__(text, code="spoken_for_asks")


class NotReadYet(ValidationError):
    """The short guide on listening well comes before somebody's first offer."""


def check(
    *,
    member: Member,
    community: Community,
    topics: Collection[Topic],
    avoids: Collection[Topic],
    kinds: Collection[str],
    formats: Collection[str],
    languages: Collection[str],
    capacity: int = 1,
    experience: str = "",
    area: Area | None = None,
    wish_same_gender: bool = False,
    wish_age_bands: Collection[str] = (),
    takes_danger: bool = False,
) -> dict[str, Any]:
    """The fields of an offer as they will be stored. Raises ValidationError beside the fields that cannot stand."""
    check_common(
        member=member,
        community=community,
        topics=topics,
        formats=formats,
        languages=languages,
        area=area,
        wish_same_gender=wish_same_gender,
        wish_age_bands=wish_age_bands,
    )
    check_kinds(kinds, "kinds")
    wrong: dict[str, str] = {}
    if len(topics) > MOST_TOPICS:
        wrong["topics"] = _("Please choose at most %(most)s topics.") % {"most": MOST_TOPICS}
    if {topic.pk for topic in topics} & {topic.pk for topic in avoids}:
        wrong["avoids"] = _("A topic cannot be in both lists.")
    if not 1 <= capacity <= MOST_PEOPLE:
        wrong["capacity"] = _("Please choose a number from 1 to %(most)s.") % {"most": MOST_PEOPLE}
    if len(experience.strip()) > EXPERIENCE:
        wrong["experience"] = _("Please keep this to %(most)s characters.") % {"most": EXPERIENCE}
    if takes_danger and not _is_trained(member, community):
        wrong["takes_danger"] = _("Only people who were trained for this are asked.")
    refuse(wrong)
    return {
        "kinds": sorted(set(kinds)),
        "formats": sorted(set(formats)),
        "languages": sorted(set(languages)),
        "capacity": capacity,
        "experience": experience.strip(),
        "area": area,
        "wish_same_gender": wish_same_gender,
        "wish_age_bands": sorted(set(wish_age_bands)),
        "takes_danger": takes_danger,
    }


def _is_trained(member: Member, community: Community) -> bool:
    here = community.memberships.filter(member=member)
    return here.filter(trained_for_danger_at__isnull=False).exists()


@dataclass(frozen=True, slots=True)
class Given:
    """An offer on its way in: who offers, when, and the fields of `check`."""

    member: Member
    now: datetime
    fields: dict[str, Any]


def post(*, member: Member, community: Community, now: datetime, **fields: Any) -> Offer:
    """Posts an offer; needs that it could serve are looked at soon. `fields` are those of `check`.

    Raises NotAMember, SpokenForOffers, TooMany, NotReadYet or a ValidationError beside the fields that cannot stand.
    """
    (offer,) = post_many(community=community, given=[Given(member, now, fields)])
    return offer


@transaction.atomic
def post_many(*, community: Community, given: Sequence[Given]) -> list[Offer]:
    """Posts offers, all or none, in hardly more steps than one: for a whole community at once."""
    stored = [check(member=one.member, community=community, **one.fields) for one in given]
    check_in_use(community, (topic for one in given for topic in one.fields["topics"]))
    hold(Q(pk__in=[]), members={one.member.pk for one in given})
    check_members([one.member for one in given], community)
    check_own_voice({one.member.pk for one in given})
    check_few([one.member for one in given], community)
    check_read({one.member.pk for one in given})
    posted = Offer.objects.bulk_create(
        Offer(member=one.member, community=community, created_at=one.now, changed_at=one.now, **fields)
        for one, fields in zip(given, stored, strict=True)
    )
    keep_topics(Offer.topics.through, "offer", posted, [one.fields["topics"] for one in given])
    keep_topics(Offer.avoids.through, "offer", posted, [one.fields["avoids"] for one in given])
    waiting.stir_for_many(posted)
    return posted


def check_few(members: Collection[Member], community: Community) -> None:
    """Raises `TooMany` where one of them would keep more than MOST_OPEN offers with one more each."""
    kept = Offer.objects.filter(member__in=members, community=community).exclude(state=OfferState.CLOSED)
    count = Counter(kept.values_list("member_id", flat=True)) + Counter(member.pk for member in members)
    if count and max(count.values()) > MOST_OPEN:
        raise TooMany(_("You have many offers already. Please change one of them."), code="too_many")


def check_own_voice(members: Collection[int]) -> None:
    """Raises `SpokenForOffers` where an intake desk speaks for one of them."""
    if SpokenFor.objects.filter(membership__member__in=members).exists():
        raise SpokenForOffers


def check_read(members: Collection[int]) -> None:
    """Raises `NotReadYet` where one of them has not read how to listen well."""
    if Member.objects.filter(pk__in=members, listening_read_at=None).exists():
        raise NotReadYet(_("Please read the short note on listening well first."), code="not_read_yet")


@transaction.atomic
def edit(*, offer: Offer, now: datetime, **fields: Any) -> Offer:
    """Changes an offer. `fields` are those of `check`, all of them.

    Any change raises the version; a change of what the rules use takes open proposals back. Connected matches stay as
    they are, so the number of people cannot go below them. Raises `Frozen`.
    """
    check_members([offer.member], offer.community)
    stored = check(member=offer.member, community=offer.community, **fields)
    held = _hold(offer)
    offer = held.offers[offer.pk]
    _check_kept(offer)
    check_in_use(offer.community, fields["topics"], kept=offer.topics.values_list("pk", flat=True))
    changed = {name for name, value in stored.items() if getattr(offer, name) != value}
    for name in ("topics", "avoids"):
        if {topic.pk for topic in fields[name]} != set(getattr(offer, name).values_list("pk", flat=True)):
            changed.add(name)
    _check_people(held, stored["capacity"])
    if changed - ONLY_WORDS:
        matches.supersede(held, now=now, by=offer.member)
    for name, value in stored.items():
        setattr(offer, name, value)
    offer.topics.set(fields["topics"])
    offer.avoids.set(fields["avoids"])
    offer.version, offer.changed_at = offer.version + bool(changed), now
    offer.refresh_from_db(fields=["live"])
    offer.save()
    if offer.state == OfferState.OPEN:
        waiting.stir_for([offer])
    return offer


def _check_people(held: Held, capacity: int) -> None:
    connected = sum(match.state == MatchState.CONNECTED for match in held.matches)
    if capacity < connected:
        text = _("You are with %(people)s people at the moment, so this cannot be lower yet.")
        refuse({"capacity": text % {"people": connected}})


@transaction.atomic
def pause(*, offer: Offer, now: datetime, until: date | None = None) -> Offer:
    """Nobody new is asked, until a day in the member's own zone or until resumed. Open proposals are taken back."""
    if until is not None and until <= today_of(offer.member, now):
        refuse({"until": _("Please choose a day to come.")})
    held = _hold(offer)
    offer = held.offers[offer.pk]
    _check_kept(offer)
    matches.supersede(held, now=now, by=offer.member)
    offer.state, offer.paused_until = OfferState.PAUSED, until
    offer.save(update_fields=["state", "paused_until"])
    return offer


@transaction.atomic
def resume(*, offer: Offer, now: datetime) -> Offer:
    """The offer is open again. Raises `Frozen` once it was closed."""
    offer = _hold(offer).offers[offer.pk]
    _check_kept(offer)
    _open(offer)
    return offer


def resume_due(*, now: datetime) -> int:
    """Resumes the offers whose pause is over where their member lives; returns how many."""
    tomorrow = (now + timedelta(days=1)).date()  # the latest day that it can be anywhere now
    paused = Offer.objects.filter(state=OfferState.PAUSED, paused_until__lte=tomorrow)
    return sum(_resume_due(offer, now) for offer in paused.select_related("member"))


@transaction.atomic
def _resume_due(offer: Offer, now: datetime) -> bool:
    held = _hold(offer).offers[offer.pk]
    if held.state != OfferState.PAUSED or held.paused_until is None:
        return False
    if held.paused_until > today_of(offer.member, now):
        return False
    _open(held)
    live.changed([held.member_id])
    return True


def _open(offer: Offer) -> None:
    offer.state, offer.paused_until = OfferState.OPEN, None
    offer.save(update_fields=["state", "paused_until"])
    waiting.stir_for([offer])


@transaction.atomic
def close(*, offer: Offer, now: datetime) -> Offer:
    """Takes an offer back for good. Open proposals are taken back; conversations go on."""
    held = _hold(offer)
    offer = held.offers[offer.pk]
    _check_kept(offer)
    matches.supersede(held, now=now, by=offer.member)
    offer.state, offer.paused_until = OfferState.CLOSED, None
    offer.save(update_fields=["state", "paused_until"])
    return offer


def _hold(offer: Offer) -> Held:
    return hold(Q(offer=offer.pk), members=[offer.member_id], offers=[offer.pk])


def _check_kept(offer: Offer) -> None:
    if offer.state == OfferState.CLOSED:
        raise Frozen(_("This offer was closed."), code="frozen")
