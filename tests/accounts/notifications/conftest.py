"""One thing that maya is told, and a clock that stands still until it is moved."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Community, Member, Notification
from accounts.notifications.notify import notify

Tell = Callable[..., Notification]


class StoppedClock:
    """What the database's clock says in a test."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **time: float) -> None:
        self.moment += timedelta(**time)


@pytest.fixture
def clock(now: datetime) -> StoppedClock:
    return StoppedClock(now)


@pytest.fixture
def tell(maya: Member, riverside: Community, now: datetime, rung: list[object]) -> Tell:
    """Tells maya something in Riverside; each time something else happened."""
    events = iter(range(1000))

    def tell_maya(kind: str = "match_connected", **given: object) -> Notification:
        fields: dict[str, object] = {
            "member": maya,
            "event": f"{kind}:{next(events)}",
            "now": now,
            "community": riverside,
            "refers_to": {
                "match": "11111111-1111-4111-8111-111111111111",
                "need": "22222222-2222-4222-8222-222222222222",
                "offer": "33333333-3333-4333-8333-333333333333",
                "measure": "44444444-4444-4444-8444-444444444444",
                "community": riverside.slug,
            },
        } | given
        told = notify(kind=kind, **fields)  # type: ignore[arg-type]
        assert told is not None
        return told

    return tell_maya
