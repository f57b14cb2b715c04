"""How likely an answer is, how likely a yes, and how many are asked: bounded, fair to the new, and blind to a no."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import chances
from matching.engine.ranking import fit
from matching.engine.side import Hours, Past
from tests.matching.engine.cast import NOW, OMAR, a_need, a_past, an_offer
from tests.matching.engine.strategies import needs, offers, pasts

NIGHT, MORNING, AFTERNOON, EVENING = PARTS = range(4)
parts = st.sampled_from(PARTS)
chance = st.integers(1, 99).map(lambda percent: percent / 100)
some = st.lists(chance, max_size=7)


def more(counts: tuple[int, ...], part: int) -> tuple[int, ...]:
    return tuple(count + (number == part) for number, count in enumerate(counts))


def asked_once_more(past: Past, part: int, *, answered: bool, yes: bool = False) -> Past:
    answers = more(past.answered_in, part) if answered else past.answered_in
    return Past(more(past.asked_in, part), answers, past.yeses + yes)


@pytest.mark.parametrize(
    ("zone", "hour", "part"),
    [
        ("UTC", 0, NIGHT),
        ("UTC", 6, MORNING),
        ("UTC", 17, AFTERNOON),
        ("UTC", 18, EVENING),
        ("Asia/Kathmandu", 12, AFTERNOON),  # 17:45 there
        ("Asia/Kathmandu", 13, EVENING),
        ("America/New_York", 4, EVENING),  # of the day before
    ],
)
def test_the_part_of_the_day_is_read_where_the_helper_lives(zone: str, hour: int, part: int) -> None:
    assert chances.part_of_day(zone, datetime(2026, 11, 23, hour, tzinfo=UTC)) == part


def test_a_new_helper_counts_as_one_who_answered_three_of_five() -> None:
    assert {chances.answers_in_time(Past(), part) for part in PARTS} == {0.6}
    assert chances.chance_of_yes(an_offer(), NOW) == pytest.approx(0.32), "the middle of what the study found"


@given(past=pasts(), part=parts)
def test_nothing_is_ever_certain(past: Past, part: int) -> None:
    assert 0 < chances.answers_in_time(past, part) < 1
    assert 0 < chances.says_yes(past) < 1
    assert 0 < chances.yes_in_time(past, part) < 1


@given(past=pasts(), asked_then=parts, asked_now=parts)
def test_who_answers_more_is_never_thought_less_likely_to_answer(
    past: Past, asked_then: int, asked_now: int
) -> None:
    def likely(answered: bool) -> float:
        return chances.answers_in_time(asked_once_more(past, asked_then, answered=answered), asked_now)

    assert likely(False) < chances.answers_in_time(past, asked_now) < likely(True)


@given(past=pasts(), asked_then=parts, asked_now=parts)
def test_who_says_yes_more_is_never_thought_less_likely_to_say_yes(
    past: Past, asked_then: int, asked_now: int
) -> None:
    further = asked_once_more(past, asked_then, answered=True, yes=True)
    assert chances.yes_in_time(further, asked_now) > chances.yes_in_time(past, asked_now)


def test_their_own_hours_count_the_more_the_more_is_known_of_them() -> None:
    evenings = [Past((0, often, 0, often), (0, 0, 0, often), 0) for often in (1, 4, 40)]
    gaps = [
        chances.answers_in_time(past, EVENING) - chances.answers_in_time(past, MORNING) for past in evenings
    ]
    assert 0 < gaps[0] < gaps[1] < gaps[2]
    assert gaps[2] > 0.85
    unknown = [chances.answers_in_time(past, AFTERNOON) for past in evenings]
    assert all(0.45 < likely < 0.65 for likely in unknown), "elsewhere the whole day tells"


@given(data=st.data(), part=parts)
def test_a_no_counts_as_an_answer_and_against_nobody(data: st.DataObject, part: int) -> None:
    need, offer = data.draw(needs(NOW)), data.draw(offers(NOW))
    declining = replace(offer, past=replace(offer.past, yeses=0))
    assert fit(need, offer, NOW) == fit(need, declining, NOW)
    assert chances.answers_in_time(offer.past, part) == chances.answers_in_time(declining.past, part)


def sure(likely: list[float]) -> bool:
    return 1 - prod(1 - each for each in likely) >= 0.9 - 1e-9


@given(pending=some, further=some, most=st.integers(-1, 6))
def test_as_many_are_asked_as_a_likely_yes_takes_and_not_one_more(
    pending: list[float], further: list[float], most: int
) -> None:
    count = chances.wanted(pending, further, most)
    assert 0 <= count <= max(0, min(most, len(further)))
    asked = [*pending, *further[:count]]
    assert sure(asked) or count == max(0, min(most, len(further))), "all, where all are too few"
    assert count == 0 or not sure(asked[:-1])


@given(pending=some, further=some, most=st.integers(0, 6), likelier=chance, place=st.integers(0, 6))
def test_the_more_are_asked_or_the_likelier_they_are_the_fewer_are_wanted(
    pending: list[float], further: list[float], most: int, likelier: float, place: int
) -> None:
    count = chances.wanted(pending, further, most)
    assert chances.wanted([*pending, likelier], further, most) <= count
    assert chances.wanted(pending, further, most + 1) >= count
    raised = [max(each, likelier) if at == place else each for at, each in enumerate(further)]
    assert chances.wanted(pending, raised, most) <= count


def test_five_who_are_new_two_who_mostly_and_one_who_nearly_always_says_yes() -> None:
    new, mostly, nearly_always = (
        chances.chance_of_yes(an_offer(past=past), NOW)
        for past in (Past(), a_past(10, 10, 9), a_past(60, 60, 60))
    )
    assert [chances.wanted([], [each] * 9, 5) for each in (new, mostly, nearly_always)] == [5, 2, 1]
    assert chances.wanted([nearly_always], [new] * 9, 5) == 0


def test_only_a_need_for_today_asks_several() -> None:
    unknown = [0.32] * 9
    assert chances.places_for(a_need(urgency="this_week", places=1), unknown) == 1
    assert chances.places_for(a_need(urgency="today", places=5), unknown) == 5
    assert chances.places_for(a_need(urgency="today", places=3), unknown) == 3
    assert chances.places_for(a_need(urgency="today", places=3, pending=(0.8, 0.4)), unknown) == 1
    assert chances.places_for(a_need(urgency="today", places=3, pending=(0.8, 0.6)), unknown) == 0


def test_a_helper_with_two_offers_counts_once_and_the_best_fits_count_first() -> None:
    need, often = a_need(urgency="today", places=5), a_past(10, 10, 9)
    sure, rare = (replace(OMAR, member_id=id) for id in (2, 3))
    found = {
        20: an_offer(sure, id=20, past=often),
        21: an_offer(sure, id=21, past=often),
        30: an_offer(rare, id=30),
        40: an_offer(replace(OMAR, member_id=4), id=40, past=often),
    }
    pairs = {(need.id, id): (need, offer) for id, offer in found.items()}

    def asked(*best_first: int) -> int:
        scores = {(need.id, id): 9000 - best_first.index(id) for id in found}
        return chances.places(pairs, scores, NOW)[need.id]

    assert asked(20, 21, 40, 30) == 2
    assert asked(20, 21, 30, 40) == 3


def test_a_chance_is_read_by_the_hour_where_the_helper_lives() -> None:
    """At nine in the morning UTC it is ten in Berlin, and a quarter to three in Kathmandu."""
    mornings_only = Past((0, 50, 50, 0), (0, 50, 0, 0), 50)

    def likely(zone: str) -> float:
        helper = replace(OMAR, hours=Hours(zone, OMAR.hours.windows))
        return chances.chance_of_yes(an_offer(helper, past=mornings_only), NOW)

    assert likely("Europe/Berlin") > 0.9
    assert likely("Asia/Kathmandu") < 0.1


def test_each_further_silence_weighs_less() -> None:
    silent = [chances.answers_in_time(a_past(often), MORNING) for often in range(6)]
    falls = [before - after for before, after in pairwise(silent)]
    assert falls == sorted(falls, reverse=True)
