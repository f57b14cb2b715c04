"""Weekly hours as they are typed, kept, drawn and said."""

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from accounts import customs
from matching.engine.side import Window
from support.places import place_of
from support.web.forms import WeekField
from support.web.weekgrid import in_words, over_midnight, spans_of, tidy
from support.web.weekpicture import HOUR, Line, Other, read_only

MONDAY, TUESDAY, SATURDAY, SUNDAY = 0, 1, 5, 6
EVENING = Window(TUESDAY, 18 * 60, 20 * 60)


class HoursForm(forms.Form):
    hours = WeekField(label="When could you usually talk?", zone="America/New_York")


def typed(*lines: tuple[int, int, str, str], do: str = "") -> HoursForm:
    """The form as a browser sends it: (weekday, row, from, to)."""
    data = QueryDict(mutable=True)
    for weekday, row, start, end in lines:
        data[f"hours-{weekday}-{row}-from"] = start
        data[f"hours-{weekday}-{row}-to"] = end
    if do:
        data["hours-do"] = do
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
    for day in widget["days"]:
        for index, line in enumerate(day["lines"]):
            data[f"hours-{day['weekday']}-{index}-from"] = line["row"].start
            data[f"hours-{day['weekday']}-{index}-to"] = line["row"].end
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
    form = typed((TUESDAY, 0, "18:00", "20:00"), (TUESDAY, 1, "21:00", ""), do=f"more-{TUESDAY}")
    assert "another row" in refusal(form)
    html = str(form["hours"])
    assert 'name="hours-1-2-from"' in html
    assert 'name="hours-0-1-from"' not in html
    assert 'value="21:00"' in html
    assert "aria-invalid" not in html


@pytest.mark.parametrize("do", ["more-7", "more--1", "more-x", "burn-1", "weekdays"])
def test_a_deed_that_does_not_exist_does_nothing(do: str) -> None:
    assert windows(typed((TUESDAY, 0, "18:00", "20:00"), do=do)) == [EVENING]


@pytest.mark.parametrize(
    ("do", "days"),
    [("weekdays", [0, 1, 2, 3, 4]), ("everyday", [0, 1, 2, 3, 4, 5, 6]), ("clear", [SATURDAY])],
)
def test_without_a_script_a_day_is_copied_or_emptied(do: str, days: list[int]) -> None:
    lines = (TUESDAY, 0, "18:00", "20:00"), (SATURDAY, 0, "10:00", "12:00")
    form = typed(*lines, do=f"{do}-{TUESDAY}")
    assert "Nothing is kept yet" in refusal(form)
    saturday = [] if do == "everyday" else [Window(SATURDAY, 600, 720)]
    copied = [Window(day, 18 * 60, 20 * 60) for day in days if do != "clear"]
    assert windows(HoursForm(sent_back(form))) == tidy([*copied, *saturday])


def test_copying_to_weekdays_knows_which_days_are_free_here() -> None:
    with customs.override(customs.of_region("EG")):
        form = typed((MONDAY, 0, "18:00", "20:00"), do=f"weekdays-{MONDAY}")
        kept = windows(HoursForm(sent_back(form)))
    assert [window.weekday for window in kept] == [0, 1, 2, 3, SUNDAY]


def test_the_time_zone_is_always_said() -> None:
    form = HoursForm()
    assert "New York" in str(form["hours"])
    form.fields["hours"].stand_in("Europe/Lisbon", now=datetime(2026, 11, 26, tzinfo=UTC))  # type: ignore[attr-defined]
    assert "Lisbon" in str(form["hours"])
    assert "New York" in str(HoursForm()["hours"])
    assert "The clocks change" not in str(form["hours"])


def test_a_change_of_the_clocks_is_told_three_weeks_ahead() -> None:
    form = HoursForm()
    form.fields["hours"].stand_in("Europe/Lisbon", now=datetime(2027, 3, 10, 12, 34, tzinfo=UTC))  # type: ignore[attr-defined]
    assert "The clocks change on Sunday, 28 March" in str(form["hours"])


def test_a_change_is_a_change_of_hours_not_of_rows() -> None:
    field = WeekField()
    same: Any = typed((TUESDAY, 1, "18:00", "19:00"), (TUESDAY, 0, "19:00", "20:00"))["hours"].data
    assert not field.has_changed([EVENING], same)
    assert field.has_changed([], same)


def test_hours_in_words() -> None:
    week = [Window(MONDAY, 22 * 60, 1440), EVENING, Window(MONDAY, 9 * 60, 9 * 60 + 45)]
    assert in_words(week) == ["Monday 09:00 to 09:45, 22:00 to 24:00", "Tuesday 18:00 to 20:00"]
    assert in_words([Window(SUNDAY, 22 * 60, 1440), Window(MONDAY, 0, 60)]) == [
        "Sunday 22:00 to Monday 01:00"
    ]
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
    assert week.shared == [Line("Tuesday 18:00 to 20:00")]
    assert week.place == "Lisbon"


def test_the_others_time_stands_beside_mine_where_it_is_another_one() -> None:
    late = Window(SUNDAY, 23 * 60, 1440)
    week = read_only(mine=[], shared=[EVENING, late], zone="Europe/Lisbon", other=Other("Juniper", 60))
    assert week.shared == [
        Line("Tuesday 18:00 to 20:00", "19:00 to 21:00 for Juniper"),
        Line("Sunday 23:00 to 24:00", "Monday 00:00 to 01:00 for Juniper"),
    ]
    same = read_only(mine=[], shared=[EVENING], zone="Europe/Lisbon", other=Other("Juniper", 0))
    assert same.shared == [Line("Tuesday 18:00 to 20:00")]


@given(st.lists(any_window, max_size=20))
def test_a_night_is_one_stretch_and_no_minute_is_lost(week: list[Window]) -> None:
    spans = spans_of(week)
    assert sum(span.end - span.start for span in spans) == sum(
        piece.end - piece.start for piece in tidy(week)
    )
    assert all(span.end - span.start <= 1440 for span in spans)
    pieces = [piece for span in spans for piece in over_midnight(span.weekday, span.start, span.end % 1440)]
    assert tidy(pieces) == tidy(week)


def test_the_reader_s_customs_order_the_days_and_say_the_time() -> None:
    week = [Window(MONDAY, 18 * 60 + 30, 20 * 60), Window(SUNDAY, 12 * 60, 1440)]
    with customs.override(customs.of_region("US")):
        assert in_words(week) == ["Sunday noon to midnight", "Monday 6:30 p.m. to 8 p.m."]
        assert read_only(mine=week).lanes[0].short == "Sun"
        html = str(HoursForm()["hours"])
        assert html.index('data-day="Sunday"') < html.index('data-day="Monday"')
    assert in_words(week) == ["Monday 18:30 to 20:00", "Sunday 12:00 to 24:00"]


def test_a_week_without_hours_can_be_drawn() -> None:
    week = read_only(mine=[])
    assert len(week.hours) > 0
    assert all(lane.blocks == () for lane in week.lanes)
