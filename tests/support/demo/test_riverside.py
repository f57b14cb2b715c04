"""The invented community: the same on every machine, whole in itself, and plausible enough to be matched."""

import os
import subprocess
import sys
from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from matching import topics
from matching.models import Format, Kind, Urgency
from support.demo import SIGN_INS
from support.demo.needs import THE_SEEKERS_TOPIC, group_of, requests
from support.demo.offers import Offering
from support.demo.people import Person
from support.demo.riverside import Riverside, describe

TREE = {node.slug for node in topics.tree()}


@pytest.fixture(scope="module")
def riverside() -> Riverside:
    return describe()


def test_another_process_with_other_hashes_describes_the_very_same() -> None:
    program = (
        "import django; django.setup()\n"
        "from hashlib import sha256; from support.demo.riverside import describe\n"
        "print(sha256(repr(describe()).encode()).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "support.settings", "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_it_is_the_same_at_every_call_and_another_with_other_dice(riverside: Riverside) -> None:
    assert describe() == riverside
    assert describe("elsewhere").people != riverside.people


def test_four_hundred_people_with_names_and_addresses_of_their_own(riverside: Riverside) -> None:
    people = riverside.people
    assert len(people) == 400
    assert len({person.name.lower() for person in people}) == 400
    assert len({person.email for person in people}) == 400
    assert all(person.email.endswith(".example") for person in people), "a reserved domain, never delivered"


def test_only_the_three_sign_ins_have_passwords(riverside: Riverside) -> None:
    assert [sign_in.role for sign_in in SIGN_INS] == ["seeker", "helper", "moderator"]
    known = {person.email: person.password for person in riverside.people if person.password}
    assert known == {sign_in.email: sign_in.password for sign_in in SIGN_INS}


def test_those_who_sign_in_are_reached_at_any_hour(riverside: Riverside) -> None:
    for person in riverside.people:
        if person.password:
            assert person.quiet[0] == person.quiet[1], "no quiet hours hold a letter back"
            assert {window.weekday for window in person.hours} == set(range(7))


def test_they_live_in_at_least_twelve_time_zones_that_exist(riverside: Riverside) -> None:
    zones = Counter(person.zone for person in riverside.people)
    assert len(zones) >= 12
    assert all(ZoneInfo(zone) for zone in zones)


def test_they_speak_many_languages_and_most_of_them_english(riverside: Riverside) -> None:
    spoken = Counter(language for person in riverside.people for language in person.languages)
    assert set(spoken) >= {"en", "es", "fr", "ar", "de", "pt", "hi", "uk"}
    assert 340 <= spoken["en"] < 400
    assert all(len(set(person.languages)) == len(person.languages) for person in riverside.people)


def test_everybody_has_free_hours_that_the_grid_can_show(riverside: Riverside) -> None:
    for person in riverside.people:
        assert person.hours
        for window in person.hours:
            assert 0 <= window.weekday <= 6
            assert 0 <= window.start < window.end <= 24 * 60
            assert window.start % 15 == window.end % 15 == 0
        for earlier, later in zip(person.hours, person.hours[1:], strict=False):
            assert (earlier.weekday, earlier.end) < (later.weekday, later.start), "no two windows meet"


def test_some_are_free_over_midnight(riverside: Riverside) -> None:
    def over_midnight(person: Person) -> bool:
        ends = {window.weekday for window in person.hours if window.end == 24 * 60}
        starts = {window.weekday for window in person.hours if window.start == 0}
        return any((day + 1) % 7 in starts for day in ends)

    assert sum(over_midnight(person) for person in riverside.people) >= 20


def test_five_hundred_offers_of_three_hundred_helpers(riverside: Riverside) -> None:
    assert len(riverside.offers) == 500
    assert len({offer.by.email for offer in riverside.offers}) == 300
    assert all(offer.by.helps for offer in riverside.offers)


def test_an_offer_holds_only_what_the_house_knows(riverside: Riverside) -> None:
    for offer in riverside.offers:
        assert 1 <= len(offer.topics) <= 4
        assert {*offer.topics, *offer.avoids} <= TREE
        assert not set(offer.topics) & set(offer.avoids)
        assert offer.kinds
        assert set(offer.kinds) <= set(Kind.values)
        assert set(offer.formats) <= set(Format.values) - {Format.IN_PERSON}
        assert set(offer.languages) <= set(offer.by.languages)
        assert 1 <= offer.capacity <= 5


def test_the_needs_are_the_real_ones_each_once_and_word_for_word(riverside: Riverside) -> None:
    assert len(riverside.needs) == 695
    assert Counter((need.title, need.words) for need in riverside.needs) == Counter(
        (title, words) for title, words, _ in requests()
    )


def test_a_need_holds_only_what_the_house_knows(riverside: Riverside) -> None:
    for need in riverside.needs:
        assert 1 <= len(need.topics) <= 3
        assert set(need.topics) <= TREE
        assert need.kind in Kind.values
        assert need.urgency in Urgency.values
        assert set(need.formats) <= set(Format.values) - {Format.IN_PERSON}
        assert "en" in need.languages, "the requests are written in English"
        assert set(need.languages) <= set(need.by.languages)
        assert need.ago.days < need.by.days_here, "nobody asked before they came"


def test_nobody_holds_more_than_three_needs(riverside: Riverside) -> None:
    assert max(Counter(need.by.email for need in riverside.needs).values()) <= 3


def test_what_is_asked_is_also_offered(riverside: Riverside) -> None:
    places: Counter[str] = Counter()
    for offer in riverside.offers:
        if "en" in offer.languages:
            places.update(dict.fromkeys(offer.topics, offer.capacity))
    asked = Counter(slug for need in riverside.needs for slug in need.topics)
    short = {slug: n for slug, n in asked.items() if places[slug] + places[group_of(slug)] < n}
    assert short == {}


def test_the_seeker_and_the_helper_are_meant_for_each_other(riverside: Riverside) -> None:
    (need,) = [need for need in riverside.needs if need.by.role == "seeker"]
    (offer,) = [offer for offer in riverside.offers if offer.by.role == "helper"]
    assert need.topics == (THE_SEEKERS_TOPIC,)
    assert need.kind in offer.kinds
    covering = {THE_SEEKERS_TOPIC, group_of(THE_SEEKERS_TOPIC)}

    def could_take_it(other: Offering) -> bool:
        return bool(covering & set(other.topics))

    assert [other for other in riverside.offers if could_take_it(other)] == [offer]


def test_helpers_who_are_no_newcomers_have_a_past_that_says_so(riverside: Riverside) -> None:
    done = Counter(one.offer.by.email for one in riverside.past)
    helpers = {offer.by.email: offer.by for offer in riverside.offers}
    seasoned = {email for email, person in helpers.items() if not person.newcomer}
    assert set(done) == seasoned
    assert min(done.values()) >= 5
    assert len(seasoned) >= 0.8 * len(helpers)


def test_the_past_lies_after_both_came_and_before_today(riverside: Riverside) -> None:
    for one in riverside.past:
        assert one.seeker is not one.offer.by
        assert one.topic in one.offer.topics
        assert one.days_ago > 7, "what counts by the week must not count it"
        assert one.days_ago + one.days < min(one.offer.by.days_here, one.seeker.days_here)
