"""Is everybody served alike? How requests fared, by what they have in common, and how the asking lies on helpers."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.languages import language_name
from matching import fairness as counting
from matching.crowds import FEW
from matching.engine.pairing import PATIENCE
from matching.fairness import Report
from matching.fared import Figures
from support.dashboard.desk import Desk, moderated, show
from support.dashboard.figures import fives, in_fives, in_percent, lasting, uneven, utc
from support.pulse import times

SPANS = (30, 90, 365)  # days


class Row(NamedTuple):
    """A line of a table: shares in percent, spans in words or empty. What is `inside` stands under a line above it."""

    name: str
    needs: int
    asked: int
    connected: int
    half_asked: str
    half_connected: str
    inside: bool


@moderated
@require_safe
def fairness(request: Desk) -> HttpResponse:
    days = next((span for span in SPANS if request.GET.get("days") == str(span)), SPANS[0])
    until = times.begin(times.WEEK, request.now)  # it changes once a week, so that two looks tell nothing
    report = counting.report(request.remit.community.pk, since=until - timedelta(days=days), now=until)
    tables = [
        ("language", _("Language"), list(_languages(report))),
        ("zone", _("Time zone"), list(_zones(report))),
        ("topic", _("Topic"), list(_topics(report))),
    ]
    return show(
        request,
        "fairness.html",
        all=_row("", report.all) if report.all else None,
        tables=tables,
        helpers=in_fives(report.helpers.count),
        new_helpers=in_fives(report.helpers.new),
        unevenness=uneven(report.helpers.unevenness, digits=1),
        new_asked=in_percent(_coarse(report.helpers.new_asked)),
        passed_over=report.passed_over,
        patience=PATIENCE,
        whole=report.whole,
        days=days,
        spans=SPANS,
    )


def _languages(report: Report) -> Iterator[Row]:
    for language, figures in report.by_language.rows:
        yield _row(language_name(language), figures)
    yield from _others(report.by_language.others)


def _zones(report: Report) -> Iterator[Row]:
    for minutes, figures in report.by_offset.rows:
        yield _row(utc(minutes), figures)
    yield from _others(report.by_offset.others)


def _topics(report: Report) -> Iterator[Row]:
    """Each group of topics, with those of its topics that may be told apart."""
    for top, figures, inside in report.by_topic:
        yield _row(report.names[top], figures)
        for topic, its_own in inside.rows:
            yield _row(_("in general") if topic == top else report.names[topic], its_own, inside=True)
        if inside.rows and inside.others:
            yield _row(_("others"), inside.others, inside=True)
    yield from _others(report.other_topics)


def _others(figures: Figures | None) -> Iterator[Row]:
    if figures:
        yield _row(_("Others"), figures)


def _row(name: str, figures: Figures, inside: bool = False) -> Row:
    half_asked, half_connected = (
        lasting(span) if span is not None else "" for span in (figures.half_asked, figures.half_connected)
    )
    asked, connected = (fives(share) for share in (figures.share_asked, figures.share_connected))
    return Row(name, figures.needs // FEW * FEW, asked, connected, half_asked, half_connected, inside)


def _coarse(share: float | None) -> float | None:
    return None if share is None else fives(share) / 100
