"""The core of it where scripts are switched off: saying one's hours, asking, answering, writing to each other."""

import pytest
from playwright.sync_api import expect

from tests.browser import story
from tests.browser.conftest import Arrive
from tests.browser.stack import Stack
from tests.browser.weeks import write_as_a_list

pytestmark = pytest.mark.browser

WEDNESDAY = 2


def test_asking_and_helping_need_no_script(stack: Stack, arrive: Arrive) -> None:
    stack.make("lakeside")
    maya = arrive("Maya", "desktop", "lakeside", java_script_enabled=False, color_scheme="dark")
    omar = arrive("Omar", "phone", "lakeside", java_script_enabled=False)

    maya.signs_in_by_the_form()
    maya.follows("Say when")
    expect(maya.page.get_by_role("grid")).to_have_count(0)
    write_as_a_list(maya.page, WEDNESDAY, "17:00", "20:00")
    maya.presses("Keep these hours")
    maya.sees("Your hours are kept.")
    maya.opens("/c/lakeside/ask/")
    story.says_what_is_going_on(maya)
    story.says_how(maya)
    story.asks_for_it(maya)

    omar.signs_in()
    story.offers_to_listen(omar)
    story.says_yes_to_a_headline(omar, maya)
    story.says_yes_to_a_person(maya, omar)
    story.are_told_of_each_other(maya, omar)
    story.write_to_each_other(omar, maya)
