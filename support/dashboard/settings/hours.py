"""When moderators are there, how soon they look, and who is told of danger while nobody is there."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Community
from support.dashboard.settings.section import SectionForm
from support.moderation.settings.hours import BOUNDS, HOURS, zones
from support.parties import names_of
from support.policies import moderators_of

DAY = 24 * 60
STRETCH = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-\u2013\u2014]\s*(\d{1,2})(?:[:.](\d{2}))?", re.ASCII)


class DayField(forms.CharField):
    """The hours of one weekday, as people write them: "9:00-12:00, 18-21"."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=100, **options)
        self.widget.attrs |= {"dir": "ltr", "autocomplete": "off", "placeholder": "18:00-21:00"}

    def clean(self, value: Any) -> list[tuple[int, int]]:
        parts = [part.strip() for part in re.split(r"[,;]", super().clean(value)) if part.strip()]
        return [_stretch(part) for part in parts]


def _stretch(text: str) -> tuple[int, int]:
    """From and until in minutes; until may lie past midnight."""
    found = STRETCH.fullmatch(text)
    if found is None:
        raise ValidationError(_("Please write hours like 18:00-21:00, with a comma between two."))
    hours = [int(part or 0) for part in found.groups()]
    start, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    if start >= DAY or end > DAY or hours[1] > 59 or hours[3] > 59 or start == end:
        raise ValidationError(_("Please write hours like 18:00-21:00, with a comma between two."))
    return start, end if end > start else end + DAY


def _written(windows: list[list[int]], weekday: int) -> str:
    def clock(minutes: int) -> str:
        return f"{minutes // 60:02}:{minutes % 60:02}"

    return ", ".join(f"{clock(start)}-{clock(end)}" for day, start, end in windows if day == weekday)


class HoursForm(SectionForm):
    part = HOURS
    kept = gettext_lazy("Kept. Members read these times from now on.")

    moderator_hours = forms.CharField(
        label=gettext_lazy("When are moderators there, in your own words?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Members read this before they join."),
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Which clock do you go by?"))
    response_hours = forms.IntegerField(
        label=gettext_lazy("Within how many hours does somebody look at what waits?"),
        min_value=BOUNDS["response_hours"][0],
        max_value=BOUNDS["response_hours"][1],
    )
    grave_hours = forms.IntegerField(
        label=gettext_lazy("And at a report, or anything else that is grave?"),
        min_value=BOUNDS["grave_hours"][0],
        max_value=BOUNDS["grave_hours"][1],
        help_text=gettext_lazy(
            "Where somebody may be in danger, members read: as soon as possible. Promise what you can keep."
        ),
    )
    waits_long_days = forms.IntegerField(
        label=gettext_lazy("After how many days has a request waited too long?"),
        min_value=BOUNDS["waits_long_days"][0],
        max_value=BOUNDS["waits_long_days"][1],
        help_text=gettext_lazy("It stands in the queue then, with why nobody was found."),
    )
    on_call_id = forms.TypedChoiceField(
        label=gettext_lazy("Who is told of danger outside these hours?"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy("They are told at once that something waits, never what."),
    )
    on_call_address = forms.EmailField(
        label=gettext_lazy("Or an address that somebody always reads"),
        required=False,
        help_text=gettext_lazy("A letter there names nobody. Kept encrypted."),
    )

    def __init__(self, *args: Any, community: Community, mine: bool, **options: Any) -> None:
        super().__init__(*args, community=community, mine=mine, **options)
        names = names_of(community, moderators_of(community))
        nobody = ("", _("Nobody"))
        self.fields["time_zone"].choices = [(zone, zone) for zone in zones()]  # type: ignore[attr-defined]
        self.fields["on_call_id"].choices = [nobody, *names.items()]  # type: ignore[attr-defined]
        for weekday, name in WEEKDAYS.items():
            field = DayField(label=_("Hours on %(day)s") % {"day": name}, disabled=not mine)
            self.fields[f"day_{weekday}"] = field
            self.initial[f"day_{weekday}"] = _written(community.duty_hours, weekday)
        self.order_fields(["moderator_hours", "time_zone", *(f"day_{weekday}" for weekday in WEEKDAYS)])

    def shown(self, values: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if name != "duty_hours"}

    def values(self) -> dict[str, Any]:
        given = super().values()
        stretches = [(weekday, given.pop(f"day_{weekday}")) for weekday in WEEKDAYS]
        windows = [window for weekday, day in stretches for window in _windows(weekday, day)]
        return given | {"duty_hours": windows}


def _windows(weekday: int, stretches: list[tuple[int, int]]) -> list[list[int]]:
    """One past midnight is two: until midnight, and the next day from there."""
    windows = [[weekday, start, min(end, DAY)] for start, end in stretches]
    return windows + [[(weekday + 1) % 7, 0, end - DAY] for _start, end in stretches if end > DAY]
