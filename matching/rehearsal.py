"""A dry run: what a round would do under other weights. It writes nothing and locks nothing.

It supposes that nobody is being asked at this moment: all needs that wait, and those of the last two weeks whatever
became of them, meet all open offers with all their room. So a quiet community sees something too.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean
from typing import NamedTuple

from matching.crowds import FEW, enough, told_apart
from matching.engine import pairing
from matching.engine.evenness import gini
from matching.engine.pairing import Edge
from matching.engine.ranking import WEIGHTS
from matching.engine.side import NeedSide
from matching.stage import Stage, gather

OTHERS = ""  # the group of those that are not told apart


class Share(NamedTuple):
    """How many of a group of needs would be helped."""

    group: str  # a language's code, an urgency, or OTHERS
    needs: int
    helped: int


@dataclass(frozen=True)
class Outcome:
    """What a round would do. The means are None where so few would be asked that they would be about persons."""

    needs: int
    offers: int
    helped: int  # needs for which somebody would be asked
    pairs: int
    closeness: float | None  # means over the pairs, 0..1
    hours: float | None
    soon: float | None
    waited: timedelta | None  # mean over the needs helped
    unevenness: float | None  # the Gini figure of what is asked of the helpers
    by_language: tuple[Share, ...]
    by_urgency: tuple[Share, ...]
    chosen: frozenset[tuple[int, int]]
    whole: bool


@dataclass(frozen=True)
class Comparison:
    """What other weights would change."""

    before: Outcome
    after: Outcome
    somebody_else: int  # needs for which somebody would be asked who would not be before


def rehearse(
    community_id: int, *, weights: Mapping[str, int], now: datetime, without: Collection[int] = ()
) -> Outcome:
    """What a round would do under these weights. About 30 queries; nothing is written and nothing locked.

    `without` are members who are left out: whoever looks must not learn who stands against themselves.
    """
    return play(gather(community_id, now=now, without=without), weights)


def play(stage: Stage, weights: Mapping[str, int]) -> Outcome:
    """What a round would do with these needs and offers. No queries."""
    shares = [weights[name] for name in WEIGHTS]
    chosen = frozenset(
        _pairs([Edge(p.need_id, p.offer_id, total(p.values, shares)) for p in stage.possible], stage)
    )
    helped = frozenset(need for need, _ in chosen)
    values = [p.values for p in stage.possible if (p.need_id, p.offer_id) in chosen]
    several = enough(helped, _whose(stage.needs))
    return Outcome(
        needs=len(stage.needs),
        offers=len(stage.offers),
        helped=len(helped),
        pairs=len(chosen),
        closeness=_mean(values, "topic_closeness") if several else None,
        hours=_mean(values, "shared_hours") if several else None,
        soon=_mean(values, "sooner") if several else None,
        waited=_waited(stage, helped) if several else None,
        unevenness=_unevenness(stage, chosen),
        by_language=_shares(stage.needs, helped, lambda need: need.languages),
        by_urgency=_shares(stage.needs, helped, lambda need: {need.urgency}),
        chosen=chosen,
        whole=stage.whole,
    )


def compare(before: Outcome, after: Outcome) -> Comparison:
    """What the second outcome changes."""
    then, now = _helpers_of(before), _helpers_of(after)
    changed = sum(not now[need] <= then[need] for need in now)
    return Comparison(before, after, changed)


def _whose(needs: Mapping[int, NeedSide]) -> dict[int, int]:
    return {id: need.person.member_id for id, need in needs.items()}


def _helpers_of(outcome: Outcome) -> dict[int, set[int]]:
    asked: dict[int, set[int]] = defaultdict(set)
    for need, offer in outcome.chosen:
        asked[need].add(offer)
    return asked


def total(values: Iterable[float], weights: Iterable[int]) -> int:
    """As `ranking.fit` adds them up."""
    return sum(round(value * weight) for value, weight in zip(values, weights, strict=True))


def _pairs(edges: list[Edge], stage: Stage) -> tuple[tuple[int, int], ...]:
    return pairing.pair(
        edges,
        places={id: need.places for id, need in stage.needs.items()},
        rooms={id: offer.room for id, offer in stage.offers.items()},
        helper_of={id: offer.person.member_id for id, offer in stage.offers.items()},
        helper_rooms={offer.person.member_id: offer.person_room for offer in stage.offers.values()},
    ).pairs


def _mean(values: list[tuple[float, ...]], name: str) -> float:
    place = list(WEIGHTS).index(name)
    return fmean(each[place] for each in values)


def _waited(stage: Stage, helped: frozenset[int]) -> timedelta:
    waits = (stage.now - stage.needs[need].waiting_since for need in helped)
    return sum(waits, timedelta()) / len(helped)


def _unevenness(stage: Stage, chosen: Iterable[tuple[int, int]]) -> float | None:
    """How unevenly the asking would lie on all who offer help; None where they are few."""
    helpers = {offer.person.member_id for offer in stage.offers.values()}
    asked = Counter(stage.offers[offer].person.member_id for _, offer in chosen)
    return gini(asked[helper] for helper in helpers) if len(helpers) >= FEW else None


def _shares(
    needs: Mapping[int, NeedSide], helped: frozenset[int], groups_of: Callable[[NeedSide], Collection[str]]
) -> tuple[Share, ...]:
    """How many of each group would be helped, small groups as one. A need may stand in several groups."""
    groups: dict[str, set[int]] = defaultdict(set)
    for id, need in needs.items():
        for group in groups_of(need):
            groups[group].add(id)
    whose = _whose(needs)
    told, others = told_apart({group: frozenset(ids) for group, ids in groups.items()}, whose)
    rows = [*told.items(), *([(OTHERS, others)] if enough(others, whose) else [])]
    return tuple(Share(group, len(ids), len(ids & helped)) for group, ids in rows)
