"""Undo instead of "are you sure?": what was done can be taken back for some minutes, by a button beside the words.

What the button needs is kept in the session, so the page shows only a random key, and nobody else's key does anything.
What reaches another person at once (ending a talk, finishing it, blocking, a yes or no) is not here: no button can
make somebody unread what they were told, so these have a page of one calm step before them.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.fields import decrypt, encrypt
from accounts.models import Member
from accounts.notifications import inbox
from matching import availability, blocks, never_ask, offers, second_thoughts
from matching.models import Away, Need, NeverAsk, Offer, OfferState
from support import feelings, reflections, second_factor
from support.models import Measure
from support.moderation import lifting
from support.undoing import KEPT, TIME, key_of, note
from support.web.access import MemberRequest, now, signed_in

__all__ = ["KEPT", "TIME", "key_of", "note", "undo"]

Facts = Mapping[str, str]


@require_POST
@signed_in
def undo(request: MemberRequest) -> HttpResponse:
    """Takes back what the key stands for, once. Whatever is no longer possible is said kindly."""
    kept, moment = dict(request.session.get(KEPT, {})), now()
    facts = kept.pop(request.POST.get("key", ""), None)
    if facts and facts["what"] in OF_MODERATORS and second_factor.missing(request):
        messages.warning(request, _("Nothing is undone yet. Your second step comes first."))
        return second_factor.ask(request, onward=facts["back"])
    request.session[KEPT] = kept
    if facts is None or datetime.fromisoformat(facts["until"]) < moment:
        messages.warning(request, _("It is too late to undo this with one tap. Nothing was changed."))
        return redirect(facts["back"] if facts else "home")
    try:
        BACKWARDS[facts["what"]](request.user, facts, moment)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    except ObjectDoesNotExist:  # somebody's account is gone, say
        messages.warning(request, _("This can no longer be undone."))
    else:
        messages.success(request, _("Undone. It is as it was before."))
    return redirect(facts["back"])


def facts_of_need(need: Need) -> dict[str, str]:
    return {"need": str(need.uid), "was": need.state}


def facts_of_offer(offer: Offer) -> dict[str, str]:
    until = offer.paused_until.isoformat() if offer.paused_until else ""
    return {"offer": str(offer.uid), "was": offer.state, "paused_until": until}


def facts_of_away(away: Away) -> dict[str, str]:
    return {"first_day": away.first_day.isoformat(), "last_day": away.last_day.isoformat()}


def facts_of_address(entry: NeverAsk) -> dict[str, str]:
    """Encrypted here as it is in its own table."""
    return {"address": encrypt(entry.address)}


def _withdrawal(member: Member, facts: Facts, now: datetime) -> None:
    second_thoughts.bring_back_need(need=member.needs.get(uid=facts["need"]), was=facts["was"], now=now)


def _closing(member: Member, facts: Facts, now: datetime) -> None:
    until = date.fromisoformat(facts["paused_until"]) if facts["paused_until"] else None
    offer = member.offers.get(uid=facts["offer"])
    second_thoughts.bring_back_offer(offer=offer, was=facts["was"], paused_until=until)


def _pause(member: Member, facts: Facts, now: datetime) -> None:
    offer = member.offers.get(uid=facts["offer"])
    if facts["was"] == OfferState.OPEN:
        offers.resume(offer=offer, now=now)
    else:  # it rested already, until another day
        until = date.fromisoformat(facts["paused_until"]) if facts["paused_until"] else None
        offers.pause(offer=offer, now=now, until=until)


def _unblocking(member: Member, facts: Facts, now: datetime) -> None:
    # Of whoever is gone, what kept them apart under their address went with the block: no button brings that back.
    blocked = Member.objects.get(pk=int(facts["blocked"]), erased_at=None)
    blocks.block(blocker=member, blocked=blocked, now=now)


def _back_from_away(member: Member, facts: Facts, now: datetime) -> None:
    days = {name: date.fromisoformat(facts[name]) for name in ("first_day", "last_day")}
    availability.add_away(member=member, now=now, **days)


def _forgetting(member: Member, facts: Facts, now: datetime) -> None:
    never_ask.add(member=member, address=decrypt(facts["address"]), now=now)


def _reading(member: Member, facts: Facts, now: datetime) -> None:
    inbox.mark_unread(member=member, read_at=datetime.fromisoformat(facts["read_at"]))


def _page(member: Member, facts: Facts, now: datetime) -> None:
    reflections.bring_back(member=member, uid=UUID(facts["page"]))


def _feeling(member: Member, facts: Facts, now: datetime) -> None:
    feelings.take_back(need=member.needs.get(uid=facts["need"]))


def _measure(member: Member, facts: Facts, now: datetime) -> None:
    lifting.undo(measure=Measure.objects.get(uid=facts["measure"]), by=member, now=now)


OF_MODERATORS = {"measure"}  # as guarded as the pages on which they were done

BACKWARDS: dict[str, Callable[[Member, Facts, datetime], None]] = {
    "withdrawal": _withdrawal,
    "closing": _closing,
    "pause": _pause,
    "unblocking": _unblocking,
    "back_from_away": _back_from_away,
    "forgetting": _forgetting,
    "reading": _reading,
    "page": _page,
    "feeling": _feeling,
    "measure": _measure,
}
