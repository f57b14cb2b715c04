"""Every rule, kept and broken: one change to a pair that may meet breaks exactly the rule it is about."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.hours import has_stretch, horizon, shared_time
from matching.engine.rules import RULES, SENTENCES, broken_rules, may_meet, share_half_an_hour
from matching.engine.sentences import HOLDS
from matching.engine.side import Hours, NeedSide, OfferSide, Quiet, Window, Wishes
from tests.matching.engine.cast import (
    EVENINGS,
    GRIEF,
    LOSS,
    MAYA,
    NOW,
    OMAR,
    PETS,
    WORK,
    a_need,
    a_person,
    an_offer,
)
from tests.matching.engine.strategies import needs, offers

MORNING = Quiet(0, 12 * 60)  # in Berlin it is 10:00
IN_PERSON = frozenset({"in_person"})
HARBOUR, OLD_TOWN, HILLS = 1, 2, 3  # the old town lies between the harbour and the hills


def broken(need: NeedSide, offer: OfferSide) -> set[str]:
    return {rule.__name__ for rule in broken_rules(need, offer, NOW)}


def about(*topics: int) -> dict[str, Any]:
    parents = {LOSS} if {GRIEF, PETS} & set(topics) else set()
    return {"topics": frozenset(topics), "lineage": frozenset({*topics, *parents})}


def only_free(weekday: int, start: int, end: int, zone: str = "Europe/Berlin") -> Hours:
    return Hours(zone, (Window(weekday, start, end),))


def test_maya_and_omar_may_meet() -> None:
    assert broken(a_need(), an_offer()) == set()
    assert may_meet(a_need(), an_offer(), NOW)


def test_are_two_people() -> None:
    assert broken(a_need(MAYA), an_offer(MAYA)) == {"are_two_people"}


def test_are_in_one_community() -> None:
    assert broken(a_need(community_id=1), an_offer(community_id=2)) == {"are_in_one_community"}
    assert broken(a_need(community_id=2), an_offer(community_id=2)) == set()


def test_are_in_good_standing() -> None:
    assert broken(a_need(replace(MAYA, in_good_standing=False)), an_offer()) == {"are_in_good_standing"}
    assert broken(a_need(), an_offer(replace(OMAR, in_good_standing=False))) == {"are_in_good_standing"}


@pytest.mark.parametrize(
    ("rule", "field"), [("neither_blocks_the_other", "blocks"), ("may_not_know_each_other", "may_know")]
)
def test_neither_keeps_away_from_the_other(rule: str, field: str) -> None:
    def keeping_away_from(member_id: int) -> dict[str, Any]:
        return {field: frozenset({member_id})}

    assert broken(a_need(replace(MAYA, **keeping_away_from(OMAR.member_id))), an_offer()) == {rule}
    assert broken(a_need(), an_offer(replace(OMAR, **keeping_away_from(MAYA.member_id)))) == {rule}
    assert broken(a_need(replace(MAYA, **keeping_away_from(77))), an_offer()) == set()


def test_neither_listed_the_other() -> None:
    def listing(address_hash: str) -> dict[str, Any]:
        return {"never_ask": frozenset({address_hash})}

    rule = {"neither_listed_the_other"}
    assert broken(a_need(replace(MAYA, **listing(OMAR.address_hash))), an_offer()) == rule
    assert broken(a_need(), an_offer(replace(OMAR, **listing(MAYA.address_hash)))) == rule
    assert broken(a_need(replace(MAYA, **listing("somebody else"))), an_offer()) == set()


def test_share_a_topic() -> None:
    assert broken(a_need(**about(WORK)), an_offer(**about(GRIEF))) == {"share_a_topic"}
    assert broken(a_need(**about(WORK, GRIEF)), an_offer(**about(GRIEF))) == set()


def test_a_parent_covers_its_children_on_either_side_but_not_brothers() -> None:
    assert broken(a_need(**about(GRIEF)), an_offer(**about(LOSS))) == set()
    assert broken(a_need(**about(LOSS)), an_offer(**about(GRIEF))) == set()
    assert broken(a_need(**about(GRIEF)), an_offer(**about(PETS))) == {"share_a_topic"}


def test_asks_nothing_avoided() -> None:
    asking = a_need(**about(GRIEF, WORK))
    assert broken(asking, an_offer(avoids=frozenset({WORK}))) == {"asks_nothing_avoided"}
    assert broken(asking, an_offer(avoids=frozenset({LOSS}))) == {"asks_nothing_avoided"}
    assert broken(asking, an_offer(avoids=frozenset({PETS}))) == set()


def test_share_a_language() -> None:
    assert broken(a_need(languages=frozenset({"ar"})), an_offer()) == {"share_a_language"}
    assert broken(a_need(languages=frozenset({"ar", "de"})), an_offer()) == set()


def test_share_a_kind() -> None:
    assert broken(a_need(kind="practical"), an_offer()) == {"share_a_kind"}
    assert broken(a_need(kind="advice"), an_offer()) == set()


def test_share_a_format() -> None:
    assert broken(a_need(formats=frozenset({"call"})), an_offer()) == {"share_a_format"}
    assert broken(a_need(formats=frozenset({"call", "chat"})), an_offer()) == set()


def test_are_near() -> None:
    seeker = a_need(formats=IN_PERSON, area=HARBOUR, near=frozenset({HARBOUR, OLD_TOWN}))

    def helper(area: int | None, *near: int) -> OfferSide:
        return an_offer(formats=IN_PERSON, area=area, near=frozenset(near))

    assert broken(seeker, helper(HILLS, OLD_TOWN, HILLS)) == {"are_near"}
    assert broken(seeker, helper(OLD_TOWN, HARBOUR, OLD_TOWN, HILLS)) == set()
    assert broken(seeker, helper(HARBOUR, HARBOUR, OLD_TOWN)) == set()
    assert broken(seeker, helper(None)) == {"are_near"}
    assert broken(a_need(formats=IN_PERSON), helper(None)) == {"are_near"}


def test_another_shared_format_makes_up_for_the_way() -> None:
    formats = frozenset({"in_person", "chat"})
    far_apart = a_need(formats=formats, area=HARBOUR), an_offer(formats=formats, area=HILLS)
    assert broken(*far_apart) == set()
    assert broken(a_need(formats=formats, area=HARBOUR), an_offer(formats=IN_PERSON, area=HILLS)) == {
        "are_near"
    }


def test_share_half_an_hour() -> None:
    seeker = a_need(replace(MAYA, hours=only_free(0, 18 * 60, 19 * 60)))
    assert broken(seeker, an_offer(replace(OMAR, hours=only_free(0, 18 * 60 + 30, 20 * 60)))) == set()
    too_late = an_offer(replace(OMAR, hours=only_free(0, 18 * 60 + 45, 20 * 60)))
    assert broken(seeker, too_late) == {"share_half_an_hour"}


def test_today_means_within_a_day() -> None:
    tomorrow_evening = an_offer(replace(OMAR, hours=only_free(1, 18 * 60, 21 * 60)))
    assert broken(a_need(urgency="today"), tomorrow_evening) == {"share_half_an_hour"}
    assert broken(a_need(urgency="this_week"), tomorrow_evening) == set()


def test_the_last_day_and_days_away_count() -> None:
    wednesdays = replace(OMAR, hours=only_free(2, 18 * 60, 21 * 60))
    assert broken(a_need(needed_by=date(2026, 11, 25)), an_offer(wednesdays)) == set()
    assert broken(a_need(needed_by=date(2026, 11, 24)), an_offer(wednesdays)) == {"share_half_an_hour"}
    away = replace(MAYA, hours=Hours("Europe/Berlin", EVENINGS, ((date(2026, 11, 23), date(2026, 12, 7)),)))
    assert broken(a_need(away), an_offer()) == {"share_half_an_hour"}


def test_is_not_yet_asking() -> None:
    offer = an_offer()
    assert broken(a_need(asking=frozenset({offer.person.member_id})), offer) == {"is_not_yet_asking"}
    assert broken(a_need(asking=frozenset({offer.person.member_id + 1000})), offer) == set()


def test_has_room() -> None:
    assert broken(a_need(), an_offer(room=0)) == {"has_room"}
    assert broken(a_need(), an_offer(person_room=0)) == {"has_room"}
    assert broken(a_need(), an_offer(room=1, person_room=1)) == set()


def test_are_rested() -> None:
    assert broken(a_need(replace(MAYA, resting=frozenset({OMAR.member_id}))), an_offer()) == {"are_rested"}
    assert broken(a_need(), an_offer(replace(OMAR, resting=frozenset({MAYA.member_id})))) == {"are_rested"}
    assert broken(a_need(replace(MAYA, resting=frozenset({77}))), an_offer()) == set()


def test_asking_for_each_other_again_ends_the_rest() -> None:
    resting = replace(MAYA, resting=frozenset({OMAR.member_id}))
    again = an_offer(replace(OMAR, again=frozenset({MAYA.member_id})))
    assert broken(a_need(resting), again) == set()
    assert broken(a_need(replace(resting, again=frozenset({77}))), an_offer()) == {"are_rested"}


class TestWishesHoldBothWays:
    RULE = {"wishes_hold_both_ways"}
    WOMAN: ClassVar[dict[str, Any]] = {"gender": "woman"}
    MAN: ClassVar[dict[str, Any]] = {"gender": "man"}

    @pytest.mark.parametrize(
        ("seeker", "helper", "held"),
        [(WOMAN, WOMAN, True), (WOMAN, MAN, False), (WOMAN, {}, False), ({}, {}, False), ({}, WOMAN, False)],
    )
    def test_the_same_gender_must_be_said(
        self, seeker: dict[str, Any], helper: dict[str, Any], held: bool
    ) -> None:
        maya, omar = a_person(1, **seeker), a_person(2, **helper)
        wish, expected = Wishes(same_gender=True), set() if held else self.RULE
        assert broken(a_need(maya, wishes=wish), an_offer(omar)) == expected
        assert broken(a_need(omar), an_offer(maya, wishes=wish)) == expected

    @pytest.mark.parametrize(("band", "held"), [("60+", True), ("18-29", False), ("", False)])
    def test_the_age_band_must_be_said(self, band: str, held: bool) -> None:
        wish, expected = Wishes(age_bands=frozenset({"60+", ""})), set() if held else self.RULE
        somebody = a_person(3, age_band=band)
        assert broken(a_need(wishes=wish), an_offer(somebody)) == expected
        assert broken(a_need(somebody), an_offer(wishes=wish)) == expected

    def test_shared_experience_is_the_helpers_to_offer(self) -> None:
        wish = a_need(wishes=Wishes(shared_experience=True))
        assert broken(wish, an_offer()) == self.RULE
        assert broken(wish, an_offer(kinds=frozenset({"listening", "experience"}))) == set()

    def test_what_nobody_wished_for_does_not_matter(self) -> None:
        assert broken(a_need(a_person(1, **self.WOMAN)), an_offer(a_person(2, **self.MAN))) == set()


def test_danger_goes_to_trained() -> None:
    assert broken(a_need(danger=True), an_offer()) == {"danger_goes_to_trained"}
    assert broken(a_need(danger=True), an_offer(takes_danger=True)) == set()
    assert broken(a_need(danger=False), an_offer(takes_danger=True)) == set()


def test_sensitive_goes_to_admitted() -> None:
    assert broken(a_need(sensitive=True), an_offer()) == {"sensitive_goes_to_admitted"}
    assert broken(a_need(sensitive=True), an_offer(admitted=True)) == set()
    assert broken(a_need(sensitive=False), an_offer()) == set()


def test_helper_can_be_asked_now() -> None:
    today, resting = a_need(urgency="today"), replace(OMAR, quiet=MORNING)
    assert broken(today, an_offer(resting)) == {"helper_can_be_asked_now"}
    assert broken(today, an_offer(replace(resting, asked_in_quiet_hours=True))) == set()
    assert broken(today, an_offer(replace(resting, quiet=Quiet(22 * 60, 8 * 60)))) == set()
    assert broken(a_need(urgency="this_week"), an_offer(resting)) == set()


def test_every_rule_has_its_sentence_and_its_docstring() -> None:
    for sentences in (SENTENCES, HOLDS):
        assert list(sentences) == [rule.__name__ for rule in RULES]
        assert all(sentence.endswith(".") for sentence in sentences.values())
    assert len({*SENTENCES.values(), *HOLDS.values()}) == 2 * len(RULES)
    assert all(rule.__doc__ for rule in RULES)


def test_several_broken_rules_are_all_told() -> None:
    need = a_need(community_id=1, kind="practical")
    assert broken(need, an_offer(room=0)) == {"are_in_one_community", "share_a_kind", "has_room"}


@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_two_may_meet_when_no_rule_is_broken(data: st.DataObject) -> None:
    need, offer = data.draw(needs(NOW)), data.draw(offers(NOW))
    assert may_meet(need, offer, NOW) == (not broken_rules(need, offer, NOW))


@settings(deadline=None, max_examples=50)
@given(data=st.data(), seconds=st.integers(0, 86_400))
def test_the_half_hour_is_the_one_of_concrete_dates(data: st.DataObject, seconds: int) -> None:
    need, offer, now = data.draw(needs(NOW)), data.draw(offers(NOW)), NOW + timedelta(seconds=seconds)
    shared = shared_time(need.person.hours, offer.person.hours, start=now, end=horizon(need, now))
    assert share_half_an_hour(need, offer, now) == has_stretch(shared)
