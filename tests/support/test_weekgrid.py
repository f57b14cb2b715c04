"""Weekly hours as they are typed, kept, drawn and said."""

from itertools import pairwise
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.side import Window
from support.web.forms import WeekField
from support.web.weekgrid import in_words, over_midnight, place_of, tidy
from support.web.weekpicture import HOUR, read_only

MONDAY, TUESDAY, SATURDAY, SUNDAY = 0, 1, 5, 6
EVENING = Window(TUESDAY, 18 * 60, 20 * 60)


class HoursForm(forms.Form):
    hours = WeekField(label="When could you usually talk?", zone="America/New_York")


def typed(*lines: tuple[int, int, str, str], more: int | None = None) -> HoursForm:
    """The form as a browser sends it: (weekday, row, from, to)."""
    data = QueryDict(mutable=True)
    for weekday, row, start, end in lines:
        data[f"hours-{weekday}-{row}-from"] = start
        data[f"hours-{weekday}-{row}-to"] = end
    if more is not None:
        data["hours-more"] = str(more)
    return HoursForm(data)


def windows(form: HoursForm) -> list[Window]:
    assert form.is_valid(), form.errors
    kept: list[Window] = form.cleaned_data["hours"]
    return kept


def refusal(form: HoursForm) -> str:
    assert not form.is_valid()
    return " ".join(str(error) for error in form.errors["hours"])


def sent_back(form: forms.Form) -> QueryDict:
    """What a browser would send if the rendered list were posted untouched."""
    data = QueryDict(mutable=True)
    widget = form["hours"].field.widget.get_context("hours", form["hours"].value(), {})["widget"]
    for weekday, day in enumerate(widget["days"]):
        for index, line in enumerate(day["lines"]):
            data[f"hours-{weekday}-{index}-from"] = line["row"].start
            data[f"hours-{weekday}-{index}-to"] = line["row"].end
    return data


def quarters(weekday: int, start: int, length: int) -> Window:
    return Window(weekday, start * 15, min(start + length, 96) * 15)


any_window = st.builds(quarters, st.integers(0, 6), st.integers(0, 95), st.integers(1, 40))


@given(st.lists(any_window, min_size=1, max_size=20))
def test_what_is_kept_comes_back_unchanged(week: list[Window]) -> None:
    kept = tidy(week)
    assert windows(HoursForm(sent_back(HoursForm(initial={"hours": week})))) == kept


@given(st.lists(any_window, max_size=20))
def test_tidy_keeps_every_minute_and_joins_what_touches(week: list[Window]) -> None:
    def minutes(some: list[Window]) -> set[tuple[int, int]]:
        return {(window.weekday, minute) for window in some for minute in range(window.start, window.end)}

    joined = tidy(week)
    assert minutes(joined) == minutes(week)
    assert all((a.weekday, a.end) < (b.weekday, b.start) for a, b in pairwise(joined))


def test_rows_that_overlap_or_touch_become_one() -> None:
    form = typed((MONDAY, 0, "18:00", "20:00"), (MONDAY, 1, "19:30", "21:00"), (MONDAY, 2, "21:00", "22:00"))
    assert windows(form) == [Window(MONDAY, 18 * 60, 22 * 60)]


def test_a_night_goes_over_midnight_into_the_next_day() -> None:
    form = typed((SUNDAY, 0, "22:00", "02:00"))
    assert windows(form) == [Window(MONDAY, 0, 120), Window(SUNDAY, 22 * 60, 1440)]


@pytest.mark.parametrize("midnight", ["00:00", "24:00"])
def test_midnight_ends_a_day(midnight: str) -> None:
    assert windows(typed((SATURDAY, 0, "21:15", midnight))) == [Window(SATURDAY, 21 * 60 + 15, 1440)]


def test_from_midnight_to_midnight_is_a_whole_day() -> None:
    assert windows(typed((SATURDAY, 0, "00:00", "00:00"))) == [Window(SATURDAY, 0, 1440)]


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        ("18:00", "", "both a beginning and an end"),
        ("", "18:00", "both a beginning and an end"),
        ("25:00", "26:00", "times like 18:30"),
        ("24:15", "24:45", "times like 18:30"),
        ("evening", "late", "times like 18:30"),
        ("18:10", "19:00", "quarter-hours"),
        ("18:00", "18:00", "begins and ends at once"),
    ],
)
def test_nonsense_is_refused_kindly_and_kept_as_typed(start: str, end: str, says: str) -> None:
    form = typed((TUESDAY, 0, start, end))
    message = refusal(form)
    assert "Tuesday" in message
    assert says in message
    html = str(form["hours"])
    assert f'value="{start}" aria-invalid="true"' in html
    assert f'value="{end}" aria-invalid="true"' in html


def test_every_unclear_row_is_named() -> None:
    message = refusal(typed((MONDAY, 0, "18:00", ""), (SUNDAY, 3, "9:05", "10:00")))
    assert "Monday" in message
    assert "Sunday" in message


def test_no_hours_at_all_is_asked_about_only_where_hours_are_needed() -> None:
    assert "at least one time" in refusal(typed())
    assert WeekField(required=False).clean(typed()["hours"].data) == []


def test_another_row_comes_without_blame_and_loses_nothing() -> None:
    form = typed((TUESDAY, 0, "18:00", "20:00"), (TUESDAY, 1, "21:00", ""), more=TUESDAY)
    assert "another row" in refusal(form)
    html = str(form["hours"])
    assert 'name="hours-1-2-from"' in html
    assert 'name="hours-0-2-from"' not in html
    assert 'value="21:00"' in html
    assert "aria-invalid" not in html


@pytest.mark.parametrize("more", ["7", "-1", "x", ""])
def test_a_day_that_does_not_exist_gets_no_row(more: str) -> None:
    data = QueryDict(f"hours-1-0-from=18:00&hours-1-0-to=20:00&hours-more={more}")
    assert windows(HoursForm(data)) == [EVENING]


def test_the_time_zone_is_always_said() -> None:
    form = HoursForm()
    assert "New York" in str(form["hours"])
    form.fields["hours"].zone = "Europe/Lisbon"  # type: ignore[attr-defined]
    assert "Lisbon" in str(form["hours"])
    assert "New York" in str(HoursForm()["hours"])


def test_a_change_is_a_change_of_hours_not_of_rows() -> None:
    field = WeekField()
    same: Any = typed((TUESDAY, 1, "18:00", "19:00"), (TUESDAY, 0, "19:00", "20:00"))["hours"].data
    assert not field.has_changed([EVENING], same)
    assert field.has_changed([], same)


def test_hours_in_words() -> None:
    week = [Window(MONDAY, 22 * 60, 1440), EVENING, Window(MONDAY, 9 * 60, 9 * 60 + 45)]
    assert in_words(week) == ["Monday 09:00 to 09:45, 22:00 to 24:00", "Tuesday 18:00 to 20:00"]
    assert place_of("America/Argentina/Buenos_Aires") == "Buenos Aires"


@given(st.integers(0, 6), st.integers(0, 95), st.integers(0, 95))
def test_over_midnight_is_never_longer_than_a_day(weekday: int, start: int, end: int) -> None:
    pieces = over_midnight(weekday, start * 15, end * 15)
    assert sum(piece.end - piece.start for piece in pieces) == ((end - start - 1) % 96 + 1) * 15
    assert all(0 <= piece.start < piece.end <= 1440 for piece in pieces)


def test_the_picture_shows_the_hours_that_matter_to_the_minute() -> None:
    week = read_only(mine=[Window(TUESDAY, 17 * 60 + 45, 22 * 60)], shared=[EVENING], zone="Europe/Lisbon")
    assert week.hours == range(16, 23)
    mine, both = week.lanes[TUESDAY].blocks
    assert (mine.kind, mine.top, mine.height) == ("mine", HOUR * 7 // 4, HOUR * 17 // 4)
    assert (both.kind, both.top, both.height) == ("both", HOUR * 2, HOUR * 2)
    assert week.shared == ["Tuesday 18:00 to 20:00"]
    assert week.place == "Lisbon"


def test_a_week_without_hours_can_be_drawn() -> None:
    week = read_only(mine=[])
    assert len(week.hours) > 0
    assert all(lane.blocks == () for lane in week.lanes)
