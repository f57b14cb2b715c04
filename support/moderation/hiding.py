"""Hiding one thing that somebody wrote: a message, a request, an offer, or thanks that the community reads.

It is closed the way its owner would close it, so that every page already knows that it is gone. A message says calmly
that the moderators put it aside; why, its writer alone reads, with the decision.
"""

from contextlib import suppress
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts import live
from accounts.locking import lock_members
from accounts.models import Membership
from matching import needs, offers, second_thoughts
from matching.models import Closing, Need, NeedState, Offer, OfferState
from support.models import FormerWords, Measure, Message, Report, Thanks


class NothingToHide(ValidationError):
    """It is not there any more, or cannot be hidden as it stands."""

    problem = "conflict"

    def __init__(self) -> None:
        super().__init__(_("This is not there any more, so there is nothing to hide."))


def what_may_be(report: Report | None) -> dict[str, str]:
    """What of a report could be hidden: its key in a measure, and what to call it."""
    if report is None or report.match is None:
        return {}
    found: dict[str, str] = {}
    match, about = report.match, report.about_id
    if report.message and not report.message.taken_back_at:
        found[f"message:{report.message_id}"] = _("The message that was reported")
    if match.seeker_id == about and match.need.state in (
        NeedState.OPEN,
        NeedState.MATCHED,
        NeedState.IN_REVIEW,
    ):
        found[f"need:{match.need_id}"] = _("Their request")
    if match.helper_id == about and match.offer.state != OfferState.CLOSED:
        found[f"offer:{match.offer_id}"] = _("Their offer")
    shared = match.thanks.filter(author=about, author_shares_at__isnull=False, hidden_at=None).first()
    if shared:
        found[f"thanks:{shared.pk}"] = _("Their kind words that the community reads")
    return found


def key_of(report: Report | None, noun: str) -> str:
    """The key of the one `message`, `need`, `offer` or `thanks` of a report that could be hidden; "" without one."""
    return next((key for key in what_may_be(report) if key.partition(":")[0] == noun), "")


def hide(measure: Measure, membership: Membership, now: datetime) -> None:
    """Hides the measure's thing and keeps on it how it was. Raises NothingToHide, or what closing it raises."""
    match _thing(measure):
        case Message() as message:
            _hide_message(message, now)
        case Need() as need:
            measure.was = need.state
            needs.withdraw(need=need, now=now)
        case Offer() as offer:
            measure.was = offer.state
            offers.close(offer=offer, now=now)
        case Thanks() as thanks:
            lock_members([membership.member_id])
            if not Thanks.objects.filter(pk=thanks.pk, hidden_at=None).update(hidden_at=now):
                raise NothingToHide


def show_again(measure: Measure, membership: Membership, now: datetime) -> None:
    """As it was, where that is still possible; kind words as far as the two still agree to share them.

    What is gone, over or asked anew by now stays as it is: the decision is taken back all the same.
    """
    with suppress(ValidationError), transaction.atomic():
        _bring_back(measure, now)


def _bring_back(measure: Measure, now: datetime) -> None:
    match _thing(measure):
        case Message() as message if message.hidden_at:
            former = message.former.last()
            if former:
                message.words, message.taken_back_at, message.hidden_at = former.words, None, None
                message.save(update_fields=["words", "taken_back_at", "hidden_at"])
                former.delete()
                _ring(message)
        case Need() as need if need.closed_because == Closing.WITHDRAWN:
            second_thoughts.bring_back_need(need=need, was=measure.was, now=now)
        case Offer() as offer if offer.state == OfferState.CLOSED:
            second_thoughts.bring_back_offer(offer=offer, was=measure.was, paused_until=None)
        case Thanks() as thanks:
            Thanks.objects.filter(pk=thanks.pk).update(hidden_at=None)


def _thing(measure: Measure) -> Model:
    noun, _colon, pk = measure.thing.partition(":")
    kind: type[Model] | None = {"message": Message, "need": Need, "offer": Offer, "thanks": Thanks}.get(noun)
    found = kind._default_manager.filter(pk=pk).first() if kind and pk.isdigit() else None
    if found is None:
        raise NothingToHide
    return found


def _hide_message(message: Message, now: datetime) -> None:
    match = message.match
    lock_members([match.seeker_id, match.helper_id])
    message.refresh_from_db()
    if message.taken_back_at:
        raise NothingToHide
    FormerWords.objects.create(message=message, words=message.words, until_at=now)
    message.words, message.taken_back_at, message.hidden_at = "", now, now
    message.save(update_fields=["words", "taken_back_at", "hidden_at"])
    _ring(message)


def _ring(message: Message) -> None:
    live.changed([message.match.seeker_id, message.match.helper_id])
