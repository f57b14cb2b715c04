"""Two yeses at the same moment: nobody ends up in two meetings at once."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from accounts.models import Member
from matching.models import Match
from support import audit, meetings
from support.meetings import planning, steps
from support.models import Attending, Meeting
from tests.support.conftest import Connect
from tests.support.meetings.conftest import TUESDAY

ROUNDS = 6


@pytest.mark.django_db(transaction=True)
def test_of_two_yeses_at_once_one_is_kept(
    connected: Match, maya: Member, omar: Member, lena: Member, connect: Connect, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    other = connect(lena, omar)
    check = steps.clashes

    def slowly(*args: object, **kwargs: object) -> bool:
        found = check(*args, **kwargs)  # type: ignore[arg-type]
        time.sleep(random.uniform(0, 0.002))
        return found

    monkeypatch.setattr(planning, "clashes", slowly)

    def say_yes(match: Match, barrier: Barrier) -> bool:
        try:
            barrier.wait()
            meetings.accept(match=match, member=match.seeker, wanted=TUESDAY, now=now)
        except ValidationError:
            return False
        finally:
            connection.close()
        return True

    for _round in range(ROUNDS):
        Meeting.objects.all().delete()
        for match in (connected, other):
            meetings.suggest(match=match, member=omar, begins=TUESDAY, minutes=30, now=now)
        barrier = Barrier(2)
        with ThreadPoolExecutor(2) as two:
            said = list(two.map(say_yes, (connected, other), (barrier, barrier)))
        assert sorted(said) == [False, True]
    assert [finding.promise for finding in audit.findings() if finding.broken] == []


@pytest.mark.django_db
def test_the_database_refuses_two_at_once_whoever_writes(
    connected: Match, omar: Member, lena: Member, connect: Connect, now: datetime
) -> None:
    for match, minutes in ((connected, 0), (connect(lena, omar), 15)):
        meeting = Meeting.objects.create(
            match=match, by_seeker=True, zone="UTC", created_at=now, changed_at=now,
            wanted_from=TUESDAY, wanted_until=TUESDAY.replace(hour=20),
        )  # fmt: skip
        during = DateTimeTZRange(TUESDAY.replace(minute=minutes), TUESDAY.replace(hour=20))
        if minutes:
            with pytest.raises(IntegrityError, match="attending_one_at_a_time"):
                Attending.objects.create(meeting=meeting, member=omar, during=during)
        else:
            Attending.objects.create(meeting=meeting, member=omar, during=during)
