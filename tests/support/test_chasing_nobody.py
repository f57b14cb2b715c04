"""The longest chains of docs/telling.md, lived through by somebody who asked, or was connected, and is silent."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from accounts.models import Member
from matching import matches, needs
from matching.models import Match, Need
from support import checkins, conversations, silence, unanswered

pytestmark = pytest.mark.django_db

Told = Callable[[Member], list[str]]


def days_go_by(now: datetime, days: int) -> None:
    """All that time alone causes, once a day."""
    for day in range(1, days + 1):
        moment = now + timedelta(days=day)
        matches.expire_due(now=moment)
        needs.tell_waiting(now=moment)
        needs.expire_due(now=moment)
        silence.sweep_silent(now=moment)
        unanswered.sweep_unanswered(now=moment)
        checkins.sweep(now=moment)


def test_whoever_asks_and_never_looks_again(
    maya: Member, post_need: Callable[..., Need], told: Told, now: datetime
) -> None:
    post_need(maya)
    days_go_by(now, 65)
    assert told(maya) == ["need_no_match", "need_expiring", "need_expired"]


def test_whoever_is_connected_and_never_looks_again(
    connected: Match, omar: Member, maya: Member, told: Told, now: datetime
) -> None:
    already = len(told(omar)) - 1
    conversations.send(match=connected, author=maya, words="Hello", form_key=uuid4(), now=now)
    days_go_by(now, 35)
    assert told(omar)[already:] == [
        "match_connected",
        "message_new",
        "message_unanswered",
        "match_silent",
        "match_over",
    ]
