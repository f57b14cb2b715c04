"""Is everybody served alike? How requests fared, by what they have in common, and how the asking lies on helpers."""

from collections.abc import Iterable
from typing import NamedTuple

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from support import fairness as counting
from support.dashboard.desk import Desk, moderated, show
from support.dashboard.figures import at_least, in_percent, lasting, uneven
from support.fairness import SPANS, Line


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
    told = counting.told_of(request.remit.community, days=days, now=request.now)
    helpers = told.helpers
    return show(
        request,
        "fairness.html",
        all=told.everybody,
        tables=[
            ("language", _("Language"), _rows(told.by_language)),
            ("zone", _("Time zone"), _rows(told.by_zone)),
            ("topic", _("Topic"), _rows(told.by_topic)),
        ],
        helpers=at_least(helpers.count),
        new_helpers=at_least(helpers.new),
        unevenness=uneven(helpers.unevenness, digits=1),
        new_asked=in_percent(None if helpers.new_asked is None else helpers.new_asked / 100),
        passed_over=told.passed_over,
        patience=told.patience,
        whole=told.whole,
        days=days,
        spans=SPANS,
    )


def _rows(lines: Iterable[Line]) -> list[Row]:
    return [_row(line) for line in lines]


def _row(line: Line) -> Row:
    half_asked, half_connected = (
        lasting(span) if span is not None else "" for span in (line.half_asked, line.half_connected)
    )
    return Row(
        line.name, line.needs, line.asked, line.connected, half_asked, half_connected, inside=line.inside
    )
