"""What time it is, by the one clock that everybody shares."""

from collections.abc import Callable
from datetime import UTC, datetime

from accounts.rows import Later, ask

CLOCK = "SELECT clock_timestamp()"


def database_now() -> datetime:
    """The database's clock, in UTC: a worker or web host whose own clock is wrong decides no deadline."""
    return _asked()()


def ask_now(now: Callable[[], datetime]) -> Later[datetime]:
    """What `now` says, for `rows.together`: where that is the database's clock, it is asked on the same way."""
    return _asked() if now is database_now else now


def _asked() -> Later[datetime]:
    rows = ask(CLOCK)

    def read() -> datetime:
        ((moment,),) = rows()
        told: datetime = moment.astimezone(UTC)
        return told

    return read
