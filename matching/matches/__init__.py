"""The life of a match, from the proposal to its end. The ONLY writer of `Match`.

Every step holds the rows that it touches (see `matching.locking`), asks what must still be true, and writes the match,
its need and the notifications in one transaction. What is promised about silence is kept here: a seeker is
never told that somebody declined, a helper never that a seeker said no.
"""

from matching.matches.answering import answer, may_answer, may_know, step_back
from matching.matches.ending import again, ask_silent, complete, end, end_silent
from matching.matches.forgetting import MET, ended_before, forget, forget_rounds
from matching.matches.going_on import longer, set_apart
from matching.matches.past import Completed, record_past
from matching.matches.proposing import Known, Proposal, Proposed, propose, propose_all, refuse, release
from matching.matches.steps import (
    AlreadyAnswered,
    Changed,
    NotConnected,
    NotPermitted,
    NotWaiting,
    close_need,
    hush,
)
from matching.matches.undoing import expire_due, recheck, recheck_held, supersede, withdraw_all

__all__ = [
    "MET",
    "AlreadyAnswered",
    "Changed",
    "Completed",
    "Known",
    "NotConnected",
    "NotPermitted",
    "NotWaiting",
    "Proposal",
    "Proposed",
    "again",
    "answer",
    "ask_silent",
    "close_need",
    "complete",
    "end",
    "end_silent",
    "ended_before",
    "expire_due",
    "forget",
    "forget_rounds",
    "hush",
    "longer",
    "may_answer",
    "may_know",
    "propose",
    "propose_all",
    "recheck",
    "recheck_held",
    "record_past",
    "refuse",
    "release",
    "set_apart",
    "step_back",
    "supersede",
    "withdraw_all",
]
