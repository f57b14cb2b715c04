"""The ways of matching that are compared. A policy says when it looks, how many it asks, and whom.

A further one is one more entry of `POLICIES`, or a small class with the same three members.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from matching.simulation import choosing
from matching.simulation.choosing import Chosen
from matching.simulation.pairs import Possible

AT_ONCE = timedelta(0)
ONE = {"today": 1, "this_week": 1, "whenever": 1}
URGENT_ASK_SEVERAL = {"today": 4, "this_week": 1, "whenever": 1}
ALL_ASK_SEVERAL = {"today": 4, "this_week": 2, "whenever": 2}

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
        """How many helpers may be asked at the same time, by urgency."""

    @property
    def another_after(self) -> timedelta | None:
        """After so much silence one helper more may be asked, while the first keeps their time; None for never."""

    def choose(self, possible: Sequence[Possible], now: datetime) -> Chosen:
        """Whom to ask, of the pairs that may meet now: within all places, nobody twice for one need."""


@dataclass(frozen=True, slots=True)
class Choosing:
    """A policy that is a way to choose, with its settings."""

    title: str
    how: Callable[[Sequence[Possible]], Chosen]
    every: timedelta = AT_ONCE
    asks: Mapping[str, int] = field(default_factory=lambda: ONE)
    another_after: timedelta | None = None

    def choose(self, possible: Sequence[Possible], now: datetime) -> Chosen:
        return self.how(possible)


_FIRST = partial(choosing.in_turn, turn=choosing.waited_longest)
_LAST = partial(choosing.in_turn, turn=choosing.came_last)
_OURS = partial(choosing.best_set, points=choosing.total)

BASELINE = "first"
POLICIES: dict[str, Policy] = {
    "first": Choosing(
        "First come, first served: best free helper", partial(_FIRST, liking=choosing.best_fit)
    ),
    "first-any": Choosing(
        "First come, first served: next free helper", partial(_FIRST, liking=choosing.next_free)
    ),
    "last": Choosing("Last come, first served: best free helper", partial(_LAST, liking=choosing.best_fit)),
    "greedy": Choosing("Best score first", partial(choosing.by_score, points=choosing.total)),
    "deferred": Choosing(
        "Deferred acceptance, every quarter of an hour",
        partial(choosing.deferred_acceptance, seekers=SEEKERS_LOOK_AT, helpers=HELPERS_LOOK_AT),
        every=timedelta(minutes=15),
    ),
    "ours": Choosing("Ours, at once", _OURS),
    "ours-15min": Choosing("Ours, every quarter of an hour", _OURS, every=timedelta(minutes=15)),
    "ours-6h": Choosing("Ours, every six hours", _OURS, every=timedelta(hours=6)),
    "ours-no-waiting": Choosing(
        "Ours, at once, waiting adds nothing",
        partial(choosing.best_set, points=choosing.without("waiting_time")),
    ),
    "ours-urgent": Choosing("Ours, at once, urgent needs ask four", _OURS, asks=URGENT_ASK_SEVERAL),
    "ours-several": Choosing("Ours, at once, urgent needs ask four, others two", _OURS, asks=ALL_ASK_SEVERAL),
    "ours-patient": Choosing(
        "Ours, at once, one more is asked after six hours of silence", _OURS, another_after=timedelta(hours=6)
    ),
    "ours-patient12": Choosing(
        "Ours, at once, one more is asked after twelve hours of silence",
        _OURS,
        another_after=timedelta(hours=12),
    ),
    "first-patient": Choosing(
        "First, at once, one more is asked after six hours of silence",
        partial(_FIRST, liking=choosing.best_fit),
        another_after=timedelta(hours=6),
    ),
    "first-several": Choosing(
        "First come, first served, urgent needs ask four, others two",
        partial(_FIRST, liking=choosing.best_fit),
        asks=ALL_ASK_SEVERAL,
    ),
}
