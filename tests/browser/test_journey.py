"""The main job in real browsers, against the running service: a need meets an offer, and both sides are told.

Maya holds a phone and asks; Omar sits at a desk and helps; Nour moderates and watches. A worker matches them.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import story
from tests.browser.conftest import Arrive
from tests.browser.letters import all_that_is_read
from tests.browser.people import Person
from tests.browser.stack import Stack
from tests.browser.weeks import cell, paint_with_a_finger, paint_with_keys, steps

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("riverside")]


def test_a_need_meets_an_offer(stack: Stack, arrive: Arrive, daylight: tuple[str, str]) -> None:
    maya = arrive("Maya", "phone", timezone_id=daylight[0], album="seeker")
    omar = arrive("Omar", "desktop", timezone_id=daylight[1], color_scheme="dark", album="helper")
    nour = arrive("Nour", "desktop")
    nour.signs_in()

    comes_in_to_ask(maya, zone=daylight[0])
    asks_with_a_pause(maya)
    maya.opens("/home/")  # an open page of her request would read for her what she is told of it
    sees_who_waits(nour)
    comes_in_by(omar, invitation_of(nour))
    story.offers_to_listen(omar)

    story.says_yes_to_a_headline(omar, maya)
    assert matches_seen_by(nour)["Being asked"] == 1
    story.says_yes_to_a_person(maya, omar)
    story.are_told_of_each_other(maya, omar)
    assert matches_seen_by(nour)["Connected"] == 1

    story.write_to_each_other(omar, maya)
    omar.opens("/home/")
    story.brings_it_to_a_good_end(maya)
    story.reads_the_thanks(omar, maya)
    assert matches_seen_by(nour)["Completed"] == 1
    for letter in stack.letters.letters:
        private = (*story.PRIVATE, maya.name, omar.name)
        assert [words for words in private if words in all_that_is_read(letter)] == []


def comes_in_to_ask(maya: Person, zone: str) -> None:
    """Through the community's own door; what she came for is not forgotten over all the questions."""
    maya.opens("/c/riverside/")
    maya.follows("I could use some help")
    maya.writes(words=story.WORDS)
    maya.presses("Go on")
    maya.writes(display_name="Maya")
    maya.presses("Go on")
    maya.signs_up()
    maya.chooses("English")
    expect(maya.page.locator("[name=time_zone]")).to_have_value(zone)
    maya.presses("Go on")
    paint_with_a_finger(maya.page, "Tuesday 14:00 to 15:00", "Thursday 17:00 to 18:00")
    expect(cell(maya.page, "Wednesday 16:00 to 17:00, free")).to_be_visible()
    maya.presses("Go on")
    expect(maya.page).to_have_url(re.compile("/c/riverside/ask/"))
    expect(maya.page.locator("[name=words]")).to_have_value(story.WORDS)


def asks_with_a_pause(maya: Person) -> None:
    story.says_what_is_going_on(maya)
    maya.presses("Keep it for later")
    maya.sees("You have begun to ask for something")
    maya.follows("Go on")
    maya.presses("Back")
    expect(maya.page.locator("[name=headline]")).to_have_value(story.HEADLINE)
    maya.presses("Go on")
    story.says_how(maya)
    story.asks_for_it(maya)


def sees_who_waits(nour: Person) -> None:
    """The line that everybody who is asked sees, and not a word more."""
    nour.opens("/c/riverside/moderate/search/")
    expect(nour.page.locator("dl.figures div").filter(has_text="since today").locator("dd")).to_have_text("1")
    nour.follows(story.HEADLINE)
    nour.sees("Nobody offers help here yet.")
    nour.sees_nothing_of(story.WORDS)


def matches_seen_by(nour: Person) -> dict[str, int]:
    """How many matches are in which state, as the dashboard says."""
    nour.opens("/c/riverside/moderate/search/")
    matches = nour.page.get_by_role("heading", name="Matches", exact=True)
    lines = nour.page.locator("section", has=matches).locator("li").all_inner_texts()
    return {state: int(count) for state, count in (line.rsplit(None, 1) for line in lines)}


def invitation_of(nour: Person) -> str:
    nour.opens("/c/riverside/moderate/invitations/")
    nour.presses("Make the link")
    return nour.page.locator(".once a").inner_text()


def comes_in_by(omar: Person, invitation: str) -> None:
    omar.opens(invitation)
    omar.sees("You are invited")
    omar.writes(display_name="Omar")
    omar.presses("Go on")
    omar.signs_up()
    omar.chooses("English")
    omar.presses("Go on")
    to_wednesday_at_five, to_saturday_at_ten = (2, 11), (2, -8)
    paint_with_keys(omar.page, *steps(*to_wednesday_at_five), "Space", "Shift+ArrowDown", "Shift+ArrowDown")
    paint_with_keys(omar.page, "ArrowRight", "Space", "Shift+ArrowUp")
    paint_with_keys(omar.page, *steps(*to_saturday_at_ten), "Space", "Shift+ArrowDown", "Shift+ArrowDown")
    expect(cell(omar.page, "Saturday 12:00 to 13:00, free")).to_be_focused()
    omar.presses("Go on")
    omar.sees("A quiet table, so far")


def test_a_moderator_admits_somebody_who_asked(arrive: Arrive, daylight: tuple[str, str]) -> None:
    lena = arrive("Lena", "phone", timezone_id=daylight[0])
    nour = arrive("Nour", "desktop")
    lena.opens("/c/hillside/join/")
    lena.writes(display_name="Lena")
    lena.presses("Go on")
    lena.signs_up()
    lena.sees("You have asked to join")
    nour.signs_in()
    nour.opens("/c/hillside/moderate/")
    nour.follows("Lena")
    nour.presses("Let them in")
    nour.sees("They are in, and have been told.")
    lena.is_told("You are in", letter="You are welcome")
    lena.sees("I could use some help")
