"""All of Riverside as plain values: the same at every call, on every machine, on every day."""

from dataclasses import dataclass
from random import Random

from support.demo.needs import Asking, asked
from support.demo.offers import Offering, offered
from support.demo.past import Help, helped, of_the_seeker
from support.demo.people import Person, crowd


@dataclass(frozen=True, slots=True)
class Riverside:
    people: list[Person]
    offers: list[Offering]
    needs: list[Asking]
    past: list[Help]


def describe(seed: str = "riverside") -> Riverside:
    """The whole community. Each part has its own dice: a change to one leaves the others as they were."""

    def dice(part: str) -> Random:
        return Random(f"{seed} {part}")  # noqa: S311 nothing here is a secret

    people = crowd(dice("people"))
    offers = offered(dice("offers"), people)
    return Riverside(
        people=people,
        offers=offers,
        needs=asked(dice("needs"), people),
        past=[*helped(dice("past"), people, offers), of_the_seeker(people, offers)],
    )
