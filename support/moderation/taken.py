"""What a suspension or removal takes away, remembered as ids and states, so that taking it back gives back just that.

Places are given back whenever it is taken back; requests and offers only when it was a slip of the hand, minutes later.
Conversations are not: the other person was told that they are over, and no button makes that unread.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Member, Membership, Standing
from matching import second_thoughts
from matching.models import Need, NeedState, Offer, OfferState
from support.models import Grade, Measure, MeasureState

Taken = dict[str, dict[str, Any]]


def from_places(member: Member, places: Iterable[Membership]) -> Taken:
    """How these places of a member stand, and what is open there. The caller holds the member."""
    standing = {str(place.pk): place.standing for place in places}
    here = {"member": member, "community__memberships__in": list(standing)}
    needs = Need.objects.filter(**here).exclude(state=NeedState.CLOSED)
    offers = Offer.objects.filter(**here).exclude(state=OfferState.CLOSED)
    return {
        "places": standing,
        "needs": {str(need.pk): need.state for need in needs.only("state")},
        "offers": {
            str(offer.pk): [offer.state, offer.paused_until.isoformat() if offer.paused_until else ""]
            for offer in offers.only("state", "paused_until")
        },
    }


def give_places_back(measure: Measure) -> None:
    """Each place stands as it did, but where a suspension of that community holds, or they are gone from there."""
    taken: Mapping[str, str] = (measure.took or {}).get("places", {})
    own = Measure.objects.filter(member=measure.member_id, grade=Grade.SUSPEND, state=MeasureState.IN_FORCE)
    out = Membership.objects.filter(standing=Standing.SUSPENDED).exclude(
        community__in=own.values("community")
    )
    for place, standing in taken.items():
        out.filter(pk=int(place), member=measure.member_id).update(standing=standing)


def note_end_of_suspension(membership: Membership) -> None:
    """A suspension here is over while they are removed everywhere: once that is taken back, nothing keeps them out."""
    removals = Measure.objects.filter(
        member=membership.member_id, grade=Grade.REMOVE, state=MeasureState.IN_FORCE, took__isnull=False
    )
    for removal in removals.select_for_update():
        took: Taken = removal.took or {}
        took["places"][str(membership.pk)] = Standing.GOOD
        removal.took = took
        removal.save(update_fields=["took"])


def reopen(measure: Measure, now: datetime) -> None:
    """Requests and offers are as they were, each where that is still possible."""
    taken = measure.took or {}
    needs = Need.objects.filter(member=measure.member_id).in_bulk([int(pk) for pk in taken.get("needs", {})])
    offers = Offer.objects.filter(member=measure.member_id).in_bulk(
        [int(pk) for pk in taken.get("offers", {})]
    )
    for pk, need in needs.items():
        with suppress(ValidationError), transaction.atomic():
            second_thoughts.bring_back_need(need=need, was=taken["needs"][str(pk)], now=now)
    for pk, offer in offers.items():
        was, until = taken["offers"][str(pk)]
        day = date.fromisoformat(until) if until else None
        with suppress(ValidationError), transaction.atomic():
            second_thoughts.bring_back_offer(offer=offer, was=was, paused_until=day)
