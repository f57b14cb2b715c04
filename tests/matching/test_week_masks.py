"""Everybody's derived week is what their hours and their clock make it, and is so in time, whoever writes at once."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from threading import Event, current_thread

import pytest

from accounts.models import Member
from matching import availability, profile, week_masks
from matching.engine.hours import HORIZON, free_quarters
from matching.engine.masks import QUARTER, QUARTERS, local_week, week_mask
from matching.engine.side import Hours, Window
from matching.models import WeekMask
from tests.conftest import EVENINGS
from tests.journeys.steps import at_once

MORNINGS = [Window(weekday, 6 * 60, 8 * 60) for weekday in range(7)]
NIGHTS = [*(Window(day, 0, 60) for day in range(7)), *(Window(day, 23 * 60 + 15, 1440) for day in range(7))]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def coming(hours: Hours, now: datetime) -> set[int]:
    """The quarter-hours of the UTC week in which somebody is free within two weeks."""
    quarters, first = free_quarters(hours, now), (now - at("2026-11-23")) // QUARTER
    return {(first + bit) % QUARTERS for bit in range(quarters.bit_length()) if quarters >> bit & 1}


def held(week: WeekMask) -> set[int]:
    return {bit for bit in range(QUARTERS) if week.mask >> bit & 1}


@pytest.fixture
def week_of(db: None) -> Callable[[Member], WeekMask]:
    return lambda member: WeekMask.objects.get(member=member)


Week = Callable[[Member], WeekMask]


@pytest.mark.django_db
class TestWhatIsKept:
    def test_the_week_here_the_week_of_utc_and_until_when(
        self, make_member: Callable[..., Member], week_of: Week, now: datetime
    ) -> None:
        member = make_member("Ash", zone="Europe/Berlin")
        availability.replace(member=member, windows=[Window(0, 30, 90)], now=now)
        week = week_of(member)
        assert (week.local, week.mask) == (0b111100, 0b11 | 0b11 << QUARTERS - 2)
        assert week.good_until == at("2027-03-28T01:00")

    def test_another_time_zone_moves_the_week(self, maya: Member, week_of: Week, now: datetime) -> None:
        availability.refresh_masks(now=now)
        before = week_of(maya)
        profile.keep(member=maya, now=now, time_zone="Asia/Tokyo")
        after = week_of(maya)
        assert after.local == before.local
        assert held(after) == {(bit - 9 * 4) % QUARTERS for bit in held(before)}

    def test_who_named_no_hours_has_no_week(self, make_member: Callable[..., Member], now: datetime) -> None:
        member = make_member("Ash")
        member.availability.all().delete()
        WeekMask.objects.all().delete()
        availability.refresh_masks(now=now)
        assert not WeekMask.objects.filter(member=member).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Europe/Berlin", "2027-03-01"),
        ("America/New_York", "2026-10-05"),
        ("Australia/Lord_Howe", "2027-03-10"),
        ("Africa/Casablanca", "2027-01-15"),  # back for Ramadan, and forth again five weeks later
        ("Asia/Kathmandu", "2027-03-01"),
    ],
)
def test_day_by_day_every_mask_covers_the_coming_two_weeks_and_little_more(
    make_member: Callable[..., Member], week_of: Week, zone: str, first: str
) -> None:
    member = make_member("Ash", zone=zone)
    hours = Hours(zone, tuple(NIGHTS))
    availability.replace(member=member, windows=NIGHTS, now=at(first))
    for day in (at(first) + timedelta(days=number, minutes=7) for number in range(90)):
        availability.refresh_masks(now=day)
        assert availability.refresh_masks(now=day) == 0
        week = week_of(member)
        assert week.good_until >= day + HORIZON
        assert coming(hours, day) <= held(week)
        assert week.mask & ~week_mask(hours, start=day, end=day + week_masks.SPAN) == 0


@pytest.mark.django_db
class TestRefreshing:
    @pytest.fixture
    def many(self, make_member: Callable[..., Member], now: datetime) -> list[Member]:
        """Five whose weeks are as they should be."""
        members = [make_member(f"Member {number}") for number in range(5)]
        availability.refresh_masks(now=now)
        return members

    def test_all_that_is_stale_in_small_steps(self, many: list[Member], now: datetime) -> None:
        WeekMask.objects.update(good_until=now + timedelta(days=15))
        assert availability.refresh_masks(now=now, batch=2) == len(many)
        assert availability.refresh_masks(now=now) == 0

    def test_a_run_cut_short_has_done_its_part(
        self, many: list[Member], now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        WeekMask.objects.all().delete()
        kept = week_masks.derived

        def cut_short(ids: Collection[int], *, now: datetime) -> list[WeekMask]:
            if many[3].pk in ids:
                raise InterruptedError
            return kept(ids, now=now)

        monkeypatch.setattr(week_masks, "derived", cut_short)
        with pytest.raises(InterruptedError):
            availability.refresh_masks(now=now, batch=1)
        assert WeekMask.objects.count() == 3

    def test_one_that_was_never_derived_or_only_half(
        self, many: list[Member], week_of: Week, now: datetime
    ) -> None:
        WeekMask.objects.filter(member=many[0]).delete()
        WeekMask.objects.filter(member=many[1]).update(local=None)
        assert availability.refresh_masks(now=now) == 2
        assert {week_of(member).local for member in many} == {local_week(EVENINGS)}

    def test_one_column_written_without_the_other(
        self, many: list[Member], week_of: Week, now: datetime
    ) -> None:
        WeekMask.objects.filter(member=many[0]).update(local=local_week(MORNINGS))
        WeekMask.objects.filter(member=many[1]).update(mask=1)
        assert availability.refresh_masks(now=now) == 2
        assert {(week_of(member).local, week_of(member).mask) for member in many} == {
            (week_of(many[4]).local, week_of(many[4]).mask)
        }

    def test_a_zone_that_was_given_other_rules(
        self, make_member: Callable[..., Member], week_of: Week, now: datetime
    ) -> None:
        """Almaty's week was written under the offset of Omsk, which it had until 2024, and for a year to come."""
        member = make_member("Ash", zone="Asia/Almaty")
        right = week_of(member)
        before = week_mask(Hours("Asia/Omsk", tuple(EVENINGS)), start=now, end=now)
        WeekMask.objects.filter(member=member).update(mask=before, good_until=now + timedelta(days=300))
        assert right.mask != before
        assert availability.refresh_masks(now=now) == 1
        assert week_of(member).mask == right.mask


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    @pytest.fixture(autouse=True)
    def stale(self, rung: list[object], maya: Member, now: datetime) -> None:
        WeekMask.objects.filter(member=maya).update(good_until=now)

    def test_hours_changed_while_old_ones_are_being_renewed(
        self, maya: Member, week_of: Week, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        read, changed = Event(), Event()
        kept = week_masks.derived

        def slowly(ids: Collection[int], *, now: datetime) -> list[WeekMask]:
            """Whoever renews has read the old hours, and leaves the other time to change them."""
            weeks = kept(ids, now=now)
            if not read.is_set():
                read.set()
                changed.wait(0.5)
            return weeks

        def change() -> None:
            read.wait(10)
            availability.replace(member=maya, windows=MORNINGS, now=now)
            changed.set()

        monkeypatch.setattr(week_masks, "derived", slowly)
        at_once(lambda: availability.refresh_masks(now=now), change)
        assert week_of(maya).local == local_week(MORNINGS)

    def test_hours_being_changed_are_passed_over(
        self, maya: Member, week_of: Week, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        changing, passed = Event(), Event()
        kept = week_masks.derived

        def slowly(ids: Collection[int], *, now: datetime) -> list[WeekMask]:
            """Whoever changes has written the new hours, and keeps them to themselves for a while."""
            if current_thread() in changers:
                changing.set()
                assert passed.wait(10), "nobody waited for them"
            return kept(ids, now=now)

        def change() -> None:
            changers.append(current_thread())
            availability.replace(member=maya, windows=MORNINGS, now=now)

        def renew() -> int:
            changing.wait(10)
            renewed = availability.refresh_masks(now=now)
            passed.set()
            return renewed

        changers: list[object] = []
        monkeypatch.setattr(week_masks, "derived", slowly)
        assert at_once(change, renew) == [None, 0]
        assert week_of(maya).local == local_week(MORNINGS)
