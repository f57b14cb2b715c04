"""Reasons are few, true, most telling first, and betray nothing private."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.ranking import fit
from matching.engine.reasons import AT_MOST, REASON_CODES, reasons
from matching.engine.side import Hours, NeedSide, OfferSide, Person, Quiet, Window, Wishes
from tests.matching.engine.cast import GRIEF, LOSS, MAYA, NOW, OMAR, a_need, a_past, a_person, an_offer
from tests.matching.engine.strategies import needs, offers

IN_PERSON = frozenset({"in_person"})


def why(need: NeedSide, offer: OfferSide, now: datetime = NOW) -> dict[str, dict[str, Any]]:
    return dict(reasons(need, offer, now, fit(need, offer, now)))


def free(weekday: int, start: int, end: int) -> Person:
    return replace(OMAR, hours=Hours("Europe/Berlin", (Window(weekday, start, end),)))


def test_the_topic_both_name() -> None:
    assert why(a_need(), an_offer())["topic"] == {"topics": [GRIEF]}


def test_a_topic_that_covers_the_others() -> None:
    loss: dict[str, Any] = {"topics": frozenset({LOSS}), "lineage": frozenset({LOSS})}
    assert why(a_need(**loss), an_offer())["topic"] == {"topics": [LOSS]}
    assert why(a_need(), an_offer(**loss))["topic"] == {"topics": [LOSS]}


def test_soon_is_within_a_day() -> None:
    tonight, tomorrow = free(0, 1080, 1140), free(1, 1080, 1140)
    assert why(a_need(), an_offer(tonight))["free_soon"] == {
        "from_utc": "2026-11-23T17:00:00+00:00",
        "to_utc": "2026-11-23T18:00:00+00:00",
    }
    assert "free_soon" not in why(a_need(), an_offer(tomorrow))


def test_shared_hours_are_the_longest_together() -> None:
    found = why(a_need(), an_offer(free(2, 1020, 1260)))
    assert found["shared_hours"] == {
        "from_utc": "2026-11-25T17:00:00+00:00",
        "to_utc": "2026-11-25T20:00:00+00:00",
    }


def test_one_stretch_is_told_once() -> None:
    found = why(a_need(urgency="today"), an_offer(free(0, 1080, 1140)))
    assert "free_soon" in found
    assert "shared_hours" not in found


def test_a_short_while_soon_and_a_long_one_later_are_both_told() -> None:
    omar = replace(OMAR, hours=Hours("Europe/Berlin", (Window(0, 1080, 1140), Window(2, 1080, 1260))))
    found = why(a_need(), an_offer(omar))
    assert found["free_soon"]["from_utc"] == "2026-11-23T17:00:00+00:00"
    assert found["shared_hours"]["from_utc"] == "2026-11-25T17:00:00+00:00"


def test_a_stretch_that_has_begun_starts_at_the_next_quarter() -> None:
    now = datetime.fromisoformat("2026-11-23T17:07:13+00:00")
    assert why(a_need(), an_offer(), now)["free_soon"]["from_utc"] == "2026-11-23T17:15:00+00:00"


def test_no_shared_half_hour_no_word_of_hours() -> None:
    found = why(a_need(), an_offer(free(0, 1080, 1095)))
    assert not {"free_soon", "shared_hours"} & set(found)


def test_experience_where_the_helper_offers_it() -> None:
    assert "experience" in why(a_need(), an_offer(kinds=frozenset({"listening", "experience"})))
    assert "experience" not in why(a_need(), an_offer())


def test_near_where_they_may_meet_in_person() -> None:
    near: dict[str, Any] = {"area": 1, "near": frozenset({1})}
    elsewhere: dict[str, Any] = {"area": 2, "near": frozenset({2})}
    seeker, helper = a_need(formats=IN_PERSON, **near), free(6, 0, 15)
    assert "near" in why(seeker, an_offer(helper, formats=IN_PERSON, **near))
    assert "near" not in why(seeker, an_offer(helper, formats=IN_PERSON, **elsewhere))
    assert "near" not in why(seeker, an_offer(helper, **near))


def test_again_where_both_asked() -> None:
    assert why(a_need(replace(MAYA, again=frozenset({OMAR.member_id}))), an_offer())["again"] == {}
    assert "again" not in why(a_need(), an_offer())


def test_the_common_ground_that_is_left() -> None:
    found = why(a_need(), an_offer(free(6, 0, 15)))
    assert found["language"] == {"languages": ["en"]}
    assert found["format"] == {"formats": ["chat"]}


def test_most_telling_first() -> None:
    assert next(iter(why(a_need(), an_offer()))) == "topic"


@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_few_and_known(data: st.DataObject) -> None:
    need, offer = data.draw(needs(NOW)), data.draw(offers(NOW))
    found = reasons(need, offer, NOW, fit(need, offer, NOW))
    assert len(found) <= AT_MOST
    assert len({reason.code for reason in found}) == len(found)
    assert {reason.code for reason in found} <= set(REASON_CODES)


SECRETS_OF_A_PERSON: dict[str, Any] = {
    "quiet": Quiet(60, 120),
    "asked_in_quiet_hours": True,
    "gender": "woman",
    "age_band": "60+",
    "blocks": frozenset({77}),
    "may_know": frozenset({77}),
    "never_ask": frozenset({"somebody"}),
    "resting": frozenset({77}),
}
WISH: dict[str, Any] = {
    "wishes": Wishes(same_gender=True, age_bands=frozenset({"60+"}), shared_experience=True)
}
SECRETS_OF_A_NEED: dict[str, Any] = WISH | {
    "danger": True,
    "waiting_since": NOW - timedelta(days=40),
    "places": 4,
}
SECRETS_OF_AN_OFFER: dict[str, Any] = WISH | {
    "avoids": frozenset({9}),
    "takes_danger": True,
    "room": 9,
    "person_room": 9,
    "past": a_past(50, 1, 1),
    "load": 7,
}


@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_nothing_private_changes_a_word(data: st.DataObject) -> None:
    need, offer = data.draw(needs(NOW)), data.draw(offers(NOW))
    other_need = replace(need, person=replace(need.person, **SECRETS_OF_A_PERSON), **SECRETS_OF_A_NEED)
    other_offer = replace(offer, person=replace(offer.person, **SECRETS_OF_A_PERSON), **SECRETS_OF_AN_OFFER)
    told = reasons(need, offer, NOW, fit(need, offer, NOW))
    assert told == reasons(other_need, other_offer, NOW, fit(other_need, other_offer, NOW))


@pytest.mark.parametrize("secret", ["woman", "60+"])
def test_no_secret_is_among_the_values(secret: str) -> None:
    same: dict[str, Any] = {"gender": "woman", "age_band": "60+"}
    found = why(a_need(a_person(1, **same), **WISH), an_offer(a_person(2, **same), **WISH))
    assert secret not in str(found)
