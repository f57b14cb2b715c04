"""What the helpers of Riverside offer: in the spread of what is asked, and practical things of every day."""

from dataclasses import dataclass
from random import Random

from matching import topics
from support.demo.needs import THE_SEEKERS_TOPIC, demand, group_of, pick
from support.demo.people import Person

OFFERS = 500
PRACTICAL = ("everyday-help", "paper-and-words", "work-and-study")

# How many in a hundred offers give each kind of support.
FEELING_KINDS = {"listening": 85, "experience": 65, "advice": 60, "learning": 15}
PRACTICAL_KINDS = {"practical": 90, "advice": 55, "learning": 35, "listening": 30}
CAPACITIES = {"1": 30, "2": 35, "3": 20, "4": 10, "5": 5}
AVOIDED = (
    "hurting-myself",
    "violence-at-home",
    "drink-and-drugs",
    "eating",
    "sex",
    "faith",
    "gambling",
    "trauma",
)

OWN_WORDS = (
    "I have been there myself. It took a while, and I am glad that somebody sat with me.",
    "I am a good listener and I do not hurry anybody.",
    "My sister went through this. I learned a lot at her side.",
    "I cannot promise answers, but I will read every word.",
    "I used to think that I was the only one. I was not.",
    "Ten years ago I would have wished for a letter from somebody like me.",
    "I found small steps helpful, and I like to share which ones.",
    "I worked with people all my life and still like a good talk.",
    "I am happy to think along. Two heads see more than one.",
    "A cup of tea, a quiet hour, and no judgement. That is what I can give.",
)


@dataclass(frozen=True, slots=True)
class Offering:
    """One offer before it is posted."""

    by: Person
    topics: tuple[str, ...]
    avoids: tuple[str, ...]
    kinds: tuple[str, ...]
    formats: tuple[str, ...]
    languages: tuple[str, ...]
    capacity: int
    experience: str


def offered(rng: Random, people: list[Person]) -> list[Offering]:
    """One offer of each helper, and second ones until there are `OFFERS`."""
    helpers = [person for person in people if person.helps and person.role == "member"]
    ours = [_the_helpers(person) for person in people if person.role == "helper"]
    twice = rng.sample(helpers, OFFERS - len(ours) - len(helpers))
    wanted = _wanted()
    return [*ours, *(_offering(person, wanted, rng) for person in [*helpers, *twice])]


def _wanted() -> dict[str, int]:
    """A weight for each topic of the tree: what is asked most is offered most, and nothing is left out."""
    counts = demand()
    practical = {node.slug: 8 for node in topics.tree() if node.parent in PRACTICAL}
    others = {node.slug: 2 for node in topics.tree() if node.parent}
    weights = {**others, **practical, **{slug: count + 6 for slug, count in counts.items()}}
    return {slug: weight for slug, weight in weights.items() if slug != THE_SEEKERS_TOPIC}


def _offering(by: Person, wanted: dict[str, int], rng: Random) -> Offering:
    chosen = _topics(wanted, rng)
    practical = all(group_of(slug) in PRACTICAL for slug in chosen)
    given = PRACTICAL_KINDS if practical else FEELING_KINDS
    kinds = tuple(kind for kind, chance in given.items() if rng.random() * 100 < chance)
    return Offering(
        by=by,
        topics=chosen,
        avoids=_avoids(chosen, rng),
        kinds=kinds or tuple(given)[:1],
        formats=rng.choices((("chat",), ("call",), ("chat", "call")), (22, 8, 70))[0],
        languages=by.languages,
        capacity=int(pick(rng, CAPACITIES)),
        experience=rng.choice(OWN_WORDS) if rng.random() < 0.55 else "",
    )


def _topics(wanted: dict[str, int], rng: Random) -> tuple[str, ...]:
    """Up to four topics that one person may well know; now and then a whole group with all that it covers."""
    first = pick(rng, wanted)
    if rng.random() < 0.08 and group_of(first) != group_of(THE_SEEKERS_TOPIC):
        return (group_of(first),)
    near = {slug: weight for slug, weight in wanted.items() if group_of(slug) == group_of(first)}
    more = [pick(rng, near if rng.random() < 0.6 else wanted) for _ in range(rng.randint(1, 3))]
    return tuple(dict.fromkeys([first, *more]))


def _avoids(chosen: tuple[str, ...], rng: Random) -> tuple[str, ...]:
    if rng.random() > 0.3:
        return ()
    return tuple(slug for slug in rng.sample(AVOIDED, 2) if slug not in chosen)


def _the_helpers(by: Person) -> Offering:
    """The offer of the demo's helper: the only one about the topic of the demo's seeker."""
    return Offering(
        by=by,
        topics=(THE_SEEKERS_TOPIC, "technology"),
        avoids=(),
        kinds=("listening", "experience", "practical"),
        formats=("chat", "call"),
        languages=by.languages,
        capacity=2,
        experience="My phone was the last thing I saw at night. A kitchen clock and a bookshelf helped.",
    )
