"""Turns rows into the `Side`s that the engine may know: a constant number of queries, however many are asked for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, QuerySet

from accounts.fields import keyed_hash
from accounts.models import Area, Member, Membership, Standing
from matching import between, pasts, topics
from matching.engine.side import Hours, NeedSide, OfferSide, Person, Quiet, Window, Wishes
from matching.limits import person_room
from matching.models import (
    LIVE,
    Answer,
    Availability,
    Away,
    Match,
    Need,
    Offer,
    Urgency,
)
from matching.pasts import NONE_YET, SoFar

Key = tuple[int, int]  # member, community


def need_sides(needs: QuerySet[Need], *, now: datetime) -> dict[int, NeedSide]:
    """The needs as the engine knows them, by id."""
    rows = list(needs.prefetch_related("topics"))
    people = _people(rows, now=now)
    lineages, near = topics.lineages(), _near(rows)
    asking = between.asking([row.pk for row in rows])
    # A first yes wins: while the seeker looks at it, nobody more is asked.
    yeses = Match.objects.filter(need__in=rows, state__in=LIVE, helper_answer=Answer.YES)
    won = frozenset(yeses.values_list("need_id", flat=True))
    pending = pasts.pending([row.pk for row in rows if row.urgency == Urgency.TODAY and row.live], now=now)
    return {
        row.pk: _need_side(row, people, lineages, near, asking[row.pk], pending[row.pk], row.pk in won)
        for row in rows
    }


def offer_sides(offers: QuerySet[Offer], *, now: datetime) -> dict[int, OfferSide]:
    """The offers as the engine knows them, by id."""
    rows = list(offers.select_related("member").prefetch_related("topics", "avoids"))
    people = _people(rows, now=now)
    so_far = pasts.of({row.member_id for row in rows}, now=now)
    trained = _trained(rows)
    lineages, near = topics.lineages(), _near(rows)
    return {row.pk: _offer_side(row, people, so_far, trained, lineages, near, now) for row in rows}


def pair(need: Need, offer: Offer, *, now: datetime) -> tuple[NeedSide, OfferSide]:
    """One need and one offer as the engine knows them, read afresh."""
    return (
        need_sides(Need.objects.filter(pk=need.pk), now=now)[need.pk],
        offer_sides(Offer.objects.filter(pk=offer.pk), now=now)[offer.pk],
    )


def _need_side(
    row: Need,
    people: Mapping[Key, Person],
    lineages: Mapping[int, frozenset[int]],
    near: Mapping[int | None, frozenset[int]],
    asking: frozenset[int],
    pending: tuple[float, ...],
    won: bool,
) -> NeedSide:
    chosen = frozenset(topic.pk for topic in row.topics.all())
    return NeedSide(
        id=row.pk,
        community_id=row.community_id,
        person=people[row.member_id, row.community_id],
        topics=chosen,
        lineage=frozenset().union(*(lineages[topic] for topic in chosen)),
        kind=row.kind,
        formats=frozenset(row.formats),
        languages=frozenset(row.languages),
        area=row.area_id,
        near=near[row.area_id],
        wishes=Wishes(row.wish_same_gender, frozenset(row.wish_age_bands), row.wish_shared_experience),
        urgency=row.urgency,
        needed_by=row.needed_by,
        danger=row.danger,
        waiting_since=row.waiting_since or row.created_at,
        places=0 if won else row.places - row.live,
        asking=asking,
        pending=pending,
    )


def _offer_side(
    row: Offer,
    people: Mapping[Key, Person],
    so_far: Mapping[int, SoFar],
    trained: frozenset[Key],
    lineages: Mapping[int, frozenset[int]],
    near: Mapping[int | None, frozenset[int]],
    now: datetime,
) -> OfferSide:
    chosen = frozenset(topic.pk for topic in row.topics.all())
    theirs = so_far.get(row.member_id, NONE_YET)
    return OfferSide(
        id=row.pk,
        community_id=row.community_id,
        person=people[row.member_id, row.community_id],
        topics=chosen,
        lineage=frozenset().union(*(lineages[topic] for topic in chosen)),
        avoids=frozenset(topic.pk for topic in row.avoids.all()),
        kinds=frozenset(row.kinds),
        formats=frozenset(row.formats),
        languages=frozenset(row.languages),
        area=row.area_id,
        near=near[row.area_id],
        wishes=Wishes(row.wish_same_gender, frozenset(row.wish_age_bands)),
        takes_danger=row.takes_danger and (row.member_id, row.community_id) in trained,
        room=row.capacity - row.live,
        person_room=_person_room(row.member, theirs, now),
        load=row.member.helping,
        past=theirs.past,
    )


def _person_room(helper: Member, so_far: SoFar, now: datetime) -> int:
    return person_room(
        so_far,
        helping=helper.helping,
        max_people=helper.max_people,
        max_asks_week=helper.max_asks_week,
        since=helper.created_at,
        now=now,
    )


def _people(rows: Iterable[Need] | Iterable[Offer], *, now: datetime) -> dict[Key, Person]:
    """The people behind the rows, each as they stand in that row's community."""
    keys = {(row.member_id, row.community_id) for row in rows}
    ids = {member_id for member_id, _ in keys}
    members = Member.objects.in_bulk(ids)
    standing = _in_good_standing(ids)
    weekly, away = _hours(ids, now=now)
    blocks, may_know, never_ask = between.blocks(ids), between.may_know(ids), between.never_ask(ids)
    resting, again = between.histories(ids, now=now)
    return {
        (member_id, community_id): Person(
            member_id=member_id,
            in_good_standing=members[member_id].is_active and (member_id, community_id) in standing,
            languages=frozenset(members[member_id].languages),
            hours=Hours(members[member_id].time_zone, weekly[member_id], away[member_id]),
            quiet=quiet_of(members[member_id]),
            asked_in_quiet_hours=members[member_id].asked_in_quiet_hours,
            gender=members[member_id].gender,
            age_band=members[member_id].age_band,
            blocks=blocks[member_id],
            may_know=may_know[member_id],
            never_ask=never_ask[member_id],
            address_hash=keyed_hash(members[member_id].email),
            resting=resting[member_id],
            again=again[member_id],
        )
        for member_id, community_id in keys
    }


def quiet_of(member: Member) -> Quiet:
    """The member's quiet hours as the engine counts them."""
    return Quiet(_minutes(member.quiet_from), _minutes(member.quiet_until))


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _in_good_standing(ids: Iterable[int]) -> frozenset[Key]:
    rows = Membership.objects.filter(member__in=ids, standing=Standing.GOOD, matching_paused_at__isnull=True)
    return frozenset(rows.values_list("member_id", "community_id"))


def _trained(rows: Iterable[Offer]) -> frozenset[Key]:
    willing = {row.member_id for row in rows if row.takes_danger}
    trained = Membership.objects.filter(member__in=willing, trained_for_danger_at__isnull=False)
    return frozenset(trained.values_list("member_id", "community_id"))


def _hours(
    ids: Iterable[int], *, now: datetime
) -> tuple[dict[int, tuple[Window, ...]], dict[int, tuple[tuple[date, date], ...]]]:
    weekly: dict[int, tuple[Window, ...]] = defaultdict(tuple)
    away: dict[int, tuple[tuple[date, date], ...]] = defaultdict(tuple)
    windows = Availability.objects.filter(member__in=ids).order_by("member_id", "weekday", "start")
    for member_id, *window in windows.values_list("member_id", "weekday", "start", "end"):
        weekly[member_id] += (Window(*window),)
    days = Away.objects.filter(member__in=ids, last_day__gte=(now - timedelta(days=1)).date())
    for member_id, first, last in days.order_by("first_day").values_list(
        "member_id", "first_day", "last_day"
    ):
        away[member_id] += ((first, last),)
    return weekly, away


def _near(rows: Iterable[Need] | Iterable[Offer]) -> dict[int | None, frozenset[int]]:
    """Each area that the rows name, with its neighbours."""
    ids = {row.area_id for row in rows if row.area_id is not None}
    near: dict[int | None, frozenset[int]] = {None: frozenset()}
    if ids:
        around = Area.objects.filter(pk__in=ids).annotate(around=ArrayAgg(F("neighbours__pk"), default=[]))
        near |= {area.pk: frozenset({area.pk, *filter(None, area.around)}) for area in around}
    return near
