"""A member's weekly hours and away dates, read and replaced."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.prepared import Given, Prepared
from accounts.rows import Later
from matching import matches, waiting, week_masks
from matching.engine.side import Hours, Window
from matching.locking import Held, hold_around
from matching.models import Availability, Away, WeekMask
from matching.postings import today_of

QUARTER = 15
SOME = Prepared(
    lambda: Availability.objects.filter(member=Given("member")).order_by().values_list("pk", flat=True)
)


class NoHours(ValidationError):
    """A week without a time in it."""


class OtherClock(ValidationError):
    """Hours that were read from another clock than the member's."""

    problem = "conflict"  # for programs


class DayIsOver(ValidationError):
    """Nobody can be away on days that are over."""


def windows_of(member: Member) -> list[Window]:
    """The weekly windows, in order, in the member's own local time."""
    return [Window(row.weekday, row.start, row.end) for row in member.availability.all()]


def ask_has_hours(member: Member) -> Later[bool]:
    """Whether they have said when they are free, for `rows.together`."""
    found = SOME.ask(1, member=member.pk)
    return lambda: bool(found())


def hours_of(member: Member) -> Hours:
    """All that says when this member is free: zone, weekly windows, away dates."""
    away = tuple((row.first_day, row.last_day) for row in member.away.all())
    return Hours(zone=member.time_zone, windows=tuple(windows_of(member)), away=away)


@transaction.atomic
def replace(*, member: Member, windows: Iterable[Window], now: datetime, zone: str | None = None) -> None:
    """Makes these the member's weekly hours. Open proposals that no longer fit are taken back.

    Windows may come in any order and may touch or overlap. Raises `NoHours`, and ValidationError for one that is no
    stretch of a day in whole quarter-hours. `zone` is the clock that they were read from, where the caller names one:
    raises `OtherClock` unless it is the member's.
    """
    held, tidy = hold_around(member), _tidy(windows)
    if not tidy:
        text = _(
            "Mark at least one time. To be left alone for a while, say when you are away, or pause your offers."
        )
        raise NoHours({"hours": ValidationError(text, code="no_hours")})
    if zone is not None and zone != held.members[member.pk].time_zone:
        text = _("Your clock follows another place by now. Please look at your hours once more.")
        raise OtherClock({"time_zone": ValidationError(text, code="other_clock")})
    member.availability.all().delete()
    Availability.objects.bulk_create(
        Availability(member=member, weekday=window.weekday, start=window.start, end=window.end)
        for window in tidy
    )
    _changed(member, held, now)


def add_away(*, member: Member, first_day: date, last_day: date, now: datetime) -> Away:
    """Marks whole days, both included, on which the member is not free. Raises ValidationError when out of order, and
    `DayIsOver`.
    """
    if last_day < today_of(member, now):
        raise DayIsOver({"last_day": ValidationError(_("This day is over already."), code="past")})
    if last_day < first_day:
        text = _("The last day comes before the first.")
        raise ValidationError({"last_day": ValidationError(text, code="out_of_order")})
    with transaction.atomic():
        away = Away.objects.create(member=member, first_day=first_day, last_day=last_day)
        hours_changed(member=member, now=now)
    return away


@transaction.atomic
def remove_away(*, away: Away, now: datetime) -> None:
    """Takes an away date back."""
    member = away.member
    away.delete()
    hours_changed(member=member, now=now)


def away_of(member: Member) -> QuerySet[Away]:
    return member.away.all()


def away_to_come(member: Member, *, now: datetime) -> QuerySet[Away]:
    """Those that are not over where the member lives, the next first."""
    return away_of(member).filter(last_day__gte=today_of(member, now))


@transaction.atomic
def hours_changed(*, member: Member, now: datetime) -> None:
    """To be called after hours, away dates or the time zone changed: renews what is derived, asks the rules again."""
    _changed(member, hold_around(member), now)


def _changed(member: Member, held: Held, now: datetime) -> None:
    write_masks([member.pk], now=now)
    matches.recheck(member=member, now=now, by=member, held=held)
    waiting.stir_around(member)


def write_masks(member_ids: Collection[int], *, now: datetime) -> int:
    """Derives the weeks that candidates and rounds are found by; returns how many. The caller holds the members."""
    weeks = week_masks.derived(member_ids, now=now)
    WeekMask.objects.bulk_create(
        weeks,
        update_conflicts=True,
        unique_fields=["member"],
        update_fields=["mask", "good_until", "local"],
    )
    return len(weeks)


def refresh_masks(*, now: datetime, batch: int = 500) -> int:
    """Renews every week that is not, or will soon no longer be, what it should be; returns how many.

    Each batch is a transaction of its own, so that nobody waits long and a run cut short has done its part.
    """
    stale = week_masks.stale(now=now)
    return sum(_renew(stale[first : first + batch], now=now) for first in range(0, len(stale), batch))


@transaction.atomic
def _renew(member_ids: Collection[int], *, now: datetime) -> int:
    """Holds the members, as every change of hours does, so that nothing old is written over something new.

    Whoever is held by somebody else is passed over: a change of hours writes the week itself, and the next run
    finds the others.
    """
    free = Member.objects.select_for_update(no_key=True, skip_locked=True).filter(pk__in=member_ids)
    return write_masks(list(free.order_by("pk").values_list("pk", flat=True)), now=now)


def _tidy(windows: Iterable[Window]) -> list[Window]:
    """In order, joined where they touch or overlap within a day."""
    tidy: list[Window] = []
    for window in sorted(windows, key=lambda window: (window.weekday, window.start)):
        _check(window)
        last = tidy[-1] if tidy else None
        if last and last.weekday == window.weekday and window.start <= last.end:
            tidy[-1] = Window(last.weekday, last.start, max(last.end, window.end))
        else:
            tidy.append(window)
    return tidy


def _check(window: Window) -> None:
    in_order = 0 <= window.start < window.end <= 1440 and 0 <= window.weekday <= 6
    if not in_order or window.start % QUARTER or window.end % QUARTER:
        text = _("A time is missing its end, or ends before it begins.")
        raise ValidationError({"hours": ValidationError(text, code="no_stretch")})
