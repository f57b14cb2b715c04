"""What was done a moment ago, taken back: by a button on the pages, by a key that programs get.

Each kind stands here once, with what must be known of the time before: only texts, so that it can be kept anywhere.
Whatever keeps them shows them to nobody and lets nobody change them: they are believed.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from uuid import UUID

from accounts.fields import decrypt, encrypt
from accounts.models import Member
from accounts.notifications import inbox
from matching import availability, blocks, never_ask, offers, second_thoughts
from matching.models import Away, Need, NeverAsk, Offer, OfferState
from support import feelings, reflections
from support.models import Measure
from support.moderation import lifting

Facts = Mapping[str, str]


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


KINDS: dict[str, Callable[[Member, Facts, datetime], None]] = {
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


def take(*, member: Member, what: str, facts: Facts, now: datetime) -> None:
    """It is as it was before. Raises a ValidationError or an ObjectDoesNotExist where that is no longer possible."""
    KINDS[what](member, facts, now)
