"""A message is written in one go, and says neither more nor less than it should."""

from datetime import UTC, datetime

import pytest

from support.templatetags.attributes import attributes, chips, choose, options
from support.templatetags.talk import talk
from support.web.spoken import Spoken, spoken

SCRIPT = "<script>\"'&"
AT = datetime(2026, 1, 5, 18, 30, tzinfo=UTC)


def _said(**more: object) -> Spoken:
    return {**spoken("A quiet word.", "Omar", AT, key="one"), **more}  # type: ignore[typeddict-item]


@pytest.mark.parametrize(
    ("more", "there", "not_there"),
    [
        ({}, '<div class="said" id="m-one" data-key="one">', "edited"),
        ({"mine": True}, '<div class="said mine"', 'class="event"'),
        ({"day": "Monday, 5 January"}, '<p class="day">Monday, 5 January</p>', "data-first-new"),
        ({"first_new": True}, "data-first-new>New</p>", 'class="gone"'),
        ({"edited": True}, "</time> · edited</p>", 'class="gone"'),
        ({"edited": True, "gone": True}, "This message was taken back.", "edited"),
        ({"gone": True}, "This message was taken back.", "A quiet word."),
        ({"hidden": True, "why": "/why/"}, '<a href="/why/">Read why</a>', "A quiet word."),
        ({"hidden": True, "gone": True}, "put this message aside", "taken back"),
        ({"mark": "Seen", "change": "/change/"}, "Change or take back</a> · Seen</p>", 'class="event"'),
        ({"held": "A moderator reads it first."}, '<p class="event">A moderator reads it first.</p>', "gone"),
    ],
)
def test_a_message_says_what_it_is(more: dict[str, object], there: str, not_there: str) -> None:
    page = talk([_said(**more)])
    assert there in page
    assert not_there not in page


def test_nothing_that_somebody_wrote_becomes_markup() -> None:
    words = dict.fromkeys(("key", "day", "who", "at", "time", "words", "mark", "change", "held"), SCRIPT)
    option = {"value": SCRIPT, "label": SCRIPT, "attrs": {"title": SCRIPT}}
    pages = [
        talk([_said(**words), _said(hidden=True, why=SCRIPT)]),
        chips([{"input": "", "label": SCRIPT}]),
        choose([(SCRIPT, SCRIPT)], SCRIPT),
        options([(SCRIPT, [option], 0)]),
        attributes({"title": SCRIPT}),
    ]
    for page in pages:
        assert "&lt;script&gt;&quot;&#x27;&amp;" in page
        assert "<script" not in page
        assert SCRIPT[-3:] not in page
