"""How everybody stands at a moment of the play: who waits, who is asked, who is with whom."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from matching.engine.side import NeedSide, OfferSide, Past
from matching.simulation.world import Helper, Seeker

MOST_ASKED = 5  # helpers for one need at the same time
WEEK = timedelta(days=7)


@dataclass(slots=True)
class Ask:
    """A request that was put to a helper, until it is answered, runs out or is taken back."""

    need: int
    offer: int
    at: datetime
    chance: float  # that it is a yes, as the engine sees it
    live: bool = True
    silent: bool = False  # for so long that another helper may be asked meanwhile


@dataclass(slots=True)
class Waiting:
    """A seeker who has come: their need as it stands, and what came of it."""

    seeker: Seeker
    side: NeedSide
    most: int  # helpers asked at the same time, before any of them was silent for long
    asks: dict[int, Ask] = field(default_factory=dict)  # those that are open, by offer
    tried: dict[int, int] = field(default_factory=dict)  # how often each offer was asked
    passed_over: int = 0
    met: datetime | None = None
    left: datetime | None = None
    rating: float | None = None
    first_asked: datetime | None = None

    @classmethod
    def arrived(cls, seeker: Seeker, asks: Mapping[str, int]) -> "Waiting":
        """Somebody who has just come; `asks` says how many may be asked, by urgency."""
        found = cls(seeker, seeker.need, asks[seeker.need.urgency])
        found.refresh()
        return found

    @property
    def searches(self) -> bool:
        """Whether they still wait for somebody."""
        return self.met is None and self.left is None

    def refresh(self, *, declined: int | None = None) -> None:
        """Brings the side up to date after a request was put, answered or taken back."""
        person = self.side.person
        if declined is not None:
            person = replace(person, resting=person.resting | {declined})
        silent = sum(ask.silent for ask in self.asks.values())
        today = self.side.urgency == "today"
        self.side = replace(
            self.side,
            person=person,
            places=min(self.most + silent, MOST_ASKED) - len(self.asks),
            asking=frozenset(self.asks),
            pending=tuple(ask.chance for ask in self.asks.values()) if today else (),
        )


@dataclass(slots=True)
class Giving:
    """A helper at work: their places, their week, and what they have been asked so far."""

    helper: Helper
    side: OfferSide
    taken: int = 0  # open requests and conversations
    lately: deque[datetime] = field(default_factory=deque)  # requests of the last seven days
    helped: int = 0  # conversations begun in the counted weeks

    def side_at(self, now: datetime) -> OfferSide:
        """The offer as it stands now; how many they may still be asked this week comes back by itself."""
        while self.lately and self.lately[0] <= now - WEEK:
            self.lately.popleft()
        room = self.helper.capacity - self.taken
        left = min(self.helper.max_people - self.taken, self.helper.asks_a_week - len(self.lately))
        if (self.side.room, self.side.person_room) != (room, left):
            self.side = replace(self.side, room=room, person_room=left, load=self.taken)
        return self.side

    def open_at(self, now: datetime) -> OfferSide | None:
        """The offer as it stands now, if somebody more may be put to them at all."""
        if self.taken >= self.helper.places:
            return None
        side = self.side_at(now)
        return side if side.person_room > 0 else None

    def learn(self, *, part: int, answered: bool, yes: bool) -> None:
        """Keeps how a request ended that was put to them in this part of their day."""
        past = self.side.past
        answers = _one_more(past.answered_in, part) if answered else past.answered_in
        self.side = replace(self.side, past=Past(_one_more(past.asked_in, part), answers, past.yeses + yes))


def _one_more(counts: tuple[int, ...], part: int) -> tuple[int, ...]:
    return tuple(count + (place == part) for place, count in enumerate(counts))
