"""What time it is, by the one clock that everybody shares."""

from datetime import UTC, datetime

from django.db import connection


def database_now() -> datetime:
    """The database's clock, in UTC: a worker or web host whose own clock is wrong decides no deadline."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(UTC)
