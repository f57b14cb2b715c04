"""Matches of the past, for data that begins with a history: an import, the demo."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from matching.models import Answer, Match, MatchState, Need, NeedState, Offer


@dataclass(frozen=True, slots=True)
class Completed:
    """A match that went well and is over: its need was closed by it, at `need.closed_at`."""

    need: Need
    offer: Offer
    connected_at: datetime


def record_past(completed: Iterable[Completed]) -> int:
    """Writes completed matches as history and returns how many. Nobody is told, nothing is looked for again.

    Only for needs that are closed: a match that is still alive begins with `propose` and nowhere else.
    """
    matches = [_match(past) for past in completed]
    return len(Match.objects.bulk_create(matches))


def _match(past: Completed) -> Match:
    need, offer, began = past.need, past.offer, past.need.created_at
    if need.state != NeedState.CLOSED or need.closed_at is None:
        raise ValueError("Only a closed need has a match of the past.")
    return Match(
        community_id=need.community_id,
        need=need,
        offer=offer,
        seeker_id=need.member_id,
        helper_id=offer.member_id,
        need_version=need.version,
        offer_version=offer.version,
        state=MatchState.COMPLETED,
        seeker_answer=Answer.YES,
        helper_answer=Answer.YES,
        seeker_answered_at=past.connected_at,
        helper_answered_at=past.connected_at,
        created_at=began,
        proposed_at=began,
        connected_at=past.connected_at,
        ended_at=need.closed_at,
    )
