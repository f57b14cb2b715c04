"""Where to turn right now: for everybody, signed in or not."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from support import safety
from support.web import choices
from support.web.access import now, signed_in_member


@require_safe
def crisis(request: HttpRequest) -> HttpResponse:
    return render(request, "web/crisis/crisis.html", lines_for(request))


def lines_for(request: HttpRequest) -> dict[str, Any]:
    """What the page shows for the country that was asked for, else for the likely one."""
    asked = request.GET.get("country", "").upper()
    country = asked if asked in choices.countries() else safety.likely_country(signed_in_member(request))
    today = timezone.localdate(now())
    unchecked = safety.to_be_checked(today=today) > 0
    return _shown(safety.resources_for(country), today, unchecked=unchecked)


def lines_in_need(request: HttpRequest) -> dict[str, Any]:
    """The same while nothing else works: without the database, from what came with the software."""
    asked = request.GET.get("country", "").upper()
    today = timezone.localdate()
    return _shown(safety.shipped_for(asked if asked in choices.countries() else ""), today, unchecked=True)


def _shown(found: safety.Help, today: date, *, unchecked: bool) -> dict[str, Any]:
    return {
        "country": found.country,
        "country_name": choices.countries().get(found.country, ""),
        "countries": choices.countries().items(),
        "known": found.known,
        "here": safety.as_shown(found.here, today=today),
        "emergency": safety.as_shown(found.emergency, today=today),
        "elsewhere": safety.as_shown(found.elsewhere, today=today),
        "unchecked": unchecked,
    }
