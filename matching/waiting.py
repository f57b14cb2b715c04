"""Which needs wait for the matcher's next look.

A need waits while it is open and may still have somebody asked. The matcher looks at it when it is new, when something
changed that could give it a match ("stirred"), and now and then anyway.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from accounts import doorbell
from accounts.models import Member
from matching import tasks, topics
from matching.models import Match, Need, NeedState, Offer, OfferState
from matching.sides import NEW_PEOPLE_AT_ONCE

LOOKED = """
WITH held AS (SELECT id FROM matching_need WHERE id = ANY(%(ids)s::bigint[]) ORDER BY id FOR NO KEY UPDATE)
UPDATE matching_need need SET looked_at = %(started)s, looked_stirs = read.stirs
FROM held JOIN unnest(%(ids)s::bigint[], %(stirs)s::int[]) AS read(id, stirs) USING (id)
WHERE need.id = held.id
"""
NOW_AND_THEN = timedelta(minutes=10)
LOOKING = (NeedState.OPEN, NeedState.MATCHED)


def due(*, now: datetime) -> QuerySet[Need]:
    """The needs that the matcher should look at now, those that have waited longest first."""
    return Need.objects.filter(
        Q(looked_at__isnull=True) | Q(looked_at__lt=now - NOW_AND_THEN) | ~Q(stirs=F("looked_stirs")),
        state__in=LOOKING,
        live__lt=F("places"),
        expires_at__gt=now,
    ).order_by("waiting_since", "pk")


def communities_due(*, now: datetime) -> list[int]:
    """The communities in which a need is due."""
    return list(due(now=now).order_by().values_list("community_id", flat=True).distinct())


def looked(needs: Iterable[Need], *, started: datetime) -> None:
    """Notes that a round begun at `started` has looked at these; what was stirred since it read them stays due."""
    read = [(need.pk, need.stirs) for need in needs]
    with connection.cursor() as cursor:
        cursor.execute(
            LOOKED, {"ids": [pk for pk, _ in read], "stirs": [n for _, n in read], "started": started}
        )


def stir(need: Need) -> None:
    """Something about this need, which the caller holds, changed: the matcher should look soon."""
    Need.objects.filter(pk=need.pk).update(stirs=F("stirs") + 1)
    call_matcher(need.community_id)


def call_matcher(community_id: int) -> None:
    """Needs are due in this community: the doorbell rings after commit."""
    doorbell.ring(tasks.match_community, community_id=community_id)


def stir_for_place(match: Match) -> None:
    """A match has ended: needs that waited for just the place it gave back should be looked at soon.

    That is a place in the offer if that was full, and in all the helper's offers if the helper had no room left. One
    that never went out also gives back its place among the week's requests.
    """
    helper = match.helper
    helper.refresh_from_db(fields=["helping", "max_people"])
    given = Offer.objects.filter(member=helper, state=OfferState.OPEN)
    had_room = helper.helping + 1 < min(helper.max_people, NEW_PEOPLE_AT_ONCE)
    if had_room and match.proposed_at is not None:
        given = given.filter(pk=match.offer_id, live__gte=F("capacity") - 1)
    for offer in given:
        stir_for(offer)


def stir_for(offer: Offer) -> None:
    """An offer opened or has room again: needs that it could serve should be looked at soon."""
    reach = topics.reach(offer.topics.values_list("pk", flat=True))
    woken = Need.objects.filter(
        community_id=offer.community_id,
        state__in=LOOKING,
        live__lt=F("places"),
        kind__in=offer.kinds,
        languages__overlap=offer.languages,
        topics__in=reach,
    ).exclude(member_id=offer.member_id)
    _wake(woken, offer.community_id)


def stir_for_new(offers: Sequence[Offer]) -> None:
    """Offers were posted in one community. Where nobody waits yet, there is nobody to wake."""
    if offers and Need.objects.filter(community=offers[0].community_id, state__in=LOOKING).exists():
        for offer in offers:
            stir_for(offer)


def stir_around(member: Member) -> None:
    """A member's hours, languages or limits changed: their own needs, and those their offers could serve."""
    for community_id in member.memberships.values_list("community_id", flat=True):
        _wake(member.needs.filter(community=community_id, state__in=LOOKING), community_id)
    for offer in Offer.objects.filter(member=member, state=OfferState.OPEN):
        stir_for(offer)


def _wake(woken: QuerySet[Need], community_id: int) -> None:
    """Stirs needs that the caller does not hold.

    Other people's needs are no part of the order of locks, so none is waited for here: one that somebody holds is
    stirred after commit, when nothing is held any more.
    """
    ids = set(woken.values_list("pk", flat=True))
    if not ids:
        return
    held_by_others = ids - _stir_all(ids, skip_locked=True)
    if held_by_others:
        transaction.on_commit(partial(_stir_all, held_by_others), robust=True)
    call_matcher(community_id)


@transaction.atomic
def _stir_all(ids: set[int], *, skip_locked: bool = False) -> set[int]:
    """Stirs these and returns which; those that somebody else holds are waited for, or passed over."""
    free = (
        Need.objects.select_for_update(no_key=True, skip_locked=skip_locked).filter(pk__in=ids).order_by("pk")
    )
    stirred = set(free.values_list("pk", flat=True))
    Need.objects.filter(pk__in=stirred).update(stirs=F("stirs") + 1)
    return stirred
