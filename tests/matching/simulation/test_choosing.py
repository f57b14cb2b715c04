"""The ways to choose keep their word, each on the same few hundred pairs."""

from collections import Counter
from datetime import timedelta

import pytest

from matching.engine import chances
from matching.simulation import choosing
from matching.simulation.choosing import Question, numbers, passed_over, total
from matching.simulation.pairs import Pairs, Possible
from matching.simulation.policies import HELPERS_LOOK_AT, OURS, POLICIES, SEEKERS_LOOK_AT
from matching.simulation.world import START, World

LOOKED_AT = START + timedelta(days=9, hours=18)


@pytest.fixture(scope="module")
def question(world: World) -> Question:
    """All who ever ask, at one moment, for the same helpers."""
    offers = {id: each.offer for id, each in world.helpers.items()}
    pairs = Pairs(offers)
    needs = [each.need for each in world.seekers.values()]
    possible = pairs.possible(
        ((need, offers[id]) for need in needs for id in sorted(pairs.ever(need, LOOKED_AT))), LOOKED_AT
    )
    assert len({pair.need.id for pair in possible}) > 40
    sides = {numbers(pair): (pair.need, pair.offer) for pair in possible}
    places = chances.places(sides, {numbers(pair): total(pair) for pair in possible}, LOOKED_AT)
    return Question(possible, places, (), LOOKED_AT)


@pytest.mark.parametrize("name", POLICIES)
def test_nobody_is_asked_twice_or_beyond_their_places(question: Question, name: str) -> None:
    chosen = POLICIES[name].choose(question)
    assert len({numbers(pair) for pair in chosen}) == len(chosen) > 10
    needs, offers = Counter(pair.need.id for pair in chosen), Counter(pair.offer.id for pair in chosen)
    assert all(count <= question.places[id] for id, count in needs.items())
    rooms = {pair.offer.id: min(pair.offer.room, pair.offer.person_room) for pair in question.possible}
    assert all(count <= rooms[id] for id, count in offers.items())


@pytest.mark.parametrize("name", POLICIES)
def test_nobody_is_left_whom_a_free_helper_could_have_had(question: Question, name: str) -> None:
    chosen = POLICIES[name].choose(question)
    served = {pair.need.id for pair in chosen}
    taken = Counter(pair.offer.id for pair in chosen)
    for pair in question.possible:
        full = taken[pair.offer.id] >= min(pair.offer.room, pair.offer.person_room)
        assert full or pair.need.id in served


def test_first_come_first_served_passes_nobody_over_and_last_come_does(question: Question) -> None:
    assert not passed_over(question.possible, POLICIES["first"].choose(question))
    assert not passed_over(question.possible, POLICIES["first-best"].choose(question))
    assert passed_over(question.possible, POLICIES["last"].choose(question))


def test_the_best_helper_is_liked_for_the_score_and_the_next_free_one_is_not(question: Question) -> None:
    first = min(question.possible, key=choosing.waited_longest).need.id
    theirs = [pair for pair in question.possible if pair.need.id == first]
    best = next(pair for pair in POLICIES["first-best"].choose(question) if pair.need.id == first)
    free = next(pair for pair in POLICIES["first"].choose(question) if pair.need.id == first)
    assert total(best) == max(map(total, theirs))
    assert choosing.next_free(free) == min(map(choosing.next_free, theirs))


def test_greedy_begins_with_the_best_pair_of_all(question: Question) -> None:
    assert total(POLICIES["greedy"].choose(question)[0]) == max(map(total, question.possible))


def test_ours_helps_most_and_never_scores_less_than_greedy(question: Question) -> None:
    def helped(name: str) -> int:
        return len({pair.need.id for pair in POLICIES[name].choose(question)})

    def scored(name: str) -> int:
        return sum(map(total, POLICIES[name].choose(question)))

    assert all(helped(OURS) >= helped(name) for name in POLICIES)
    assert helped(OURS) > helped("greedy") or scored(OURS) >= scored("greedy")


def test_who_was_passed_over_for_long_comes_first_with_ours(question: Question) -> None:
    left = {pair.need.id for pair in question.possible} - {
        pair.need.id for pair in POLICIES[OURS].choose(question)
    }
    assert left
    someone = min(left)
    again = POLICIES[OURS].choose(question._replace(first=(someone,)))
    assert someone in {pair.need.id for pair in again}


def test_waiting_adds_nothing_where_the_setting_says_so(question: Question) -> None:
    pair = question.possible[0]
    waited = next(part.points for part in pair.fit.parts if part.name == "waiting_time")
    assert waited > 0
    assert choosing.without("waiting_time")(pair) == total(pair) - waited


def test_deferred_acceptance_is_stable(question: Question) -> None:
    """No seeker and helper would both rather have each other than what they have."""
    chosen = POLICIES["deferred"].choose(question)
    mine = {pair.need.id: pair for pair in chosen}
    theirs: dict[int, list[Possible]] = {}
    for pair in chosen:
        theirs.setdefault(pair.offer.id, []).append(pair)
    for pair in question.possible:
        have, held = mine.get(pair.need.id), theirs.get(pair.offer.id, [])
        seeker_would = have is None or SEEKERS_LOOK_AT(pair) > SEEKERS_LOOK_AT(have)
        room = len(held) < min(pair.offer.room, pair.offer.person_room)
        helper_would = room or any(HELPERS_LOOK_AT(pair) > HELPERS_LOOK_AT(each) for each in held)
        assert not (seeker_would and helper_would and question.places[pair.need.id] > 0)
