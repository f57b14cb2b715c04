"""Every component in all its states, made of the real parts: where people work on the place, not where they live."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from matching.engine.side import Window
from support.help_now import Panel
from support.privacy.kept import CHAPTERS
from support.pulse import drawing
from support.pulse.chart import Chart, Series
from support.web import files
from support.web.forms import Chips, ChipsOne, Scale, WeekField, Words
from support.web.spoken import Spoken, spoken
from support.web.weekpicture import read_only

EVENINGS = [Window(weekday, 18 * 60, 21 * 60) for weekday in (0, 2, 3)]
SHARED = [Window(2, 19 * 60, 20 * 60 + 30)]
COLOUR = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);(?:[ \t]*/\* (.*?) \*/)?")
PARTS = files.SUPPORT / "templates" / "parts"

WEEKS = ("2 March", "9 March", "16 March", "23 March")
CHARTS = (
    Chart(
        *("weeks", "Asking and offering", "People in each week.", "Week from", WEEKS, WEEKS),
        (
            Series("asked", (10, 0, 15, 20)),
            Series("for the first time", (5, 5, 0, 10)),
            Series("offered help", (5, 10, 10, 25)),
        ),
    ),
    Chart(
        *("groups", "Where helpers are missing", "People in four weeks.", "Topics"),
        *(("Grief", "A new job"), ("grief", "job")),
        (Series("asked", (25, 10)), Series("had no yes yet", (15, 0)), Series("ready to help", (5, 20))),
        over_time=False,
    ),
)


class Answers(forms.Form):
    """One field of each kind."""

    words = forms.CharField(
        label="What is going on?", help_text="A few words are enough.", widget=Words(attrs={"rows": 3})
    )
    headline = forms.CharField(label="In one line", max_length=80)
    topics = forms.MultipleChoiceField(
        label="What is it about?",
        choices=[("Loss", [("1", "Grief"), ("2", "A pet")]), ("Work", [("3", "A new job")])],
        widget=Chips,
    )
    kind = forms.ChoiceField(
        label="What would help?", choices=[("l", "Listening"), ("a", "Advice")], widget=ChipsOne
    )
    day = forms.DateField(label="By when?", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    place = forms.ChoiceField(
        label="Where?", choices=[("", "Choose a place"), ("n", "North"), ("s", "South")]
    )
    adult = forms.BooleanField(label="I am 18 or older", help_text="Everybody here is.")
    feeling = forms.ChoiceField(
        label="How are you?",
        choices=[*((str(step), str(step)) for step in range(1, 6)), ("", "Rather not say")],
        required=False,
        widget=Scale(low="very heavy", high="quite light"),
    )
    hours = WeekField(label="When could you talk?", zone="Europe/Lisbon")


GIVEN = {"words": "My cat is ill.", "topics": ["1"], "kind": "l", "hours": EVENINGS}
WRONG = {"words": "My cat is ill.", "topics": ["1"], "day": "soon", "hours-0-0-from": "18:00"}


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "web/style/style.html", _examples())


def _examples() -> dict[str, Any]:
    return {
        "colours": COLOUR.findall(
            (files.SUPPORT / "static/css/tokens.css").read_text().split("@supports")[0]
        ),
        "form": Answers(initial=GIVEN, prefix="good"),
        "wrong": Answers({f"wrong-{name}": answer for name, answer in WRONG.items()}, prefix="wrong"),
        "week": read_only(mine=EVENINGS, shared=SHARED, zone="Europe/Lisbon"),
        "reasons": [
            "You both speak English.",
            {"kind": "time", "text": "You are both free on Wednesday evening."},
        ],
        "toasts": [
            Message(constants.SUCCESS, "Your request is withdrawn."),
            Message(constants.INFO, "A moderator reads it first."),
            Message(constants.WARNING, "It is too late to undo this."),
        ],
        "hour": {"mine": "Tuesday, 18:30 to 19:00", "theirs": "19:30 to 20:00 for Omar"},
        "big": _names("pictures", "big"),
        "small": _names("pictures", ""),
        "icons": sorted(path.stem for path in (PARTS / "icons").glob("*.svg")),
        "charts": drawing.drawn(CHARTS),
        "kept": CHAPTERS[0].kept[0],
        "help_now": Panel("", [], [], waits=True, read=False, by=None),
        "said": _said(),
        "now": timezone.now(),
    }


def _said() -> list[Spoken]:
    """Two who talk: put right, taken back, put aside."""
    now = timezone.now()
    hello = spoken("Hello. I had a cat for sixteen years.", "Juniper", now)
    answer = spoken("Thank you for writing.", "You", now, mine=True)
    gone, aside = spoken("", "Juniper", now), spoken("", "You", now, mine=True)
    hello["day"], gone["gone"] = "Tuesday", True
    answer["edited"], answer["mark"], answer["change"] = True, "Seen", "#words"
    aside["gone"] = aside["hidden"] = True
    aside["why"] = "#words"
    return [hello, answer, gone, aside]


def _names(folder: str, size: str) -> list[str]:
    """The drawings of one size: the big ones stand alone, the small ones beside words."""
    found = sorted((PARTS / folder).glob("*.svg"))
    return [path.stem for path in found if ("picture big" in path.read_text()) is bool(size)]
