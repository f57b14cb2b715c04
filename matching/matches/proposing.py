"""A match begins: the helper is asked, or a moderator looks first."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.notifications.notify import Notice, ask_to_tell, notify_all
from accounts.rows import batched, insert, new, together
from matching import alone, pasts, policy, review, sides, topics, waiting
from matching.engine import ranking, rules
from matching.engine.reasons import Reason, reasons
from matching.engine.side import NeedSide, OfferSide
from matching.engine.weeks import foresee
from matching.locking import Held, ask_for_postings, hold
from matching.matches.steps import (
    NotPermitted,
    NotWaiting,
    answer_by,
    broken_since,
    finish,
    kind_of,
    resume,
    still,
)
from matching.models import Match, MatchState, Need, OfferState, Round

# What lies around the postings, whether a moderator looks at proposals here first, and ids for the new matches.
AROUND = f"""
{sides.AROUND}
UNION ALL SELECT 'reviewed', 0, id, '' FROM accounts_community
    WHERE review_proposals AND id IN (SELECT community_id FROM matching_need WHERE id = ANY(%(needs)s))
UNION ALL SELECT 'id', 0, nextval('matching_match_id_seq'), '' FROM generate_series(1, %(count)s::int)
"""  # noqa: S608 - constants only
MATCHED = """
UPDATE matching_need SET state = 'matched' WHERE id = ANY(ARRAY(SELECT need_id FROM written))
"""
AT_ONCE = 50  # matches written while others are looked at


class Proposal(NamedTuple):
    """An offer that is to be put to a need. How well they fit, and why, is worked out when it is made."""

    need_id: int
    offer_id: int


class Known(NamedTuple):
    """What holds in a community, and no match changes."""

    weights: dict[str, int]
    lineages: topics.Lineages


@dataclass
class Proposed:
    """What came of proposals: the matches made, and why the others were not."""

    made: list[Match] = field(default_factory=list)
    refused: list[NotWaiting | NotPermitted] = field(default_factory=list)


def propose(
    *,
    need_id: int,
    offer_id: int,
    now: datetime,
    by: Member | None = None,
) -> Match:
    """Puts an offer to a need: the helper is asked, or a moderator looks first where the community wants that.

    A moderator's own match (`by`) keeps the same rules and needs no second look. Raises `NotWaiting` or `NotPermitted`.
    """
    found = propose_all([Proposal(need_id, offer_id)], now=now, by=by)
    for refusal in found.refused:
        raise refusal
    return found.made[0]


@transaction.atomic
def propose_all(
    proposals: Sequence[Proposal],
    *,
    now: datetime,
    round: Round | None = None,
    by: Member | None = None,
    known: Known | None = None,
) -> Proposed:
    """Makes these proposals of one community in one transaction, in hardly more statements than one takes.

    Everything concerned is locked first; then the rules are asked again for each, with the places that the proposals
    before it have taken. What is `known` to the caller is not read again.
    """
    needs = sorted({proposal.need_id for proposal in proposals})
    offers = sorted({proposal.offer_id for proposal in proposals})
    with together():
        alone.while_rules_hold(needs)
        locked = ask_for_postings(needs, offers)
        # Each statement sees what is so when it begins: from here on that is so until the end.
        asked = sides.ask_around(needs, offers, now=now, sql=AROUND, count=len(proposals))
    held, around = locked(), asked()
    table, free = _Table(held, now, known, around), iter(sorted(around.facts.ids["id", 0]))
    in_review = frozenset() if by else around.facts.ids["reviewed", 0]
    found = Proposed()
    with together():
        for some in batched(proposals, AT_ONCE):
            fitting = table.take_all(some, found.refused)
            made = [_match(next(free), proposal, fit, held, now, round, by) for proposal, fit in fitting]
            for match in made:
                if match.community_id not in in_review:
                    _ask(match, held.needs[match.need_id], held.members[match.helper_id], now)
            insert(made, then=MATCHED)  # the database writes these while the next are looked at
            found.made += made
        sent = [match for match in found.made if match.state == MatchState.PROPOSED]
        tell = ask_to_tell([notice for match in sent for notice in _notices(match, held)], now=now)
    tell()
    for match in found.made:
        if match.state == MatchState.IN_REVIEW:
            people = (match.seeker_id, match.helper_id)
            review.call(match.community, f"match:{match.pk}", but=people, now=now)
    return found


class Fitting(NamedTuple):
    """How well a pair fits, and what there is to tell them about it."""

    score: int
    reasons: Sequence[Reason]


class _Table:
    """The needs and offers at hand, as the engine knows them, and the places that are still to be had."""

    def __init__(self, held: Held, now: datetime, known: Known | None, around: sides.Around) -> None:
        self.held, self.now = held, now
        self.weights = {
            id: known.weights if known else policy.weights_of(id)
            for id in {need.community_id for need in held.needs.values()}
        }
        self.needs: dict[int, NeedSide]
        self.offers: dict[int, OfferSide]
        self.needs, self.offers = sides.both(
            held.needs.values(),
            held.offers.values(),
            now=now,
            members=held.members,
            lineages=known.lineages if known else None,
            around=around,
        )
        self.asked: dict[int, frozenset[int]] = defaultdict(frozenset)  # here and now, by need: the helpers
        self.taken: Counter[int] = Counter()  # places, by offer
        self.people: Counter[int] = Counter()  # people more, by helper
        both: list[NeedSide | OfferSide] = [*self.needs.values(), *self.offers.values()]
        foresee({side.person.hours for side in both}, now)

    def take_all(
        self, proposals: Iterable[Proposal], refused: list[NotWaiting | NotPermitted]
    ) -> Iterator[tuple[Proposal, Fitting]]:
        """Those that can be taken, one after the other, and how they fit; why not, of the others."""
        for proposal in proposals:
            try:
                fit = self.take(proposal)
            except (NotWaiting, NotPermitted) as refusal:
                refused.append(refusal)
            else:
                yield proposal, fit

    def take(self, proposal: Proposal) -> Fitting:
        """Takes the places of this pair and says how they fit. Raises `NotWaiting` or `NotPermitted` and takes none."""
        need, offer = self._need(proposal.need_id), self._offer(proposal.offer_id)
        if need is None or offer is None or not self._waits(need, offer):
            raise NotWaiting(_("This is no longer waiting for somebody."), code="not_waiting")
        broken = rules.broken_rules(need, offer, self.now)
        if broken:
            raise NotPermitted(broken)
        fit = ranking.fit(need, offer, self.now, self.weights[need.community_id])
        helper = offer.person.member_id
        self.asked[need.id] |= {helper}
        self.taken[offer.id] += 1
        self.people[helper] += 1
        return Fitting(fit.total, reasons(need, offer, self.now, fit))

    def _need(self, id: int) -> NeedSide | None:
        """The need as it stands after the proposals so far."""
        need = self.needs.get(id)
        if need is None or id not in self.asked:
            return need
        asked = self.asked[id]
        return replace(need, places=need.places - len(asked), asking=need.asking | asked)

    def _offer(self, id: int) -> OfferSide | None:
        """The offer as it stands after the proposals so far, to its helper's other offers, too."""
        offer = self.offers.get(id)
        if offer is None or not (people := self.people[offer.person.member_id]):
            return offer
        return replace(
            offer,
            room=offer.room - self.taken[id],
            person_room=offer.person_room - people,
            load=offer.load + people,
        )

    def _waits(self, need: NeedSide, offer: OfferSide) -> bool:
        lives = _lives(self.held.needs[need.id], self.now)
        return lives and need.places > 0 and self.held.offers[offer.id].state == OfferState.OPEN


def _lives(need: Need, now: datetime) -> bool:
    return need.state in waiting.LOOKING and need.expires_at is not None and need.expires_at > now


def _match(
    id: int,
    proposal: Proposal,
    fit: Fitting,
    held: Held,
    now: datetime,
    round: Round | None,
    by: Member | None,
) -> Match:
    need, offer = held.needs[proposal.need_id], held.offers[proposal.offer_id]
    return new(
        Match,
        id=id,
        community_id=need.community_id,
        need_id=need.id,
        offer_id=offer.id,
        seeker_id=need.member_id,
        helper_id=offer.member_id,
        need_version=need.version,
        offer_version=offer.version,
        state=MatchState.IN_REVIEW,
        score=fit.score,
        reasons=[{"code": reason.code, "params": reason.params} for reason in fit.reasons],
        round_id=round.id if round else None,
        made_by_id=by.id if by else None,
        created_at=now,
    )


def _ask(match: Match, need: Need, helper: Member, now: datetime) -> None:
    """The proposal goes out; the caller saves it."""
    match.state = MatchState.PROPOSED
    match.proposed_at = now
    match.expires_at = answer_by(need, helper, now)


def _notices(match: Match, held: Held) -> Iterator[Notice]:
    """The helper is asked; the seeker hears, once a need, that people are being asked."""
    need = held.needs[match.need_id]
    yield Notice(
        held.members[match.helper_id],
        kind_of("match_asked", need),
        f"match:{match.id}:match_asked",
        match.community_id,
        {"match": str(match.uid)},
    )
    yield Notice(
        held.members[match.seeker_id],
        "need_searching",
        f"need:{need.id}:searching",
        match.community_id,
        {"need": str(need.uid)},
    )


@transaction.atomic
def release(*, match: Match, now: datetime) -> Match:
    """A moderator has looked: the proposal that was held goes out, if it may still be made today.

    Raises `AlreadyAnswered`, `NotWaiting` when the need's time is over, or `NotPermitted`.
    """
    held = hold(Q(pk=match.pk))
    match = still(held, (MatchState.IN_REVIEW,))
    if not _lives(held.needs[match.need_id], now):
        raise NotWaiting(_("This is no longer waiting for somebody."), code="not_waiting")
    helper = held.members[match.helper_id]
    broken = broken_since(match, held, now) + ([rules.has_room] if _asked_enough(helper, now) else [])
    if broken:
        raise NotPermitted(broken)
    _ask(match, held.needs[match.need_id], helper, now)
    match.save()
    notify_all(list(_notices(match, held)), now=now)
    return match


def _asked_enough(helper: Member, now: datetime) -> bool:
    """Whether the helper lowered their own limit of requests while this one, which counts already, was held."""
    so_far = pasts.of([helper.pk], now=now).get(helper.pk, pasts.NONE_YET)
    return so_far.asked_this_week > helper.max_asks_week


@transaction.atomic
def refuse(*, match: Match, now: datetime) -> Match:
    """A moderator has looked and does not let the proposal go out; nobody hears of it. Raises `AlreadyAnswered`."""
    held = hold(Q(pk=match.pk))
    match = still(held, (MatchState.IN_REVIEW,))
    finish(match, MatchState.DECLINED, now)
    resume(held.needs[match.need_id])
    return match
