"""Each kind of case in one evening: found in the queue, read, decided, gone from it; by keyboard and by thumb in turn.

The world is the demo's own Lamplight, where each kind waits. What a member reads of it, says to it and hears stands at
the end: told, appealed, answered by somebody else, and the one who spoke up learns what came of it.
"""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.hands import NO_MOUSE, Hands
from tests.browser.people import Person
from tests.browser.stack import Stack
from tests.browser.test_queue import is_usable

pytestmark = pytest.mark.browser

QUEUE = "/c/lamplight/moderate/"
ANSWER = "We have looked at it again, all of it, and talked it over."
DIFFERENTLY = "I meant it as comfort, and I would like to say so."


@dataclass(frozen=True)
class Act:
    """What a moderator presses in a case of this kind; `words` where that asks for some."""

    kind: str
    about: str  # of its sentence in the queue
    press: str
    words: str = ""


ACTS = (
    Act("danger_need", "in danger of dying", "I have read it"),
    Act("paused", "Frost Well", "Match them again"),
    Act("appeal", "A decision to look at again", "It stays as it was", ANSWER),
    Act("second", "second pair of eyes", "Confirm"),
    Act("pattern", "Soon asks people", "Set this aside", "They did not know. We talked."),
    Act("message", "A first message", "Pass it on"),
    Act("need", "tell my family", "Let it through"),
    Act("proposal", "Two people who may fit", "Ask the helper"),
    Act("member", "Robin Bay", "Let them in"),
    Act("helper", "Moss Ridge", "Admit for sensitive topics"),
    Act("resource", "Samaritans", "Checked today"),
)


@pytest.mark.parametrize(
    "first", [0, pytest.param(1, marks=pytest.mark.load)], ids=["phone first", "desktop first"]
)
def test_each_kind_of_case_is_decided_in_two_steps(stack: Stack, arrive: Arrive, first: int) -> None:
    """The long form does it once more, each kind on the other device."""
    stack.make("lamplight")
    on_phone = arrive("Nour", "phone", "lamplight", color_scheme="dark")
    at_desk = arrive("Nour", "desktop", "lamplight", as_=Hands)
    at_desk.page.add_init_script(NO_MOUSE)
    for nour in (on_phone, at_desk):
        nour.signs_in()
    for number, act in enumerate(ACTS, start=first):
        decides(at_desk if number % 2 else on_phone, act)

    answers_a_report(at_desk if first else on_phone)
    reads_and_appeals(arrive("Olive", "desktop", "lamplight"))
    answers_the_appeal(arrive("Marigold", "phone", "lamplight"))
    olive, heron = arrive("Olive", "phone", "lamplight"), arrive("Heron", "desktop", "lamplight")
    hears(olive, "It was taken back.")
    hears(heron, "we have acted on it")


def decides(nour: Person, act: Act) -> None:
    row = finds(nour, act.kind, act.about)
    key = row.get_attribute("data-key")
    opens(nour, row.locator("th a"))
    is_usable(nour.page)
    if act.words:
        nour.unfolds(act.press)
        opened = nour.page.locator("details[open]", has=nour.page.locator("summary", has_text=act.press))
        writes(nour, opened.locator("[name=words]"), act.words)
        opens(nour, opened.locator("button[name=kind]"))
    else:
        opens(nour, nour.page.get_by_role("button", name=act.press, exact=True))
    nour.opens(f"{QUEUE}?kind={act.kind}")
    expect(nour.page.locator(f"tr[data-key={key}]")).to_have_count(0)


def answers_a_report(nour: Person) -> None:
    """With a friendly word, as another moderator has noted beside it; the words are shown first."""
    row = finds(nour, "report", "Something was not right")
    opens(nour, row.locator("th a"))
    nour.sees("I would begin with a friendly word.")
    is_usable(nour.page)
    opens(nour, nour.page.get_by_role("button", name="A friendly word", exact=True))
    is_usable(nour.page)
    opens(nour, nour.page.locator("main form .act:not(.soft)"))
    nour.opens(f"{QUEUE}?kind=report")
    expect(nour.page.locator("tr[data-key]")).to_have_count(0)


def reads_and_appeals(olive: Person) -> None:
    olive.signs_in()
    olive.opens("/me/decisions/")
    is_usable(olive.page)
    olive.page.locator("main .row a").first.click()
    olive.sees("Some words were hard on another person.")
    is_usable(olive.page)
    olive.writes(words=DIFFERENTLY)
    olive.presses("Send it to them")
    olive.sees("Somebody who did not decide this will look at it.")


def answers_the_appeal(marigold: Person) -> None:
    """Not whoever decided: another moderator, who takes it back."""
    marigold.signs_in()
    decides(marigold, Act("appeal", "A decision to look at again", "Take it back", ANSWER))


def hears(person: Person, words: str) -> None:
    person.signs_in()
    person.opens("/me/decisions/")
    if words.startswith("It was"):
        person.page.locator("main .row a").first.click()
        person.sees(ANSWER)
    person.sees(words)
    is_usable(person.page)


def finds(nour: Person, kind: str, about: str) -> Locator:
    nour.opens(f"{QUEUE}?kind={kind}")
    row = nour.page.locator("tr[data-key]").filter(has_text=about).first
    expect(row).to_be_visible()
    return row


def opens(person: Person, target: Locator) -> None:
    """By Tab and Enter, or with a finger."""
    if isinstance(person, Hands):
        person.goes(target)
        return
    with person.page.expect_navigation():
        target.tap() if person.page.evaluate("navigator.maxTouchPoints") else target.click()


def writes(person: Person, field: Locator, words: str) -> None:
    if isinstance(person, Hands):
        person.reaches(field)
        person.page.keyboard.type(words)
    else:
        field.fill(words)
