"""Which pairs may meet now, and how well they fit: the engine's own rules and scores, asked only where needed.

The one place that looks at pairs. Whatever no passing hour and no answer can change is asked once for each
pair of one world, whichever policy is played.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from matching.engine import ranking, rules
from matching.engine.ranking import Fit
from matching.engine.side import NeedSide, OfferSide

# These look only at what was written when the two were posted. A rule that is not named here is asked every time.
LASTING = frozenset(
    {
        rules.are_two_people,
        rules.are_in_one_community,
        rules.share_a_kind,
        rules.share_a_topic,
        rules.asks_nothing_avoided,
        rules.share_a_language,
        rules.share_a_format,
        rules.are_near,
        rules.are_in_good_standing,
        rules.neither_blocks_the_other,
        rules.may_not_know_each_other,
        rules.neither_listed_the_other,
        rules.danger_goes_to_trained,
        rules.sensitive_goes_to_admitted,
        rules.wishes_hold_both_ways,
    }
)
LASTING_RULES = tuple(rule for rule in rules.RULES if rule in LASTING)
PASSING_RULES = tuple(rule for rule in rules.RULES if rule not in LASTING)


class Possible(NamedTuple):
    """A need and an offer that may meet at this moment, and how well they fit."""

    need: NeedSide
    offer: OfferSide
    fit: Fit


class Pairs:
    """The pairs of one world. Keeps who could ever meet; asks everything else anew."""

    def __init__(self, offers: Mapping[int, OfferSide]) -> None:
        self._offers = offers
        self._ever: dict[int, frozenset[int]] = {}

    def ever(self, need: NeedSide, now: datetime) -> frozenset[int]:
        """The offers that could suit this need at some time."""
        if need.id not in self._ever:
            self._ever[need.id] = frozenset(
                id
                for id, offer in self._offers.items()
                if all(rule(need, offer, now) for rule in LASTING_RULES)
            )
        return self._ever[need.id]

    def possible(self, pairs: Iterable[tuple[NeedSide, OfferSide]], now: datetime) -> list[Possible]:
        """Those of these pairs that may meet now, with how well they fit; all must be `ever` possible."""
        return [
            Possible(need, offer, ranking.fit(need, offer, now))
            for need, offer in pairs
            if all(rule(need, offer, now) for rule in PASSING_RULES)
        ]
