"""Maya and Omar are connected; an hour on Tuesday evening suits both."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Member
from matching.models import Match
from support import meetings
from support.models import Meeting

TUESDAY = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
Plan = Callable[..., Meeting]


@pytest.fixture
def plan(connected: Match, maya: Member, omar: Member, now: datetime) -> Plan:
    """Maya suggests, Omar says yes."""

    def agreed(begins: datetime = TUESDAY, *, minutes: int = 30, at: datetime = now) -> Meeting:
        meetings.suggest(match=connected, member=maya, begins=begins, minutes=minutes, now=at, outside=True)
        return meetings.accept(match=connected, member=omar, wanted=begins, now=at + timedelta(minutes=1))

    return agreed
