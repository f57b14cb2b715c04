"""The weekly hours as a form field: a plain list of times that a script turns into a grid to paint."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy

from accounts.customs import DAY, clock, current, hour, short_clock
from matching.engine.side import Window
from support.places import place_of
from support.web import clock_change
from support.web.weekgrid import QUARTER, NotAStretch, Row, rows_of, tidy

MOST_ROWS = 24  # a day; more are not read
FEWEST_ROWS = 1  # a day; so many stand ready
DEED = re.compile(r"(more|weekdays|everyday|clear)-([0-6])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Typed:
    """The list as it came from the form, kept as it was typed.

    `deed` is what a button of the list asked for instead of being kept: another row for a day, its hours on other days
    too, or none.
    """

    days: list[list[Row]]
    deed: str = ""
    day: int = 0

    @classmethod
    def read(cls, data: Mapping[str, Any], name: str) -> "Typed":
        days = [
            [row for index in range(MOST_ROWS) if (row := _row(data, f"{name}-{weekday}-{index}"))]
            for weekday in range(7)
        ]
        asked = DEED.fullmatch(str(data.get(f"{name}-do", "")))
        return cls(days, asked[1], int(asked[2])) if asked else cls(days)

    def granted(self) -> list[list[Row]]:
        """The rows once that is done."""
        rows = [] if self.deed == "clear" else self.days[self.day]
        alike = {
            "weekdays": set(range(7)) - current().weekend,
            "everyday": set(range(7)),
            "clear": {self.day},
        }
        there = alike.get(self.deed, set())
        return [rows if weekday in there else typed for weekday, typed in enumerate(self.days)]


class WeekWidget(forms.Widget):
    """The list, day by day. The names of its inputs are hours-DAY-ROW-from and hours-DAY-ROW-to; Monday is 0."""

    template_name = "parts/week_field.html"
    use_fieldset = True
    broad = True
    zone = ""
    change: date | None = None

    class Media:
        js = [Script("js/week-grid.js", type="module")]

    def id_for_label(self, id_: str | None) -> str:
        return ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:
        return Typed.read(data, name)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = value if isinstance(value, Typed) else Typed(rows_of(value or ()))
        rows = typed.granted()
        context["widget"] |= {
            "days": [_day(weekday, rows[weekday], typed) for weekday in current().days],
            "place": place_of(self.zone),
            "change": self.change,
            "clock": _labels(clock),
            "short_clock": _labels(short_clock) if current().twelve else "",
            "hours": "|".join(hour(number) for number in range(24)),
        }
        return context


def _labels(says: Callable[[int], str]) -> str:
    """Every quarter-hour of a day and its end, for the script, which knows no words."""
    return "|".join(says(minutes) for minutes in range(0, DAY + 1, QUARTER))


def _row(data: Mapping[str, Any], name: str) -> Row:
    return Row(str(data.get(f"{name}-from", "")).strip(), str(data.get(f"{name}-to", "")).strip())


def _day(weekday: int, rows: list[Row], typed: Typed) -> dict[str, Any]:
    """One day as the template shows it. While somebody is still at it, nothing is called wrong."""
    another = (typed.deed, typed.day) == ("more", weekday)
    ready = max(FEWEST_ROWS, len(rows) + another)
    rows = [*rows, *[Row()] * (ready - len(rows))]
    lines = [{"row": row, "wrong": not typed.deed and not _is_clear(row, weekday)} for row in rows]
    return {
        "weekday": weekday,
        "name": WEEKDAYS[weekday],
        "short": WEEKDAYS_ABBR[weekday],
        "off": weekday in current().weekend,
        "lines": lines,
    }


def _is_clear(row: Row, weekday: int) -> bool:
    try:
        row.windows(weekday)
    except NotAStretch:
        return False
    return True


class WeekField(forms.Field):
    """Weekly hours: the value is a tidy list of `Window`, in the member's own local time.

    `zone` is shown beside the hours, always. A button of the list makes the form invalid without blame, so that the
    page comes back with everything that was typed.
    """

    widget = WeekWidget
    default_error_messages = {
        "required": gettext_lazy("Please choose at least one time when you could usually talk."),
        # The code is "more" for all of them: the page comes back without blame.
        "more": gettext_lazy("There is another row now. Nothing is kept yet."),
        "weekdays": gettext_lazy("These hours stand on all weekdays now. Nothing is kept yet."),
        "everyday": gettext_lazy("These hours stand on every day now. Nothing is kept yet."),
        "clear": gettext_lazy("This day is empty now. Nothing is kept yet."),
    }

    def __init__(self, *, zone: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.widget.zone = zone

    def stand_in(self, zone: str, *, now: datetime) -> None:
        """Says whose clock the hours follow, and when that clock changes next."""
        self.widget.zone, self.widget.change = zone, clock_change.coming(zone, now=now)

    def to_python(self, value: Typed | Iterable[Window] | None) -> list[Window]:
        if not isinstance(value, Typed):
            return tidy(value or ())
        if value.deed:
            raise ValidationError(self.error_messages[value.deed], code="more")
        windows, unclear = _read(value)
        if unclear:
            raise ValidationError(unclear)
        return tidy(windows)

    def has_changed(self, initial: Iterable[Window] | None, data: Typed | None) -> bool:
        try:
            return self.to_python(data) != tidy(initial or ())
        except ValidationError:
            return True


def _read(typed: Typed) -> tuple[list[Window], list[NotAStretch]]:
    """Every row that is clear, and a kind word for every row that is not."""
    windows: list[Window] = []
    unclear: list[NotAStretch] = []
    for weekday, rows in enumerate(typed.days):
        for row in rows:
            try:
                windows += row.windows(weekday)
            except NotAStretch as refusal:
                unclear.append(refusal)
    return windows, unclear
