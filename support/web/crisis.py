"""Where to turn right now: for everybody, signed in or not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from support import safety
from support.models import CrisisResource
from support.web import choices
from support.web.access import now, signed_in_member


@dataclass(frozen=True)
class Line:
    """A number to call, and whether somebody here has checked it lately."""

    resource: CrisisResource
    tel: str
    country: str
    checked_on: date | None


@require_safe
def crisis(request: HttpRequest) -> HttpResponse:
    return render(request, "web/crisis/crisis.html", lines_for(request))


def lines_for(request: HttpRequest) -> dict[str, Any]:
    """What the page shows for the country that was asked for, else for the likely one."""
    asked = request.GET.get("country", "").upper()
    country = asked if asked in choices.countries() else likely_country(request)
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
        "here": lines(found.here, today),
        "emergency": lines(found.emergency, today),
        "elsewhere": lines(found.elsewhere, today),
        "unchecked": unchecked,
    }


def likely_country(request: HttpRequest) -> str:
    """Where the person said that they live, else where their clock is; "" when neither is known."""
    member = signed_in_member(request)
    return (member.country or choices.country_of_zone(member.time_zone)) if member else ""


def lines(resources: Iterable[CrisisResource], today: date) -> list[Line]:
    """As they are shown, by country's name."""
    lines = [
        Line(
            resource=resource,
            tel="".join(sign for sign in resource.phone if sign.isdigit() or sign == "+"),
            country=choices.countries().get(resource.country, ""),
            checked_on=resource.verified_on if resource.expires_on >= today else None,
        )
        for resource in resources
    ]
    return sorted(lines, key=lambda line: line.country)
