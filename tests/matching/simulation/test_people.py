"""People come, answer, talk and go as the table of assumptions says, and as the service lets them."""

from collections.abc import Iterator
from itertools import islice
from statistics import fmean, median

import pytest

from matching.matches.steps import TIME_TO_ANSWER as SERVICE_TIME_TO_ANSWER
from matching.needs import PLACES
from matching.simulation import assumptions
from matching.simulation.assumptions import MIXES, NUMBERS, mix, numbers
from matching.simulation.moods import TIME_TO_ANSWER, Moods
from matching.simulation.policies import OURS, POLICIES
from matching.simulation.world import Helper, Seeker, World, build


@pytest.fixture(scope="module")
def moods(world: World) -> Moods:
    return Moods(world)


def some_pairs(world: World) -> Iterator[tuple[Seeker, Helper]]:
    return ((seeker, helper) for seeker in world.seekers.values() for helper in world.helpers.values())


def test_deadlines_and_places_are_the_service_s_own() -> None:
    assert {str(urgency.value): time for urgency, time in SERVICE_TIME_TO_ANSWER.items()} == TIME_TO_ANSWER
    assert {str(urgency.value): places for urgency, places in PLACES.items()} == POLICIES[OURS].asks


def test_a_yes_is_as_likely_as_assumed_and_the_likelier_the_better_they_fit(
    world: World, moods: Moods
) -> None:
    likely, said = [], []
    for seeker, helper in islice(some_pairs(world), 1500):
        chance = moods.chance_of_yes(seeker.need, helper.offer)
        assert 0.17 <= chance <= 0.47
        mood = moods.answer(seeker.need, helper.offer, 1)
        assert mood.answered or not mood.yes
        if mood.answered:
            likely.append(chance)
            said.append(mood.yes)
    assert fmean(said) == pytest.approx(fmean(likely), abs=0.05)
    assert max(likely) > min(likely) + 0.1


def test_who_is_reliable_answers_and_nobody_answers_after_the_deadline(world: World, moods: Moods) -> None:
    answers: dict[bool, list[bool]] = {True: [], False: []}
    for seeker, helper in islice(some_pairs(world), 1500):
        mood = moods.answer(seeker.need, helper.offer, 1)
        assert mood.after <= TIME_TO_ANSWER[seeker.need.urgency]
        answers[helper.reliability > 0.75].append(mood.answered)
    assert fmean(answers[True]) > fmean(answers[False]) + 0.1


def test_who_fits_better_is_rated_better_and_most_of_all_by_the_vulnerable(
    world: World, moods: Moods
) -> None:
    pairs = list(some_pairs(world))
    alike = [(moods.similarity(s.need, h.offer), moods.rating(s.need, h.offer)) for s, h in pairs]
    middle = median(like for like, _ in alike)
    better = fmean(stars for like, stars in alike if like > middle)
    assert better > fmean(stars for like, stars in alike if like <= middle) + 0.1
    assert all(1 <= stars <= 5 for _, stars in alike)
    assert NUMBERS["rating_slope_vulnerable"].value > NUMBERS["rating_slope"].value


def test_conversations_and_patience_last_as_long_as_assumed(world: World, moods: Moods) -> None:
    talks = [
        moods.conversation(s.need, h.offer).total_seconds() / 86_400
        for s, h in islice(some_pairs(world), 1500)
    ]
    assert median(talks) == pytest.approx(NUMBERS["connection_days"].value, rel=0.15)
    many = build(2, weeks=6, given=numbers(seekers_a_day=60, helpers=1))
    waits = [
        (each.gives_up - each.arrives).total_seconds() / 86_400
        for each in many.seekers.values()
        if each.need.urgency == "this_week"
    ]
    assert fmean(waits) == pytest.approx(mix("patience_days")["this_week"], rel=0.15)
    days = (many.end - many.counts_from).days + NUMBERS["warm_up_days"].value
    assert len(many.seekers) / days == pytest.approx(60, rel=0.1)


def test_a_scenario_changes_what_it_names_and_nothing_unknown() -> None:
    assert numbers("scarce")["helpers"] < numbers()["helpers"] < numbers("ample")["helpers"]
    with pytest.raises(KeyError):
        numbers(unheard_of=1)
    for changes in assumptions.SCENARIOS.values():
        assert changes.keys() <= NUMBERS.keys()


def test_every_assumption_says_where_it_comes_from_and_what_it_means() -> None:
    told = [(each.source, each.meaning) for each in NUMBERS.values()]
    told += [(each.source, each.meaning) for each in MIXES.values()]
    assert all(source and meaning for source, meaning in told)
