"""Decisions about who is put to whom: looking at the matcher's proposals, and matching two people by hand."""

from datetime import datetime

from django.db import transaction

from accounts.models import Member
from matching import matches
from matching.models import Match, Need, Offer
from support import policies
from support.models import DecisionKind
from support.moderation.decisions import not_too_long, record, told


@transaction.atomic
def release(*, match: Match, by: Member, now: datetime, because: str = "") -> None:
    """A moderator has looked at a proposal: the helper is asked.

    Raises NotAllowed, `matches.NotWaiting` or `matches.NotPermitted`: since it was made, things may have changed.
    """
    remit = policies.require(by, match.community, match.seeker_id, match.helper_id)
    because = not_too_long(because)
    matches.release(match=match, now=now)
    record(remit, DecisionKind.PROPOSAL_RELEASED, because=because, match=match.uid, now=now)


@transaction.atomic
def refuse(*, match: Match, by: Member, because: str, now: datetime) -> None:
    """A moderator does not let a proposal go out. Nobody hears of it; the search goes on."""
    remit = policies.require(by, match.community, match.seeker_id, match.helper_id)
    because = told(because)
    matches.refuse(match=match, now=now)
    record(remit, DecisionKind.PROPOSAL_REFUSED, because=because, match=match.uid, now=now)


@transaction.atomic
def match_by_hand(*, need: Need, offer: Offer, by: Member, now: datetime, because: str = "") -> Match:
    """Puts this offer to this need. The same rules hold as for the matcher, and the same writer writes it.

    Raises NotAllowed, `matches.NotWaiting` or `matches.NotPermitted`.
    """
    remit = policies.require_need(by, need, offer.member_id)
    because = not_too_long(because)
    match = matches.propose(need_id=need.pk, offer_id=offer.pk, now=now, by=by)
    record(remit, DecisionKind.MATCHED_BY_HAND, because=because, match=match.uid, now=now)
    return match
