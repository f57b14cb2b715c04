"""Scores are bounded, add up, say what their names say, and are blind to who somebody is."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.ranking import SCORES, TOP, WEIGHTS, fit
from matching.engine.shares import in_shares
from matching.engine.side import Hours, NeedSide, OfferSide, Window, Wishes
from tests.matching.engine.cast import GRIEF, LOSS, MAYA, NOW, OMAR, PETS, WORK, a_need, a_past, an_offer
from tests.matching.engine.strategies import needs, offers

MOMENTS = st.integers(0, 86_400).map(lambda seconds: NOW + timedelta(seconds=seconds))

AMOUNTS = st.lists(st.integers(1, TOP), min_size=len(WEIGHTS), max_size=len(WEIGHTS))


def value(name: str, need: NeedSide, offer: OfferSide) -> float:
    return {part.name: part.value for part in fit(need, offer, NOW).parts}[name]


def free(*windows: tuple[int, int, int]) -> OfferSide:
    return an_offer(replace(OMAR, hours=Hours("Europe/Berlin", tuple(Window(*window) for window in windows))))


def topics(*names: int) -> dict[str, Any]:
    above = {LOSS} if {GRIEF, PETS} & set(names) else set()
    return {"topics": frozenset(names), "lineage": frozenset({*names, *above})}


def test_the_weights_name_every_score_and_make_ten_thousand() -> None:
    assert list(WEIGHTS) == [score.__name__ for score in SCORES]
    assert sum(WEIGHTS.values()) == TOP
    assert all(score.__doc__ for score in SCORES)


def test_a_fit_is_the_sum_of_its_parts() -> None:
    found = fit(a_need(), an_offer(), NOW)
    assert found.total == sum(part.points for part in found.parts)
    assert [part.points for part in found.parts] == [round(p.value * WEIGHTS[p.name]) for p in found.parts]


@settings(deadline=None, max_examples=50)
@given(data=st.data(), now=MOMENTS, amounts=AMOUNTS)
def test_every_score_is_bounded(data: st.DataObject, now: Any, amounts: list[int]) -> None:
    weights = in_shares(dict(zip(WEIGHTS, amounts, strict=True)), TOP)
    found = fit(data.draw(needs(NOW)), data.draw(offers(NOW)), now, weights)
    assert all(0 <= part.value <= 1 for part in found.parts)
    assert 0 <= found.total <= TOP


def test_a_community_may_weigh_otherwise() -> None:
    only_load = dict.fromkeys(WEIGHTS, 0) | {"even_load": TOP}
    found = fit(a_need(), an_offer(load=1), NOW, only_load)
    assert found.total == TOP // 2
    assert [part.name for part in found.parts if part.points] == ["even_load"]


@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_no_score_looks_at_gender_age_wishes_or_origin(data: st.DataObject) -> None:
    need, offer = data.draw(needs(NOW)), data.draw(offers(NOW))
    unknown: dict[str, Any] = {"gender": "", "age_band": "", "languages": frozenset()}
    plain_need = replace(need, person=replace(need.person, **unknown), wishes=Wishes())
    plain_offer = replace(offer, person=replace(offer.person, **unknown), wishes=Wishes())
    assert fit(need, offer, NOW) == fit(plain_need, plain_offer, NOW)


@pytest.mark.parametrize(
    ("asked", "offered", "closeness"),
    [
        ((GRIEF,), (GRIEF,), 1),
        ((GRIEF,), (GRIEF, WORK), 1),
        ((GRIEF, WORK), (GRIEF,), 0.5),
        ((GRIEF,), (LOSS,), 0.5),
        ((LOSS,), (GRIEF,), 0.5),
        ((GRIEF,), (LOSS, GRIEF), 1),
        ((GRIEF,), (WORK,), 0),
    ],
)
def test_topic_closeness(asked: tuple[int, ...], offered: tuple[int, ...], closeness: float) -> None:
    assert value("topic_closeness", a_need(**topics(*asked)), an_offer(**topics(*offered))) == closeness


def test_shared_hours_count_more_the_first_time() -> None:
    one = value("shared_hours", a_need(), free((0, 1080, 1140)))
    three = value("shared_hours", a_need(), free((0, 1080, 1260)))
    ample = value("shared_hours", a_need(), an_offer())
    assert 0 < one < three < ample < 1
    assert value("shared_hours", a_need(), free((6, 0, 60))) == 0


def test_sooner_is_better() -> None:
    at_once, tomorrow = free((0, 600, 660)), free((1, 600, 660))  # it is 10:00 on a Monday
    seeker = a_need(replace(MAYA, hours=Hours("Europe/Berlin", (Window(0, 0, 1440), Window(1, 0, 1440)))))
    assert value("sooner", seeker, at_once) == 1
    assert value("sooner", seeker, tomorrow) == pytest.approx(0.5)
    assert value("sooner", seeker, free((6, 0, 60))) == 0


def test_waiting_time_grows_and_never_ends_growing() -> None:
    waits = [timedelta(hours=-1), timedelta(0), timedelta(days=2), timedelta(days=60)]
    values = [value("waiting_time", a_need(waiting_since=NOW - wait), an_offer()) for wait in waits]
    assert values[:3] == [0, 0, 0.5]
    assert 0.5 < values[3] < 1


def test_urgency() -> None:
    order = ["whenever", "this_week", "today"]
    assert [value("urgency", a_need(urgency=each), an_offer()) for each in order] == [0, 0.5, 1]


def test_likely_answer_learns_from_the_helpers_own_past() -> None:
    silent, faithful = (an_offer(past=a_past(asked=9, answered=often)) for often in (0, 9))
    assert value("likely_answer", a_need(), an_offer()) == 0.6
    assert value("likely_answer", a_need(), silent) < 0.6 < value("likely_answer", a_need(), faithful)


def test_one_silence_weighs_less_than_many() -> None:
    once, often = an_offer(past=a_past(asked=1, answered=0)), an_offer(past=a_past(asked=8, answered=0))
    assert value("likely_answer", a_need(), once) > 2 * value("likely_answer", a_need(), often)


def test_even_load() -> None:
    assert [value("even_load", a_need(), an_offer(load=load)) for load in (0, 1, 3)] == [1, 0.5, 0.25]


def test_not_yet_asked() -> None:
    assert value("not_yet_asked", a_need(), an_offer()) == 1
    assert value("not_yet_asked", a_need(), an_offer(past=a_past(asked=1, answered=1))) == 0


def test_shared_experience_where_it_matters() -> None:
    lived = an_offer(kinds=frozenset({"listening", "practical", "experience"}))
    assert value("shared_experience", a_need(), lived) == 1
    assert value("shared_experience", a_need(), an_offer()) == 0
    assert value("shared_experience", a_need(kind="practical"), lived) == 0


def test_continuity_from_either_side() -> None:
    assert value("continuity", a_need(), an_offer()) == 0
    assert value("continuity", a_need(replace(MAYA, again=frozenset({OMAR.member_id}))), an_offer()) == 1
    assert value("continuity", a_need(), an_offer(replace(OMAR, again=frozenset({MAYA.member_id})))) == 1
