"""Needs: posted, edited, renewed, withdrawn, reopened, expired."""

from matching.needs.anew import look_anew, never_met
from matching.needs.clock import expire_due, tell_waiting
from matching.needs.editing import close_all, edit, renew, reopen, withdraw
from matching.needs.fields import HEADLINE, MOST_TOPICS, WORDS, check
from matching.needs.life import PLACES, Frozen, may_renew
from matching.needs.posting import MOST_OPEN, Asked, TooMany, check_few, post, post_many, read_first
from matching.needs.reading import give_back, release, set_danger

__all__ = [
    "HEADLINE",
    "MOST_OPEN",
    "MOST_TOPICS",
    "PLACES",
    "WORDS",
    "Asked",
    "Frozen",
    "TooMany",
    "check",
    "check_few",
    "close_all",
    "edit",
    "expire_due",
    "give_back",
    "look_anew",
    "may_renew",
    "never_met",
    "post",
    "post_many",
    "read_first",
    "release",
    "renew",
    "reopen",
    "set_danger",
    "tell_waiting",
    "withdraw",
]
