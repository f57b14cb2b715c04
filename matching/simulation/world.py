"""One made-up community for one seed: its helpers, and everybody who will ask, whatever policy is played."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from matching.engine.side import PARTS_OF_DAY, NeedSide, OfferSide, Past, Wishes
from matching.simulation import people, subjects
from matching.simulation.arrivals import arrivals
from matching.simulation.assumptions import mix, numbers
from matching.simulation.dice import Dice

START = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday; the clocks change in America and Europe soon after
COMMUNITY = 1
FIRST_SEEKER = 1_000_000  # above all helpers' numbers
MAIN_LANGUAGE = "en"
ALL_DAY = timedelta(days=1)  # a need for today lives no longer


@dataclass(frozen=True, slots=True)
class Seeker:
    """Somebody who will ask: their need as it is posted, and how long they will wait."""

    need: NeedSide
    arrives: datetime
    gives_up: datetime
    vulnerable: bool
    counted: bool  # arrives after the community has warmed up, and early enough to be followed to the end


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who helps: their offer at the beginning, how reliably they answer, and their limits."""

    offer: OfferSide
    reliability: float
    capacity: int
    max_people: int
    asks_a_week: int

    @property
    def places(self) -> int:
        """With how many people they can be at once."""
        return min(self.capacity, self.max_people)


@dataclass(frozen=True, slots=True)
class World:
    dice: Dice
    given: dict[str, float]
    helpers: dict[int, Helper]  # by the offer's number
    seekers: dict[int, Seeker]  # by the need's number, in order of arrival
    counts_from: datetime
    counts_until: datetime
    end: datetime


def build(seed: int, *, weeks: int, given: dict[str, float] | None = None) -> World:
    """The community of this seed, with people who ask for so many counted weeks."""
    dice, given = Dice(seed), given or numbers()
    counts_from = START + timedelta(days=given["warm_up_days"])
    counts_until = counts_from + timedelta(weeks=weeks)
    end = counts_until + timedelta(days=given["after_days"])
    coming = arrivals(dice, start=START, end=end, a_day=given["seekers_a_day"])
    return World(
        dice=dice,
        given=given,
        helpers={id: _helper(dice, given, id) for id in range(1, int(given["helpers"]) + 1)},
        seekers={
            id: _seeker(dice, given, id, who, moment, counts_from <= moment < counts_until)
            for id, (moment, who) in enumerate(coming, start=1)
        },
        counts_from=counts_from,
        counts_until=counts_until,
        end=end,
    )


def _helper(dice: Dice, given: dict[str, float], id: int) -> Helper:
    reliability = given["reliable_least"] + dice.uniform("reliable", id) * (
        given["reliable_most"] - given["reliable_least"]
    )
    capacity, max_people, asks_a_week = (
        int(dice.pick(mix(name), name, id)) for name in ("capacity", "max_people", "asks_a_week")
    )
    past = _past(dice, given, id, reliability)
    offer = _offer(dice, given, id, room=min(capacity, max_people), past=past)
    return Helper(offer, reliability, capacity, max_people, asks_a_week)


def _offer(dice: Dice, given: dict[str, float], id: int, *, room: int, past: Past) -> OfferSide:
    who = people.person(dice, id, "helper", id)
    topics = _offered(dice, given, id)
    kinds = [
        kind for kind, chance in mix("kinds_offered").items() if dice.happens(chance, "offers", kind, id)
    ]
    return OfferSide(
        id=id,
        community_id=COMMUNITY,
        person=who,
        topics=topics,
        lineage=subjects.lineage(topics),
        avoids=_avoided(dice, given, id) - topics,
        kinds=frozenset(kinds or ["listening"]),
        formats=frozenset(dice.pick(mix("formats_offered"), "offers format", id).split()),
        languages=who.languages,
        area=None,
        near=frozenset(),
        wishes=Wishes(),
        takes_danger=dice.happens(given["trained"], "trained", id),
        room=room,
        person_room=room,
        load=0,
        past=past,
    )


def _past(dice: Dice, given: dict[str, float], id: int, reliability: float) -> Past:
    """How they were asked and answered before the play begins: nothing for those who are new."""
    if dice.happens(given["new_helpers"], "new", id):
        return Past()
    asked = [0] * PARTS_OF_DAY
    for time in range(1 + round(dice.exponential(given["asked_before"], "asked", id))):
        asked[int(dice.uniform("asked in", time, id) * PARTS_OF_DAY)] += 1
    answered = [
        sum(dice.happens(reliability, "answered", part, time, id) for time in range(times))
        for part, times in enumerate(asked)
    ]
    middle = (given["accept_least"] + given["accept_most"]) / 2
    yeses = sum(dice.happens(middle, "said yes", time, id) for time in range(sum(answered)))
    return Past(tuple(asked), tuple(answered), yeses)


def _offered(dice: Dice, given: dict[str, float], id: int) -> frozenset[int]:
    """Two to four topics as they are popular, the second near the first; now and then a whole group."""
    weights = subjects.popularity(dice, given["zipf_offers"])
    first = int(dice.pick(weights, "offers first", id))
    group = subjects.subjects()[first].group
    if dice.happens(given["whole_group"], "offers group", id):
        return frozenset({group})
    near = {name: weight for name, weight in weights.items() if subjects.subjects()[int(name)].group == group}
    more = [
        int(dice.pick(weights, "offers more", number, id))
        for number in range(int(dice.uniform("how many", id) * 3))
    ]
    return frozenset({first, int(dice.pick(near, "offers near", id)), *more})


def _avoided(dice: Dice, given: dict[str, float], id: int) -> frozenset[int]:
    if not dice.happens(given["avoids"], "avoids", id):
        return frozenset()
    sensitive = {str(each.id): 1.0 for each in subjects.subjects().values() if each.sensitive}
    return frozenset(int(dice.pick(sensitive, "avoids", number, id)) for number in range(2))


def _seeker(
    dice: Dice, given: dict[str, float], id: int, number: int, moment: datetime, counted: bool
) -> Seeker:
    need = _need(dice, given, id, number, moment)
    mean = mix("patience_days")[need.urgency]
    patience = timedelta(days=dice.exponential(mean, "patience", number))
    gives_up = moment + (min(patience, ALL_DAY) if need.urgency == "today" else patience)
    return Seeker(need, moment, gives_up, _vulnerable(need), counted)


def _need(dice: Dice, given: dict[str, float], id: int, number: int, moment: datetime) -> NeedSide:
    who = people.person(dice, FIRST_SEEKER + id, "seeker", number)
    topics = _asked(dice, given, number)
    same_gender = who.gender != "" and dice.happens(given["same_gender"], "same gender", number)
    return NeedSide(
        id=id,
        community_id=COMMUNITY,
        person=who,
        topics=topics,
        lineage=subjects.lineage(topics),
        kind=dice.pick(mix("kind"), "kind", number),
        formats=frozenset(dice.pick(mix("formats_asked"), "asks format", number).split()),
        languages=who.languages,
        area=None,
        near=frozenset(),
        wishes=Wishes(same_gender=same_gender),
        urgency=dice.pick(mix("urgency"), "urgency", number),
        needed_by=None,
        danger=dice.happens(given["danger"], "danger", number),
        waiting_since=moment,
        places=1,
    )


def _asked(dice: Dice, given: dict[str, float], number: int) -> frozenset[int]:
    weights = subjects.popularity(dice, given["zipf_needs"])
    first = int(dice.pick(weights, "asks first", number))
    if dice.happens(given["second_topic"], "asks second", number):
        return frozenset({first, int(dice.pick(weights, "second", number))})
    return frozenset({first})


def _vulnerable(need: NeedSide) -> bool:
    """Whom fewer helpers can reach, or with whom more is at stake.

    A gender that few share, a wish for one's own gender, a danger, or not a word of the main language.
    """
    few = need.person.gender in {"nonbinary", "other"}
    return few or need.wishes.same_gender or need.danger or MAIN_LANGUAGE not in need.languages
