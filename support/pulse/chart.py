"""A chart as plain values: what it shows, in words for its table and numbers for its drawing."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

MARKS = ("one", "two", "three")  # a colour and a shape each; no chart has more
# What its values are: so many people at least, so many halves, or a step of `coarse.HOURS`.
PEOPLE, HALVES, STEPS = "people", "halves", "steps"


@dataclass(frozen=True)
class Series:
    """One thing that is told of all times or groups; nought is a gap. `key` names it for programs."""

    name: str
    values: tuple[int, ...]
    key: str = ""


@dataclass(frozen=True)
class Chart:
    """`labels` name the rows of the table, `keys` the same for programs. `over_time`: they follow one another."""

    key: str
    title: str
    says: str
    first: str  # what the rows are
    labels: tuple[str, ...]
    keys: tuple[str, ...]
    series: tuple[Series, ...]
    over_time: bool = True
    reads: Callable[[int], str] = str
    ticks: tuple[int, ...] = ()  # of its scale; none: round numbers
    unit: str = PEOPLE

    @property
    def empty(self) -> bool:
        return not any(value for series in self.series for value in series.values)

    @property
    def tall(self) -> bool:
        """Whether it is as high as several others."""
        return not self.over_time and len(self.labels) > 5

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """The table: a label, and what is told, empty for a gap; the newest first where time passes."""
        rows = [
            (label, [self._said(series.values[number]) for series in self.series])
            for number, label in enumerate(self.labels)
        ]
        return rows[::-1] if self.over_time else rows

    @property
    def file(self) -> str:
        """The table as a file (CSV): the same figures and no others, the oldest first, rows by their keys."""
        lines = io.StringIO()
        lines.write("\ufeff")  # some programs take it for another alphabet without
        table = csv.writer(lines)
        table.writerow([self.first, *(series.name for series in self.series)])
        rows = self.rows[::-1] if self.over_time else self.rows
        table.writerows([key, *said] for key, (_label, said) in zip(self.keys, rows, strict=True))
        return lines.getvalue()

    @property
    def told(self) -> str:
        """In a sentence, for who cannot see it."""
        if not self.over_time:
            return self.says
        last = [f"{series.name}: {self._said(series.values[-1]) or too_few()}" for series in self.series]
        return _("%(says)s Last: %(last)s.") % {"says": self.says, "last": "; ".join(last)}

    def _said(self, value: int) -> str:
        return self.reads(value) if value else ""


def too_few() -> str:
    return _("too few to tell")
