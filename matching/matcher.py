"""A round: all that wait in a community are looked at together and paired as well as possible for everybody."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, connection

from matching import candidates, matches, policy, sides, waiting
from matching.engine import chances, pairing, ranking, rules
from matching.engine.pairing import Edge, Pairing
from matching.engine.ranking import Fit
from matching.engine.reasons import reasons
from matching.engine.side import NeedSide, OfferSide
from matching.matches import Proposal
from matching.models import Match, Need, Offer, Round

log = logging.getLogger(__name__)

CANDIDATES = 60  # offers looked at for one need, at most
FURTHER = 2000  # where a rule forbids all of these
BATCH = 100  # proposals written in one transaction
MOST_NEEDS = 2000  # in one round; the others have their turn in the next
MOST_ROUNDS = 20
LOCK = 0x5EED  # the class of our advisory locks

Pairs = dict[tuple[int, int], tuple[NeedSide, OfferSide]]


def run(*, community_id: int, now: Callable[[], datetime]) -> list[Round]:
    """Holds rounds until nothing in this community is due. Does nothing while another worker does just that.

    `now` is asked at each round's beginning. What is stirred meanwhile is due again, here or at the next sweep.
    """
    held: list[Round] = []
    with _alone(community_id) as alone:
        while alone and len(held) < MOST_ROUNDS:
            moment = now()
            due = list(_due(community_id, moment))
            if not due:
                break
            held.append(_round(community_id, due, moment, now))
    return held


def _due(community_id: int, now: datetime) -> Iterable[Need]:
    waits = waiting.due(now=now).filter(community_id=community_id)
    return waits.prefetch_related("topics")[:MOST_NEEDS]


@contextmanager
def _alone(community_id: int) -> Iterator[bool]:
    """Holds the community's advisory lock, or yields False when another worker has it. A dying worker lets go of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, community_id])
        (alone,) = cursor.fetchone()
        try:
            yield alone
        finally:
            if alone:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, community_id])


def _round(community_id: int, due: list[Need], started: datetime, now: Callable[[], datetime]) -> Round:
    round = Round.objects.create(community_id=community_id, started_at=started, waiting=len(due))
    pairs = permitted(due, now=started)
    weights = policy.weights_of(community_id)
    fits = {ids: ranking.fit(*pair, started, weights) for ids, pair in pairs.items()}
    chosen = _choose(pairs, fits, started)
    proposals = [_proposal(pairs[ids], fits[ids], started) for ids in chosen.pairs]
    made = [
        match
        for first in range(0, len(proposals), BATCH)
        for match in _propose(proposals[first : first + BATCH], round, started)
    ]
    round.matched, round.proposals = len({match.need_id for match in made}), len(made)
    waiting.looked(due, started=started)
    round.candidates, round.total, round.finished_at = len(pairs), chosen.total, now()
    round.save()
    return round


def permitted(needs: list[Need], *, now: datetime) -> Pairs:
    """Every pair of these needs and an offer that may meet, of the candidates looked at.

    Where a rule forbids all of the nearest, whoever stands behind them is looked at too.
    """
    found = candidates.for_needs(needs, now=now, limit=CANDIDATES)
    pairs = _may_meet(found, now)
    named, served = Counter(need for need, _ in found), {need for need, _ in pairs}
    behind = [need for need in needs if named[need.pk] == CANDIDATES and need.pk not in served]
    if behind:
        pairs |= _may_meet(candidates.for_needs(behind, now=now, limit=FURTHER), now)
    return pairs


def _may_meet(found: list[tuple[int, int]], now: datetime) -> Pairs:
    asking = sides.need_sides(Need.objects.filter(pk__in={need for need, _ in found}), now=now)
    giving = sides.offer_sides(Offer.objects.filter(pk__in={offer for _, offer in found}), now=now)
    pairs = {(need, offer): (asking[need], giving[offer]) for need, offer in found}
    return {ids: pair for ids, pair in pairs.items() if rules.may_meet(*pair, now)}


def _choose(pairs: Pairs, fits: dict[tuple[int, int], Fit], now: datetime) -> Pairing:
    """The best set of pairs for everybody who waits in this round."""
    scores = {ids: fit.total for ids, fit in fits.items()}
    offers = {offer.id: offer for _, offer in pairs.values()}
    return pairing.pair(
        [Edge(*ids, scores[ids]) for ids in pairs],
        places=chances.places(pairs, scores, now),
        rooms={id: offer.room for id, offer in offers.items()},
        helper_of={id: offer.person.member_id for id, offer in offers.items()},
        helper_rooms={offer.person.member_id: offer.person_room for offer in offers.values()},
    )


def _proposal(pair: tuple[NeedSide, OfferSide], fit: Fit, now: datetime) -> Proposal:
    need, offer = pair
    return Proposal(need.id, offer.id, fit.total, reasons(need, offer, now, fit))


def _propose(proposals: list[Proposal], round: Round, now: datetime) -> list[Match]:
    """Puts the pairs to both sides; what changed since the round began is left for the next look."""
    try:
        return matches.propose_all(proposals, now=now, round=round).made
    except IntegrityError:
        # The database refused what the rules allowed: a fault of ours, which must not stop everybody else's round.
        log.exception(
            "Proposals of round %s could not be written: %s",
            round.pk,
            [(each.need_id, each.offer_id) for each in proposals],
        )
        if len(proposals) == 1:
            return []
        return [match for proposal in proposals for match in _propose([proposal], round, now)]
