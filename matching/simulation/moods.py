"""What people do by chance: whether a helper answers, when and what; how long a conversation lasts; how it was."""

from dataclasses import dataclass
from datetime import timedelta

from matching.engine import ranking
from matching.engine.side import NeedSide, OfferSide
from matching.simulation.assumptions import mix
from matching.simulation.world import World

# The service's own deadlines for an answer, counted outside quiet hours.
TIME_TO_ANSWER = {
    "today": timedelta(hours=2),
    "this_week": timedelta(hours=24),
    "whenever": timedelta(hours=72),
}
STARS = (1.0, 5.0)


@dataclass(frozen=True, slots=True)
class Mood:
    """What comes of one request to a helper: after how much waking time, and whether it is a yes, a no or silence."""

    after: timedelta
    answered: bool
    yes: bool


@dataclass(frozen=True, slots=True)
class Moods:
    """The people's moods in one world; each a draw that belongs to the pair, whoever brings them together."""

    world: World

    def similarity(self, need: NeedSide, offer: OfferSide) -> float:
        """How much the two have in common, 0 to 1: the engine sees a part of it, and part nobody can see."""
        seeker, helper = need.person, offer.person
        parts = {
            "topic": ranking.topic_closeness(need, offer, need.waiting_since),
            "experience": ranking.shared_experience(need, offer, need.waiting_since),
            "gender": float(seeker.gender != "" and seeker.gender == helper.gender),
            "age": float(seeker.age_band != "" and seeker.age_band == helper.age_band),
            "unseen": self.world.dice.uniform("unseen", seeker.member_id, helper.member_id),
        }
        return sum(weight * parts[name] for name, weight in mix("similarity").items())

    def answer(self, need: NeedSide, offer: OfferSide, attempt: int) -> Mood:
        """What this helper does when asked about this need for the n-th time."""
        dice, about = self.world.dice, (need.id, offer.id, attempt)
        delay = timedelta(hours=self._delay(need.urgency, *about))
        allowed = TIME_TO_ANSWER[need.urgency]
        if delay > allowed or not dice.happens(self.world.helpers[offer.id].reliability, "answers", *about):
            return Mood(allowed, answered=False, yes=False)
        return Mood(delay, answered=True, yes=dice.happens(self.chance_of_yes(need, offer), "yes", *about))

    def chance_of_yes(self, need: NeedSide, offer: OfferSide) -> float:
        given = self.world.given
        return given["accept_least"] + (given["accept_most"] - given["accept_least"]) * self.similarity(
            need, offer
        )

    def _delay(self, urgency: str, *about: int) -> float:
        return self.world.dice.lognormal(
            mix("delay_hours")[urgency], self.world.given["delay_sigma"], "delay", *about
        )

    def conversation(self, need: NeedSide, offer: OfferSide) -> timedelta:
        """How long the two talk, and the helper's place is taken."""
        given = self.world.given
        days = self.world.dice.lognormal(
            given["connection_days"], given["connection_sigma"], "talk", need.id, offer.id
        )
        return timedelta(days=days)

    def rating(self, need: NeedSide, offer: OfferSide) -> float:
        """How the seeker would rate it, in stars of five."""
        given = self.world.given
        vulnerable = self.world.seekers[need.id].vulnerable
        slope = given["rating_slope_vulnerable" if vulnerable else "rating_slope"]
        noise = given["rating_noise"] * self.world.dice.normal("rating", need.id, offer.id)
        stars = given["rating_base"] + slope * self.similarity(need, offer) + noise
        return min(max(stars, STARS[0]), STARS[1])
