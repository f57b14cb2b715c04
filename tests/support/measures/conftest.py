"""Omar, about whom is decided, Nour, who decides, and Robin, who looks again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from accounts.models import Community, Member, Membership, Role
from matching.models import Match
from support import conversations
from support import reports as telling
from support.models import (
    Grade,
    Measure,
    Message,
    Report,
)
from support.moderation import measures

DAY = timedelta(days=1)
Decide = Callable[..., Measure]
Told = Callable[[Member], list[str]]


@pytest.fixture
def place(omar: Member, riverside: Community) -> Membership:
    """Omar's, about whom all of this is decided."""
    return riverside.memberships.get(member=omar)


@pytest.fixture
def robin(make_member: Callable[..., Member], riverside: Community) -> Member:
    """Another moderator."""
    member = make_member("Robin")
    riverside.memberships.filter(member=member).update(role=Role.MODERATOR)
    return member


@pytest.fixture
def decide(place: Membership, nour: Member, now: datetime) -> Callable[..., Measure]:
    """Nour decides about Omar."""

    def take(grade: Grade, *, report: Report | None = None, by: Member = nour, **chosen: object) -> Measure:
        given: dict[str, object] = {"reason": "unkind", "words": "Please be kinder."} | chosen
        made = measures.decide(
            membership=place,
            chosen=measures.Decided(grade=grade, **given),  # type: ignore[arg-type]
            by=by,
            now=now,
            report=report,
        )
        assert made is not None
        return made

    return take


@pytest.fixture
def reported(connected: Match, maya: Member, omar: Member, now: datetime) -> Report:
    said = conversations.send(match=connected, author=omar, words="Hurtful", form_key=uuid4(), now=now)
    return telling.report(reporter=maya, match=connected, message=said, words="It hurt", now=now)


def say(match: Match, author: Member, now: datetime) -> Message:
    return conversations.send(match=match, author=author, words="Hello", form_key=uuid4(), now=now)
