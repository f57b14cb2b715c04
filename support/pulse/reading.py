"""What was told of a community, as rows and columns. One query; nothing here counts anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Community
from support.models import Figure
from support.pulse import coarse, times


@dataclass(frozen=True)
class Told:
    """The figures of a community by measure and day, the oldest first."""

    by_measure: dict[str, dict[date, int]]

    def days(self, names: Sequence[str]) -> list[date]:
        """The days of which one of these measures told something, and those in between."""
        days = sorted({day for name in names for day in self.by_measure.get(name, {})})
        spoken = [day for day in days if any(self.at(name, day) for name in names)]
        return [day for day in days if spoken and spoken[0] <= day <= days[-1]]

    def at(self, name: str, day: date) -> int:
        return self.by_measure.get(name, {}).get(day, coarse.UNTOLD)

    def last(self, name: str) -> int:
        """The figure of the newest time of which there is one, be it a gap."""
        values = self.by_measure.get(name, {})
        return values[max(values)] if values else coarse.UNTOLD


def told_of(community: Community, *, now: datetime) -> Told:
    """Everything of the last half year but what is told by topics."""
    rows = Figure.objects.filter(community=community, topic=None, begins_on__gte=(now - times.BACK).date())
    by_measure: dict[str, dict[date, int]] = {}
    for name, day, value in rows.order_by("begins_on").values_list("measure", "begins_on", "value"):
        by_measure.setdefault(name, {})[day] = value
    return Told(by_measure)
