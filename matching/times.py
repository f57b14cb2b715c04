"""When many people are free in the coming two weeks, from the weeks kept beside them."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

import numpy as np

from accounts.rows import select
from matching.engine.masks import QUARTERS
from matching.engine.side import Window
from matching.engine.tables import Flags, Words
from matching.engine.weeks import free_words, local_weeks

# Rows of `facts`: for each member all of theirs in one, as JSON; `who` is SQL for an array of ids.
WINDOWS = """
SELECT 'windows', member_id, 0, json_agg(json_build_array(weekday, start, "end") ORDER BY weekday, start)::text
FROM matching_availability WHERE member_id = ANY({who}) GROUP BY member_id
"""
AWAY = """
SELECT 'away', member_id, 0, json_agg(json_build_array(first_day, last_day) ORDER BY first_day)::text
FROM matching_away WHERE member_id = ANY({who}) AND last_day >= %(yesterday)s GROUP BY member_id
"""
THEIR_WINDOWS, THEIR_AWAY = WINDOWS.format(who="%(members)s"), AWAY.format(who="%(members)s")
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


def windows_of(members: Collection[int]) -> dict[int, tuple[Window, ...]]:
    """Each member's weekly windows, in their order; none for whoever gave none."""
    found = select(THEIR_WINDOWS, members=list(members))
    return defaultdict(tuple, {member: read_windows(text) for _, member, _, text in found})


def read_windows(text: str) -> tuple[Window, ...]:
    """What `WINDOWS` says of one member; "" where it says nothing."""
    return tuple(map(Window._make, json.loads(text))) if text else ()


def away_of(members: Collection[int], *, now: datetime) -> dict[int, tuple[Days, ...]]:
    """The days on which each is away, those that are over left out; nobody who gave none is in it."""
    found = select(THEIR_AWAY, members=list(members), yesterday=yesterday_of(now))
    return {member: read_away(text) for _, member, _, text in found}


def read_away(text: str) -> tuple[Days, ...]:
    """What `AWAY` says of one member; "" where it says nothing."""
    if not text:
        return ()
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in json.loads(text))


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
