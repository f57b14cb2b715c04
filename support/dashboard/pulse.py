"""The pulse: how the community is doing, in figures about many; and a quiet call where helpers are missing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matching.models import Topic
from support.dashboard.desk import Desk, moderated, show
from support.pulse import calls, charts, drawing, reading
from support.pulse.calls import Supply
from support.pulse.chart import Chart


@moderated
@require_safe
def pulse(request: Desk) -> HttpResponse:
    place, now = request.remit.community, request.now
    supplies = calls.supplies(place, now=now)
    called = list(calls.lately(place, now=now))
    rests = calls.resting(called, now=now)
    return show(
        request,
        "pulse.html",
        charts=drawing.drawn(_charts(request, supplies)),
        missing=[(one, one.topic.pk in rests) for one in supplies if one.missing],
        calls=called,
    )


@moderated
@require_safe
def pulse_table(request: Desk, chart: str) -> HttpResponse:
    """The table of one chart as a file: the same figures as on the page, and no others."""
    supplies = calls.supplies(request.remit.community, now=request.now)
    found = next((one for one in _charts(request, supplies) if one.key == chart), None)
    if found is None:
        raise Http404
    answer = HttpResponse(found.file, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="pulse-{found.key}.csv"'
    return answer


@moderated
@require_POST
def pulse_call(request: Desk, pk: int) -> HttpResponse:
    place = request.remit.community
    topic = get_object_or_404(Topic, pk=pk, parent=None)
    try:
        calls.send(community=place, topic=topic, by=request.user, now=request.now)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Those who wanted to hear of it have been told."))
    return redirect("dashboard_pulse", place.slug)


def _charts(request: Desk, supplies: list[Supply]) -> list[Chart]:
    told = reading.told_of(request.remit.community, now=request.now)
    return charts.for_moderators(told, supplies)
