"""The ways of matching that are compared. A policy says when it looks, how many it asks, and whom.

A further one is one more entry of `POLICIES`; whatever has these members will do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Protocol

from matching.simulation import choosing
from matching.simulation.choosing import Chosen, Question

AT_ONCE = timedelta(0)
ONE = {"today": 1, "this_week": 1, "whenever": 1}
# As the service does: for today as many as make a yes likely (`engine.chances`), at most five; else one.
URGENT_ASK_SEVERAL = {"today": 5, "this_week": 1, "whenever": 1}

# What seekers, and what helpers, would look at if they chose for themselves.
SEEKERS_LOOK_AT = choosing.points_of(
    "topic_closeness", "shared_experience", "shared_hours", "sooner", "likely_answer"
)
HELPERS_LOOK_AT = choosing.points_of("topic_closeness", "shared_hours", "urgency", "waiting_time")


class Policy(Protocol):
    """A way of matching."""

    @property
    def title(self) -> str:
        """What it is called in tables."""

    @property
    def every(self) -> timedelta:
        """How long it lets needs gather before it looks; nothing for at once."""

    @property
    def asks(self) -> Mapping[str, int]:
        """How many helpers may be asked at the same time at most, by urgency."""

    @property
    def another_after(self) -> timedelta | None:
        """After so much silence one helper more may be asked, while the first keeps their time; None for never."""

    def choose(self, question: Question) -> Chosen:
        """Whom to ask, of the pairs that may meet now: within all places, nobody twice for one need."""


@dataclass(frozen=True, slots=True)
class Choosing:
    """A policy that is a way to choose, with its settings."""

    title: str
    how: Callable[[Question], Chosen]
    every: timedelta = AT_ONCE
    asks: Mapping[str, int] = field(default_factory=lambda: ONE)
    another_after: timedelta | None = None

    def choose(self, question: Question) -> Chosen:
        """As its way to choose says."""
        return self.how(question)


_FIRST = partial(choosing.in_turn, turn=choosing.waited_longest)
_LAST = partial(choosing.in_turn, turn=choosing.came_last)
_DEFERRED = partial(choosing.deferred_acceptance, seekers=SEEKERS_LOOK_AT, helpers=HELPERS_LOOK_AT)
_OURS = partial(choosing.best_set, points=choosing.total)
_NO_WAITING = partial(choosing.best_set, points=choosing.without("waiting_time"))
_QUARTER, _SIX = timedelta(minutes=15), timedelta(hours=6)

BASELINE = "first"
OURS = "ours"
POLICIES: dict[str, Policy] = {
    "first": Choosing("First come, first served", partial(_FIRST, liking=choosing.next_free)),
    "first-best": Choosing(
        "First come, first served, best helper", partial(_FIRST, liking=choosing.best_fit)
    ),
    "last": Choosing("Last come, first served", partial(_LAST, liking=choosing.next_free)),
    "greedy": Choosing("Best score first", partial(choosing.by_score, points=choosing.total)),
    "deferred": Choosing("Deferred acceptance, every 15 minutes", _DEFERRED, every=_QUARTER),
    "ours": Choosing("Ours, as the service does it", _OURS, asks=URGENT_ASK_SEVERAL),
    "ours-6h": Choosing("Ours, every six hours", _OURS, every=_SIX, asks=URGENT_ASK_SEVERAL),
    "ours-no-waiting": Choosing("Ours, waiting adds nothing", _NO_WAITING, asks=URGENT_ASK_SEVERAL),
    "ours-patient": Choosing(
        "Ours, one more after six silent hours", _OURS, asks=URGENT_ASK_SEVERAL, another_after=_SIX
    ),
}
