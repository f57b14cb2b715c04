"""Plays one policy in one world: people come, are put to each other, answer or do not, talk, and go."""

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from matching.engine import rules
from matching.engine.chances import chance_of_yes, part_of_day
from matching.engine.hours import EPOCH
from matching.engine.quiet import deadline
from matching.engine.side import NeedSide, OfferSide, Quiet
from matching.simulation.looking import Looking
from matching.simulation.moods import Mood, Moods
from matching.simulation.pairs import Pairs
from matching.simulation.policies import AT_ONCE, Policy
from matching.simulation.standing import Ask, Giving, Waiting
from matching.simulation.world import START, World

LOOK_AGAIN = timedelta(hours=1)  # everybody who waits is looked at so often, because hours pass
STRETCH = timedelta(hours=6)
NO_QUIET = Quiet(0, 0)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as it was put: for those who want to see whether people behave as assumed."""

    need: int
    offer: int
    similarity: float
    mood: Mood


@dataclass(frozen=True, slots=True)
class Played:
    """What came of it."""

    world: World
    seekers: dict[int, Waiting]
    helpers: dict[int, Giving]
    asked: list[Asked]
    wide: float  # share of the looks that had several needs and several offers before them


def play(world: World, policies: Mapping[str, Policy]) -> dict[str, Played]:
    """Plays the whole time of one world with each policy.

    Some hours of the one, then the same hours of the next: whatever the engine keeps for an hour serves them all.
    """
    pairs = Pairs({id: each.offer for id, each in world.helpers.items()})
    games = {name: _Game(world, policy, pairs) for name, policy in policies.items()}
    until = START
    while until < world.end:
        until = min(until + STRETCH, world.end)
        for game in games.values():
            game.run(until=until)
    return {name: game.played() for name, game in games.items()}


class _Game:
    """The clock, and what happens at each of its events."""

    def __init__(self, world: World, policy: Policy, pairs: Pairs) -> None:
        self.world, self.policy, self.moods = world, policy, Moods(world)
        self.came: dict[int, Waiting] = {}
        self.searching: dict[int, Waiting] = {}
        self.helpers = {id: Giving(each, each.offer) for id, each in world.helpers.items()}
        self.looking = Looking(policy, pairs, self.searching, self.helpers)
        self.asked: list[Asked] = []
        self._order = count()
        self._events: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._look_due: datetime | None = None
        for id, seeker in world.seekers.items():
            self.at(seeker.arrives, partial(self.come, id))
        self.at(START, self.look_at_all)

    def run(self, *, until: datetime) -> None:
        while self._events and self._events[0][0] < until:
            now, _, happens = heapq.heappop(self._events)
            happens(now)
            self._look_or_plan(now)

    def played(self) -> Played:
        """What came of it so far."""
        looking = self.looking
        return Played(self.world, self.came, self.helpers, self.asked, looking.wide / max(1, looking.looks))

    def at(self, moment: datetime, happens: Callable[[datetime], None]) -> None:
        heapq.heappush(self._events, (moment, next(self._order), happens))

    def _look_or_plan(self, now: datetime) -> None:
        """If something changed, the matcher looks: at once, or when its next round is due."""
        every = self.policy.every
        if self.looking.has_cause and every == AT_ONCE:
            self.look(now)
        elif self.looking.has_cause and self._look_due is None:
            self._look_due = now + every - (now - EPOCH) % every
            self.at(self._look_due, self.look)

    def look(self, now: datetime) -> None:
        self._look_due = None
        for need, offer in self.looking.look(now):
            self.ask(need, offer, now)

    def look_at_all(self, now: datetime) -> None:
        self.looking.needs.update(self.searching)
        self.at(now + LOOK_AGAIN, self.look_at_all)

    def come(self, id: int, now: datetime) -> None:
        seeker = self.world.seekers[id]
        waiting = self.came[id] = self.searching[id] = Waiting.arrived(seeker, self.policy.asks)
        self.looking.needs.add(id)
        self.at(seeker.gives_up, lambda now: self.give_up(waiting, now))

    def ask(self, need_id: int, offer_id: int, now: datetime) -> None:
        """Puts a need to a helper. Raises `ValueError` where the engine's rules forbid it."""
        waiting, giving = self.searching[need_id], self.helpers[offer_id]
        need, offer = waiting.side, giving.side_at(now)
        if need.places < 1 or not rules.may_meet(need, offer, now):
            raise ValueError(
                f"{self.policy.title} put need {need_id} to offer {offer_id}, against the rules."
            )
        attempt = waiting.tried[offer_id] = waiting.tried.get(offer_id, 0) + 1
        mood = self.moods.answer(need, offer, attempt)
        self.asked.append(Asked(need_id, offer_id, self.moods.similarity(need, offer), mood))
        ask = waiting.asks[offer_id] = Ask(need_id, offer_id, now, chance_of_yes(offer, now))
        giving.taken += 1
        giving.lately.append(now)
        waiting.first_asked = waiting.first_asked or now
        waiting.refresh()
        if self.policy.another_after is not None:
            self.at(now + self.policy.another_after, partial(self.fall_silent, ask))
        self.at(_waking(offer, need, mood.after, now), lambda then: self.answer(ask, mood, then))

    def fall_silent(self, ask: Ask, now: datetime) -> None:
        """No answer yet: another helper may be asked, and whoever says yes first is the one."""
        if ask.live:
            ask.silent = True
            self.came[ask.need].refresh()
            self.looking.needs.add(ask.need)

    def answer(self, ask: Ask, mood: Mood, now: datetime) -> None:
        """The helper says yes or no, or the time for it is over."""
        if not ask.live:
            return
        waiting, giving = self.came[ask.need], self.helpers[ask.offer]
        part = part_of_day(giving.side.person.hours.zone, ask.at)
        giving.learn(part=part, answered=mood.answered, yes=mood.yes)
        self.close(ask)
        if mood.yes:
            self.connect(waiting, giving, now)
        else:
            waiting.refresh(declined=giving.side.person.member_id if mood.answered else None)
            self.looking.needs.add(ask.need)

    def close(self, ask: Ask) -> None:
        """The request is over, and its place free."""
        ask.live = False
        del self.came[ask.need].asks[ask.offer]
        self.free(ask.offer)

    def connect(self, waiting: Waiting, giving: Giving, now: datetime) -> None:
        """The first yes wins: whoever else was asked is released."""
        waiting.met = now
        waiting.rating = self.moods.rating(waiting.side, giving.side)
        giving.taken += 1
        giving.helped += waiting.seeker.counted
        self.end_search(waiting)
        lasts = self.moods.conversation(waiting.side, giving.side)
        self.at(now + lasts, lambda then: self.free(giving.side.id))

    def give_up(self, waiting: Waiting, now: datetime) -> None:
        if waiting.searches:
            waiting.left = now
            self.end_search(waiting)

    def end_search(self, waiting: Waiting) -> None:
        del self.searching[waiting.side.id]
        for ask in list(waiting.asks.values()):
            self.close(ask)

    def free(self, offer: int) -> None:
        """A place is free again: whoever waits for one like it is looked at."""
        self.helpers[offer].taken -= 1
        self.looking.offers.add(offer)


def _waking(offer: OfferSide, need: NeedSide, time: timedelta, now: datetime) -> datetime:
    """When so much of the helper's waking time is over; quiet hours do not count, unless they chose to be asked."""
    asked_anyway = need.urgency == "today" and offer.person.asked_in_quiet_hours
    return deadline(now, time, NO_QUIET if asked_anyway else offer.person.quiet, offer.person.hours.zone)
