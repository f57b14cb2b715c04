"""A round: all that wait in a community are looked at together and paired as well as possible for everybody."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from django.db import IntegrityError, OperationalError, connection

from accounts.rows import Later, together
from matching import candidates, matches, policy, prices, rounds, tables, topics, waiting
from matching.alone import ROUNDS, alone
from matching.engine.gather import FEW, Edges, gather
from matching.engine.tables import Numbers, Tables
from matching.engine.together import Chosen, choose
from matching.matches import Known, Proposal
from matching.models import Match, Offer, OfferState, Round

log = logging.getLogger(__name__)

NEAR = 60  # offers named for one need
FURTHER = 2_000  # where few of these may be asked
FEW_NEEDS = 64  # for so few the offers near each are asked for; for more, all offers are read at once
OFFERS_A_NEED = 150  # reading so many offers costs what asking for one need's nearest does
BATCH = 200  # proposals written in one transaction
MOST_ROUNDS = 20
LOCK = ROUNDS
THOROUGH = 1_000  # needs passed over for long for which many more offers are kept, the longest waiting first


def run(*, community_id: int, now: Callable[[], datetime]) -> list[Round]:
    """Holds rounds until nothing in this community is due. Does nothing while another worker does just that.

    `now` is asked at each round's beginning. Who rang while this worker held the lock went away: what they rang for is
    looked for once more after it was let go of.
    """
    held: list[Round] = []
    while len(held) < MOST_ROUNDS:
        with alone(LOCK, community_id, now) as turn:
            if not turn.mine:
                break
            held += _rounds(community_id, turn.begun, now, MOST_ROUNDS - len(held))
        if not waiting.anything(community_id, now=now()):
            break
    return held


def _rounds(community_id: int, begun: datetime, now: Callable[[], datetime], most: int) -> Iterator[Round]:
    for moment in chain([begun], (now() for _ in range(most - 1))):
        watch, look = _Watch(), _Look(community_id, moment)
        if not look.call.anything:
            return
        if look.call.all_needs:
            yield _round(look, watch, now)
        else:
            waiting.looked(look.call, started=moment)  # an offer stirred, and nobody waits for one like it


def _round(look: "_Look", watch: "_Watch", now: Callable[[], datetime]) -> Round:
    round, call = look.begin(), look.call
    round.gather_ms = watch.lap()
    chosen = look.choose()
    round.solve_ms = watch.lap()
    made = _write(look.proposals(chosen), round, look.now, look.known)
    waiting.looked(call, started=look.now, passed_over=look.ids(chosen.passed_over))
    round.write_ms = watch.lap()
    round.offers, round.candidates = len(look.found.tables.offers.id), len(look.found.edges.need)
    round.matched, round.proposals = len({match.need_id for match in made}), len(made)
    round.total, round.bound, round.whole = chosen.total, chosen.bound, call.whole
    round.passed_over, round.finished_at = len(chosen.passed_over), now()
    rounds.keep(round)
    return round


class _Watch:
    """How long each part of a round took, for operators."""

    def __init__(self) -> None:
        self.since = time.monotonic()

    def lap(self) -> int:
        """Milliseconds since the last lap."""
        before, self.since = self.since, time.monotonic()
        return round((self.since - before) * 1000)


class Found(NamedTuple):
    """The postings of a round, which of them may meet, and what the offers are worth to others, if that counts."""

    tables: Tables
    edges: Edges
    prices: Numbers | None


class _Look:
    """What a round looks at: the needs that are called, the offers for them, and which of these may meet."""

    found: Found

    def __init__(self, community_id: int, now: datetime) -> None:
        self.community_id, self.now = community_id, now
        with together():
            called = waiting.ask_call(community_id, now=now)
            # Most rounds are called for one need: the offers near it are asked for before anybody knows its name.
            near = candidates.ask_near_next(community_id, now=now, limit=NEAR)
            weights, lineages = policy.ask_weights(community_id), topics.ask_lineages()
        self.call, self.near, self.known = called(), near(), Known(weights(), lineages())

    def begin(self) -> Round:
        """Notes that a round begins, and finds who may meet in it."""
        named = self._named() if self._are_few() else None
        offers = None if named is None else {*self.call.offers, *(pair.offer for pair in named)}
        with together():
            begun = rounds.begin(self.community_id, started=self.now, waiting=len(self.call.all_needs))
            asked = self._ask(offers)
        round, self.found = begun(), self._gathered(asked())
        if behind := self._found_few(named or ()):
            more = candidates.further(behind, now=self.now, limit=FURTHER)
            known = self.found.tables.offers.id.tolist()
            self.found = self._gathered(self._ask({*known, *(pair.offer for pair in more)})())
        return round

    def choose(self) -> Chosen:
        """The best pairs for everybody in this round; whoever comes alone leaves to others what they want most."""
        row_of = {need: row for row, need in enumerate(self.found.tables.needs.id.tolist())}
        first = [row_of[need] for need in self.call.passed if need in row_of]
        return choose(self.found.tables, self.found.edges, prices=self.found.prices, first=first)

    def proposals(self, chosen: Chosen) -> list[Proposal]:
        """The pairs by their ids."""
        needs, offers = self.found.tables.needs.id[chosen.need], self.found.tables.offers.id[chosen.offer]
        return [Proposal(need, offer) for need, offer in zip(needs.tolist(), offers.tolist(), strict=True)]

    def ids(self, needs: Numbers) -> list[int]:
        return list(self.found.tables.needs.id[needs].tolist())

    def _are_few(self) -> bool:
        due = len(self.call.needs)
        if due <= FEW_NEEDS:
            return True
        open_offers = Offer.objects.filter(community=self.community_id, state=OfferState.OPEN)
        return due * OFFERS_A_NEED < open_offers.count()

    def _named(self) -> list[candidates.Pair]:
        """The offers near each need that is due."""
        due = set(self.call.needs)
        others = due.difference(pair.need for pair in self.near)
        more = candidates.near(others, now=self.now, limit=NEAR) if others else []
        return [*(pair for pair in self.near if pair.need in due), *more]

    def _found_few(self, named: Sequence[candidates.Pair]) -> list[int]:
        """Needs for which more offers were there than were named, and few of those may be asked."""
        many = {need for need, count in Counter(pair.need for pair in named).items() if count == NEAR}
        served = Counter(self.found.tables.needs.id[self.found.edges.need].tolist())
        return [need for need in many if served[need] < FEW]

    def _ask(self, offers: set[int] | None) -> Later[Tables]:
        return tables.ask(
            community_id=self.community_id,
            needs=self.call.all_needs,
            offers=None if offers is None else sorted(offers),
            now=self.now,
            lineages=self.known.lineages,
        )

    def _gathered(self, read: Tables) -> Found:
        passed = set(self.call.passed[:THOROUGH])
        thorough = {row for row, need in enumerate(read.needs.id.tolist()) if need in passed}
        # For a round of few; a round of many is fair to those who are in it.
        worth = read.offers.price if len(self.call.all_needs) < prices.MANY else None
        edges = gather(read, weights=self.known.weights, prices=worth, thorough=thorough)
        return Found(read, edges, worth)


def _write(proposals: Sequence[Proposal], round: Round, now: datetime, known: Known) -> list[Match]:
    batches = (proposals[first : first + BATCH] for first in range(0, len(proposals), BATCH))
    return [match for batch in batches for match in _propose(batch, round, now, known)]


def _propose(proposals: Sequence[Proposal], round: Round, now: datetime, known: Known) -> list[Match]:
    """Puts the pairs to both sides; what changed since the round began is left for the next look."""
    try:
        return matches.propose_all(proposals, now=now, round=round, known=known).made
    except (IntegrityError, OperationalError):
        if not connection.is_usable():
            raise
        # Refused by the database, a fault of ours, or held by somebody for too long: nobody else's round stops for it.
        log.exception("Proposals of round %s could not be written: %s", round.pk, list(proposals))
        if len(proposals) == 1:
            return []
        return [match for proposal in proposals for match in _propose([proposal], round, now, known)]
