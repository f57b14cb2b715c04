"""Looking back: after 3, 14 and 30 days each side is asked, once, how it has gone; all of it may be skipped.

Who is asked, and who is not, stands in `asking`; what an answer does, in `answering`. What somebody answers is theirs:
neither the other side nor a moderator sees it, and the pulse counts it (`support.pulse`). Only own words that suggest
danger are read by a moderator (`support.danger`).
"""

from support.checkins.answering import (
    WORDS,
    NothingAsked,
    answer,
    ask_waiting,
    open_for,
    parts_for,
    put_aside,
    said,
    waiting,
)
from support.checkins.asking import DAYS, sweep
from support.checkins.onward import Step, go_onward, next_step

__all__ = [
    "DAYS",
    "WORDS",
    "NothingAsked",
    "Step",
    "answer",
    "ask_waiting",
    "go_onward",
    "next_step",
    "open_for",
    "parts_for",
    "put_aside",
    "said",
    "sweep",
    "waiting",
]
