"""What time it is, by the one clock that everybody shares."""

from datetime import UTC, datetime

from accounts.rows import select


def database_now() -> datetime:
    """The database's clock, in UTC: a worker or web host whose own clock is wrong decides no deadline."""
    ((read,),) = select("SELECT clock_timestamp()")
    moment: datetime = read
    return moment.astimezone(UTC)
