"""All of Riverside as plain values: the same at every call, on every machine, on every day."""

from dataclasses import dataclass
from random import Random

from support.demo.needs import Asking, asked
from support.demo.offers import Offering, offered
from support.demo.past import Help, helped
from support.demo.people import Person, crowd


@dataclass(frozen=True, slots=True)
class Riverside:
    people: list[Person]
    offers: list[Offering]
    needs: list[Asking]
    past: list[Help]


def describe(seed: str = "riverside") -> Riverside:
    """The whole community. Each part has its own dice: a change to one leaves the others as they were."""
    people = crowd(Random(f"{seed} people"))
    offers = offered(Random(f"{seed} offers"), people)
    return Riverside(
        people=people,
        offers=offers,
        needs=asked(Random(f"{seed} needs"), people),
        past=helped(Random(f"{seed} past"), people, offers),
    )
