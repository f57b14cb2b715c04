"""When many people are free in the coming two weeks, from the weeks kept beside them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import numpy as np

from matching.engine.masks import QUARTERS
from matching.engine.side import Window
from matching.engine.tables import Flags, Words
from matching.engine.weeks import free_words, local_weeks
from matching.rows import select

WINDOWS = """
SELECT member_id, weekday, start, "end" FROM matching_availability WHERE member_id = ANY(%(members)s)
"""
AWAY = """
SELECT member_id, first_day, last_day FROM matching_away
WHERE member_id = ANY(%(members)s) AND last_day >= %(yesterday)s
"""


def free_of(
    members: Sequence[int], weeks: Sequence[bytes | None], zones: Sequence[str], *, now: datetime
) -> Words:
    """Each member's free quarter-hours from now on.

    Their weeks are 84 bytes each, from Monday on; None where none is kept yet.
    """
    away: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for member, first, last in select(
        AWAY, members=list(members), yesterday=(now - timedelta(days=1)).date()
    ):
        away[member].append((first, last))
    absent = {row: away[member] for row, member in enumerate(members) if member in away}
    return free_words(_weeks(members, weeks), zones, now, absent)


def minutes(clock: time) -> int:
    """A time of day as minutes after midnight."""
    return clock.hour * 60 + clock.minute


def _weeks(members: Sequence[int], weeks: Sequence[bytes | None]) -> Flags:
    packed = b"".join(week or bytes(QUARTERS // 8) for week in weeks)
    found = np.unpackbits(np.frombuffer(packed, dtype=np.uint8).reshape(-1, QUARTERS // 8), axis=1).view(
        np.bool_
    )
    missing = [row for row, week in enumerate(weeks) if week is None]
    if missing:
        found[missing] = _read_from_windows([members[row] for row in missing])
    return found


def _read_from_windows(members: Sequence[int]) -> Flags:
    windows: dict[int, list[Window]] = defaultdict(list)
    for member, *window in select(WINDOWS, members=list(members)):
        windows[member].append(Window(*window))
    return local_weeks([windows[member] for member in members])
