"""What came of a play, in the measures of the published study: who was matched, how soon, and how well it went."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import nan
from statistics import fmean, quantiles

from matching.engine.evenness import gini
from matching.simulation.play import Played
from matching.simulation.standing import Waiting

Tales = Sequence[Waiting]


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is measured: how it is told, and how it is worked out from people's tales."""

    title: str
    unit: str
    more_is_better: bool
    of: Callable[[Tales, datetime], float]

    def told(self, value: float, *, signed: bool = False) -> str:
        """The value in its unit, with its sign where it is a difference."""
        scale, places = {"%": (100, 1), "h": (1, 1), "stars": (1, 2), "": (1, 2)}[self.unit]
        rounded = round(value * scale, places) + 0.0  # never -0.0
        return f"{rounded:{'+' if signed else ''}.{places}f}"


def _matched(tales: Tales, end: datetime) -> float:
    return fmean(tale.met is not None for tale in tales) if tales else 0.0


def _unasked(tales: Tales, end: datetime) -> float:
    return fmean(tale.first_asked is None for tale in tales) if tales else 0.0


def _rating(tales: Tales, end: datetime) -> float:
    """Of those who met somebody; not a number where nobody did."""
    ratings = [tale.rating for tale in tales if tale.rating is not None]
    return fmean(ratings) if ratings else nan


def _waited(tales: Tales, end: datetime) -> float:
    """Of everybody: until they met, gave up, or the play was over. It cannot look better by losing the patient."""
    return fmean(_hours(tale, end) for tale in tales) if tales else 0.0


def _mean_wait(tales: Tales, end: datetime) -> float:
    waits = _waits(tales, end)
    return fmean(waits) if waits else 0.0


def _tenth(number: int) -> Callable[[Tales, datetime], float]:
    """How long the so many tenths of those who met somebody waited at most."""

    def of(tales: Tales, end: datetime) -> float:
        waits = _waits(tales, end)
        return quantiles(waits, n=10, method="inclusive")[number - 1] if len(waits) > 1 else sum(waits)

    return of


def _waits(tales: Tales, end: datetime) -> list[float]:
    return [_hours(tale, end) for tale in tales if tale.met is not None]


def _hours(tale: Waiting, end: datetime) -> float:
    return ((tale.met or tale.left or end) - tale.seeker.arrives).total_seconds() / 3600


MEASURES: dict[str, Measure] = {
    "matched": Measure("matched", "%", True, _matched),
    "rating": Measure("rating", "stars", True, _rating),
    "median_wait": Measure("half of the matched waited less than", "h", False, _tenth(5)),
    "mean_wait": Measure("the matched waited on average", "h", False, _mean_wait),
    "long_wait": Measure("nine in ten of the matched waited less than", "h", False, _tenth(9)),
    "waited": Measure("everybody waited on average, matched or not", "h", False, _waited),
    "unasked": Measure("nobody was ever asked for them", "%", False, _unasked),
}
GROUPS: dict[str, Callable[[Waiting], bool]] = {
    "everybody": lambda tale: True,
    "vulnerable": lambda tale: tale.seeker.vulnerable,
    "today": lambda tale: tale.seeker.need.urgency == "today",
}
Outcome = dict[str, float]


def outcome(played: Played) -> dict[str, Outcome]:
    """The measures for each group of those who are counted, and of the helpers."""
    counted = [tale for tale in played.seekers.values() if tale.seeker.counted]
    found = {
        name: _measured([tale for tale in counted if belongs(tale)], played.world.end)
        for name, belongs in GROUPS.items()
    }
    return found | {"helpers": _helpers(played)}


def _measured(tales: Tales, end: datetime) -> Outcome:
    return {name: measure.of(tales, end) for name, measure in MEASURES.items()}


def _helpers(played: Played) -> Outcome:
    """What it costs those who help; and how often there was more than one need and one offer to choose from."""
    met = sum(tale.met is not None for tale in played.seekers.values())
    silent = [asked.mood.after for asked in played.asked if not asked.mood.answered]
    held = sum((asked.mood.after for asked in played.asked), timedelta())
    return {
        "gini": gini([giving.helped for giving in played.helpers.values()]),
        "requests": len(played.asked) / met if met else nan,
        "silent": len(silent) / len(played.asked) if played.asked else nan,
        "silent_time": sum(silent, timedelta()) / held if held else nan,
        "wide": played.wide,
    }
