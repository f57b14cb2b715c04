"""When the clocks change next where somebody lives."""

from datetime import date, datetime, timedelta

from matching.engine.zones import reading, regimes

AHEAD = timedelta(days=21)


def coming(zone: str, *, now: datetime) -> date | None:
    """The local day within the next three weeks on which the clocks change; None where they stay as they are."""
    start = now.replace(minute=0, second=0, microsecond=0)
    _now, *later = regimes(zone, start, start + AHEAD)
    return reading(zone, later[0].begins).date() if later else None
