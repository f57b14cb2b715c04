"""When many people are free in the coming two weeks, from the weeks kept beside them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

import numpy as np

from accounts.rows import Later, ask
from matching.engine.masks import QUARTERS
from matching.engine.side import Window
from matching.engine.tables import Flags, Words
from matching.engine.weeks import free_words, local_weeks

WINDOWS = """
SELECT member_id, weekday, start, "end" FROM matching_availability
WHERE member_id = ANY({who}) ORDER BY member_id, weekday, start
"""
AWAY = """
SELECT member_id, first_day, last_day FROM matching_away
WHERE member_id = ANY({who}) AND last_day >= %(yesterday)s ORDER BY member_id, first_day
"""
THESE = "%(members)s"
NO_WEEK = bytes(QUARTERS // 8)

Days = tuple[date, date]  # both included


def free_of(
    members: Sequence[int],
    weeks: Sequence[bytes | None],
    zones: Sequence[str],
    *,
    goes_away: Sequence[bool],
    now: datetime,
) -> Words:
    """Each member's free quarter-hours from now on.

    Their weeks are 84 bytes each, from Monday on; None where none is kept yet. Days away are read where there are any.
    """
    going = [member for member, goes in zip(members, goes_away, strict=True) if goes]
    away = away_of(going, now=now) if going else {}
    absent = {row: away[member] for row, member in enumerate(members) if member in away}
    return free_words(_weeks(members, weeks), zones, now, absent)


def windows_of(members: Collection[int]) -> dict[int, list[Window]]:
    """Each member's weekly windows, in their order; none for whoever gave none."""
    return ask_windows(THESE, members=list(members))()


def ask_windows(who: str, **whose: Collection[int]) -> Later[dict[int, list[Window]]]:
    """The same for `rows.together`: with `THESE`, of these `members`; `who` is SQL for an array of ids."""
    rows = ask(WINDOWS.format(who=who), **whose)

    def windows() -> dict[int, list[Window]]:
        found: dict[int, list[Window]] = defaultdict(list)
        for member, *window in rows():
            found[member].append(Window(*window))
        return found

    return windows


def away_of(members: Collection[int], *, now: datetime) -> dict[int, list[Days]]:
    """The days on which each is away, those that are over left out; none for whoever gave none."""
    return ask_away(THESE, now=now, members=list(members))()


def ask_away(who: str, *, now: datetime, **whose: Collection[int]) -> Later[dict[int, list[Days]]]:
    """The same for `rows.together`, as `ask_windows`."""
    rows = ask(AWAY.format(who=who), yesterday=yesterday_of(now), **whose)

    def away() -> dict[int, list[Days]]:
        found: dict[int, list[Days]] = defaultdict(list)
        for member, *days in rows():
            found[member].append((days[0], days[1]))
        return found

    return away


def yesterday_of(now: datetime) -> date:
    """The first day that may not be over yet, wherever somebody lives."""
    return (now - timedelta(days=1)).date()


def minutes(clock: time) -> int:
    """A time of day as minutes after midnight."""
    return clock.hour * 60 + clock.minute


def _weeks(members: Sequence[int], weeks: Sequence[bytes | None]) -> Flags:
    missing = [row for row, week in enumerate(weeks) if week is None]
    packed = b"".join([week or NO_WEEK for week in weeks])
    by_member = np.frombuffer(packed, dtype=np.uint8).reshape(-1, QUARTERS // 8)
    found = np.unpackbits(by_member, axis=1).view(np.bool_)
    if missing:
        found[missing] = _read_from_windows([members[row] for row in missing])
    return found


def _read_from_windows(members: Sequence[int]) -> Flags:
    windows = windows_of(members)
    return local_weeks([windows[member] for member in members])
