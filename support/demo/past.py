"""What the helpers of Riverside have done before today, so that most of them are no longer new."""

from dataclasses import dataclass
from random import Random

from support.demo.offers import Offering
from support.demo.people import Person

# From this many completed matches on (and 30 days) somebody no longer counts as a new helper.
FEWEST, MOST = 5, 9


@dataclass(frozen=True, slots=True)
class Help:
    """One completed match: `offer` helped `seeker` with `topic` for `days`, and it was over `days_ago`."""

    offer: Offering
    seeker: Person
    topic: str
    days_ago: int
    days: int


def helped(rng: Random, people: list[Person], offers: list[Offering]) -> list[Help]:
    """A past for each helper who has been here long enough to have one."""
    first = {offer.by.email: offer for offer in reversed(offers)}
    return [
        _help(offer, seeker, rng)
        for offer in first.values()
        if not offer.by.newcomer
        for seeker in rng.choices(_met(people, offer), k=rng.randint(FEWEST, MOST))
    ]


def of_the_seeker(people: list[Person], offers: list[Offering]) -> Help:
    """What the seeker who signs in has behind them: it helped, and a month has gone since it began."""
    seeker = next(person for person in people if person.role == "seeker")
    offer = next(
        offer
        for offer in offers
        if offer.by.role == "member"
        and offer.by.days_here > 60
        and set(offer.languages) & set(seeker.languages)
    )
    first = next(one for one in offers if one.by is offer.by)
    return Help(offer=first, seeker=seeker, topic=first.topics[0], days_ago=20, days=12)


def _met(people: list[Person], offer: Offering) -> list[Person]:
    """Whom this helper can have met: somebody else who came early enough and speaks the same language."""
    others = (person for person in people if person.role == "member" and person is not offer.by)
    return [
        person for person in others if not person.newcomer and set(offer.languages) & set(person.languages)
    ]


def _help(offer: Offering, seeker: Person, rng: Random) -> Help:
    """Both were here for two weeks or more before the match was over, so that there was time for it.

    It was over more than a week ago, and so counts for no limit of this week.
    """
    longest_ago = min(offer.by.days_here, seeker.days_here) - 14
    return Help(
        offer=offer,
        seeker=seeker,
        topic=rng.choice(offer.topics),
        days_ago=rng.randint(8, min(longest_ago, 300)),
        days=rng.randint(2, 12),
    )
