"""What somebody has just taken back or closed comes back as it was. Whoever was being asked has been thanked already;
whether they are asked again is for the matcher's next round to decide."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from matching import needs, offers, review, waiting
from matching.locking import hold
from matching.models import Closing, Need, NeedState, Offer, OfferState
from matching.postings import check_members


@transaction.atomic
def bring_back_need(*, need: Need, was: str, now: datetime) -> Need:
    """A need that was withdrawn is again what it `was` (a state of it), with the place in the queue that it had.

    Raises `needs.Frozen` when it was closed for another reason, asked again since, or its time is over, and
    `needs.TooMany` when others have taken its place.
    """
    need = hold(Q(pk__in=[]), members=[need.member_id], needs=[need.pk]).needs[need.pk]
    check_members([need.member], need.community)  # held: a suspension at this moment came first, or waits
    if need.closed_because != Closing.WITHDRAWN or need.reopened_as.exists():
        raise needs.Frozen(_("This can no longer be undone. You can ask again."), code="frozen")
    state = NeedState(was) if was in (NeedState.DRAFT, NeedState.IN_REVIEW) else NeedState.OPEN
    if state == NeedState.OPEN and (need.expires_at is None or need.expires_at <= now):
        raise needs.Frozen(_("Its time is over by now. You can ask again."), code="frozen")
    if state != NeedState.DRAFT:
        needs.check_few([need.member], need.community)
    need.state, need.closed_because, need.closed_at = state, "", None
    need.save(update_fields=["state", "closed_because", "closed_at"])
    if state == NeedState.OPEN:
        waiting.stir(need)
    elif state == NeedState.IN_REVIEW:
        review.call(need.community, f"need:{need.pk}:{need.version}", but=[need.member_id], now=now)
    return need


@transaction.atomic
def bring_back_offer(*, offer: Offer, was: str, paused_until: date | None) -> Offer:
    """An offer that was closed is again open or paused, as it `was`. Raises `offers.Frozen` when it is not closed."""
    offer = hold(Q(offer=offer.pk), members=[offer.member_id], offers=[offer.pk]).offers[offer.pk]
    check_members([offer.member], offer.community)
    if offer.state != OfferState.CLOSED:
        raise offers.Frozen(_("This can no longer be undone."), code="frozen")
    offers.check_few([offer.member], offer.community)
    offer.state, offer.paused_until = OfferState(was), paused_until
    offer.save(update_fields=["state", "paused_until"])
    if offer.state == OfferState.OPEN:
        waiting.stir_for([offer])
    return offer
