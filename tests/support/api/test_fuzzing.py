"""Whatever may be sent, the answer is one that the description knows: schemathesis, with all its checks.

A little of it in every run; as everybody, and several thousand cases, with `-m load`.
"""

from collections.abc import Iterator

import pytest
from schemathesis import GenerationMode

from tests.support.api.described import Operation, operations
from tests.support.api.fuzzing import Tried, in_one_transaction
from tests.support.api.world import World, world

__all__ = ["world"]

ALL = list(operations())
GOOD, BAD = GenerationMode.POSITIVE, GenerationMode.NEGATIVE


@pytest.fixture
def tried(world: World) -> Iterator[Tried]:
    with in_one_transaction():
        yield Tried(world)


def whose(world: World, one: Operation) -> str:
    return (*world.owners(one), "maya")[0]


def test_nonsense_in_a_body_is_refused_as_it_is_described(tried: Tried, world: World) -> None:
    for one in (one for one in ALL if "requestBody" in one.described and one.example()):
        tried.each(one, whose(world, one), BAD, times=1)
    assert not tried.wrong, tried.told()


def test_what_was_made_is_there_and_what_was_taken_away_is_not(tried: Tried) -> None:
    tried.along("maya", times=5, steps=6)
    assert not tried.wrong, tried.told()


@pytest.mark.load
@pytest.mark.parametrize("who", ["maya", "omar", "nour", "founder", "dora", "lena", "suspended", "nobody"])
def test_whatever_anybody_sends(who: str, tried: Tried, world: World) -> None:
    for one in ALL:
        mine = whose(world, one) == who
        tried.each(one, who, GOOD, BAD, times=6 if mine else 1)
    if who != "nobody":
        tried.along(who, times=20, steps=8)
    assert not tried.wrong, tried.told()
