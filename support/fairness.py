"""Is everybody served alike, as moderators may read it: counts of many, coarse, and only once a week anew.

Everything that leaves here is rounded, so that no page and no program tells one person from another by two figures.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.languages import language_name
from accounts.models import Community
from matching import fairness as counting
from matching.crowds import FEW
from matching.engine.pairing import PATIENCE
from matching.fairness import Report
from matching.fared import Figures
from support.pulse import times

SPANS = (30, 90, 365)  # days
OTHERS = "others"
# From how long on a span is told in steps of what.
STEPS = (
    (timedelta(days=30), timedelta(weeks=1)),
    (timedelta(weeks=1), timedelta(days=1)),
    (timedelta(days=1), timedelta(hours=1)),
    (timedelta(0), timedelta(minutes=1)),
)


class Line(NamedTuple):
    """How the requests of a group fared. `key` names it for programs; shares are in percent, in steps of five.

    What is `inside` stands under a line above it. A span is None where it has not come to half of them.
    """

    key: str
    name: str
    needs: int
    asked: int
    connected: int
    half_asked: timedelta | None
    half_connected: timedelta | None
    inside: bool = False


@dataclass(frozen=True)
class Helpers:
    """Those who help: so many at least, None for too few to tell; `new_asked` is in percent."""

    count: int | None
    new: int | None
    unevenness: float | None
    new_asked: int | None


@dataclass(frozen=True)
class Told:
    """What may be told of so many days. `everybody` is None where too few asked; then nothing else is told of them."""

    days: int
    until: datetime
    everybody: Line | None
    passed_over: int  # in so many rounds somebody who came later was preferred to the same request, at most
    by_language: list[Line]
    by_zone: list[Line]
    by_topic: list[Line]
    helpers: Helpers
    patience: int  # after so many such rounds a request comes before all others
    whole: bool  # False where there were more requests than are looked at; these are the newest


def told_of(community: Community, *, days: int, now: datetime) -> Told:
    """How the requests of so many days fared, up to the last Monday: two looks in a week tell nothing."""
    until = times.begin(times.WEEK, now)
    found = counting.report(community.pk, since=until - timedelta(days=days), now=until)
    return Told(
        days=days,
        until=until,
        everybody=_line("", "", found.all) if found.all else None,
        passed_over=found.passed_over if found.all else 0,
        by_language=list(_languages(found)),
        by_zone=list(_zones(found)),
        by_topic=list(_topics(found)),
        helpers=_helpers(found),
        patience=PATIENCE,
        whole=found.whole,
    )


def _languages(report: Report) -> Iterator[Line]:
    for language, figures in report.by_language.rows:
        yield _line(language, language_name(language), figures)
    yield from _others(report.by_language.others)


def _zones(report: Report) -> Iterator[Line]:
    for minutes, figures in report.by_offset.rows:
        yield _line(utc(minutes), utc(minutes), figures)
    yield from _others(report.by_offset.others)


def _topics(report: Report) -> Iterator[Line]:
    """Each group of topics, with those of its topics that may be told apart."""
    for top, figures, inside in report.by_topic:
        yield _line(report.slugs[top], report.names[top], figures)
        for topic, its_own in inside.rows:
            name = _("in general") if topic == top else report.names[topic]
            yield _line(report.slugs[topic], name, its_own, inside=True)
        if inside.rows and inside.others:
            yield _line(OTHERS, _("others"), inside.others, inside=True)
    yield from _others(report.other_topics)


def _others(figures: Figures | None) -> Iterator[Line]:
    if figures:
        yield _line(OTHERS, _("Others"), figures)


def _line(key: str, name: str, figures: Figures, inside: bool = False) -> Line:
    return Line(
        key,
        name,
        figures.needs // FEW * FEW,
        fives(figures.share_asked),
        fives(figures.share_connected),
        coarse(figures.half_asked),
        coarse(figures.half_connected),
        inside,
    )


def _helpers(report: Report) -> Helpers:
    helpers = report.helpers
    return Helpers(
        count=_at_least(helpers.count),
        new=_at_least(helpers.new),
        unevenness=None if helpers.unevenness is None else round(helpers.unevenness, 1),
        new_asked=None if helpers.new_asked is None else fives(helpers.new_asked),
    )


def _at_least(people: int) -> int | None:
    return people // FEW * FEW or None


def coarse(span: timedelta | None) -> timedelta | None:
    """As finely as people say such a span: minutes within a day, hours within a week, then days and weeks."""
    if span is None:
        return None
    step = next(step for least, step in STEPS if span >= least)
    return span // step * step


def fives(share: float) -> int:
    """A share in steps of five per cent: one of twenty people is not seen in it."""
    return 5 * round(20 * share)


def utc(minutes: int) -> str:
    """ "UTC+5:45", from how many minutes clocks are ahead."""
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
