"""The weekly hours as a form field: a plain list of times that a script turns into a grid to paint."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy

from matching.engine.side import Window
from support.web.weekgrid import NotAStretch, Row, place_of, rows_of, tidy

MOST_ROWS = 24  # a day; more are not read
FEWEST_ROWS = 2  # a day; so many stand ready


@dataclass(frozen=True, slots=True)
class Typed:
    """The list as it came from the form, kept as it was typed; `more` is the day that asked for another row."""

    days: list[list[Row]]
    more: int | None = None


class WeekWidget(forms.Widget):
    """The list, day by day. The names of its inputs are hours-DAY-ROW-from and hours-DAY-ROW-to."""

    template_name = "parts/week_field.html"
    use_fieldset = True
    broad = True
    zone = ""

    class Media:
        js = [Script("js/week-grid.js", type="module")]

    def id_for_label(self, id_: str | None) -> str:
        return ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:
        days = [
            [row for index in range(MOST_ROWS) if (row := _row(data, f"{name}-{weekday}-{index}"))]
            for weekday in range(7)
        ]
        more = str(data.get(f"{name}-more", ""))
        return Typed(days, int(more) if more in set("0123456") else None)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = value if isinstance(value, Typed) else Typed(rows_of(value or ()))
        days = [_day(weekday, rows, typed.more) for weekday, rows in enumerate(typed.days)]
        context["widget"] |= {"days": days, "place": place_of(self.zone)}
        return context


def _row(data: Mapping[str, Any], name: str) -> Row:
    return Row(str(data.get(f"{name}-from", "")).strip(), str(data.get(f"{name}-to", "")).strip())


def _day(weekday: int, rows: list[Row], more: int | None) -> dict[str, Any]:
    """One day as the template shows it. While somebody still adds rows, nothing is called wrong."""
    ready = max(FEWEST_ROWS, len(rows) + (more == weekday))
    rows = [*rows, *[Row()] * (ready - len(rows))]
    lines = [{"row": row, "wrong": more is None and not _is_clear(row, weekday)} for row in rows]
    return {"name": WEEKDAYS[weekday], "short": WEEKDAYS_ABBR[weekday], "lines": lines}


def _is_clear(row: Row, weekday: int) -> bool:
    try:
        row.windows(weekday)
    except NotAStretch:
        return False
    return True


class WeekField(forms.Field):
    """Weekly hours: the value is a tidy list of `Window`, in the member's own local time.

    `zone` is shown beside the hours, always. Asking for another row makes the form invalid without blame, so that the
    page comes back with everything that was typed.
    """

    widget = WeekWidget
    default_error_messages = {
        "required": gettext_lazy("Please choose at least one time when you could usually talk."),
        "more": gettext_lazy("There is another row now. Nothing is kept yet."),
    }

    def __init__(self, *, zone: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.zone = zone

    @property
    def zone(self) -> str:
        return str(self.widget.zone)

    @zone.setter
    def zone(self, zone: str) -> None:
        self.widget.zone = zone

    def to_python(self, value: Typed | Iterable[Window] | None) -> list[Window]:
        if not isinstance(value, Typed):
            return tidy(value or ())
        if value.more is not None:
            raise ValidationError(self.error_messages["more"], code="more")
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
