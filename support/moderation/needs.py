"""Decisions about needs that wait for a moderator's eyes."""

from datetime import datetime

from django.db import transaction

from accounts.models import Member
from matching import needs
from matching.models import Need
from support import policies
from support.models import DecisionKind
from support.moderation.decisions import last_words, not_too_long, record, told


@transaction.atomic
def release(*, need: Need, by: Member, now: datetime, because: str = "") -> None:
    """A moderator has read a need: it opens and the search begins."""
    remit = policies.require_need(by, need)
    because = not_too_long(because)
    needs.release(need=need, now=now)
    record(remit, DecisionKind.NEED_RELEASED, member=need.member, because=because, need=need.uid, now=now)


@transaction.atomic
def give_back(*, need: Need, by: Member, words: str, now: datetime) -> None:
    """Gives a need back to its writer with words about what to change; it stays a draft of theirs."""
    remit = policies.require_need(by, need)
    words = told(words)
    needs.give_back(need=need, now=now)
    record(remit, DecisionKind.NEED_RETURNED, member=need.member, words=words, need=need.uid, now=now)


def words_with(need: Need) -> str:
    """What a moderator wrote to the need's writer when giving it back; empty when nobody did."""
    return last_words(DecisionKind.NEED_RETURNED, need=need.uid)
