"""Meetings: two connected people find an hour, keep it, and are asked kindly afterwards whether it happened.

A match has one meeting ahead of it at most. Whoever suggests an hour waits for the other's yes; until a planned meeting
is moved with both yeses, what was agreed stands. Nobody is in two meetings at once: the database refuses it. Everything
here locks both people first, in the order of every ending and every block, so no meeting outlives its match: a trigger
takes it off with whatever ends the match, and `sweeping` lets the calendars know.
"""

from support.meetings.planning import accept, cancel, refuse, say, suggest
from support.meetings.steps import (
    LENGTHS,
    Busy,
    Closed,
    NothingToAnswer,
    NotThisHour,
    Outside,
    Taken,
    ahead_of,
    latest_of,
)

__all__ = [
    "LENGTHS",
    "Busy",
    "Closed",
    "NotThisHour",
    "NothingToAnswer",
    "Outside",
    "Taken",
    "accept",
    "ahead_of",
    "cancel",
    "latest_of",
    "refuse",
    "say",
    "suggest",
]
