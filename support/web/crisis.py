"""Where to turn right now: for everybody, signed in or not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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
    countries, today = choices.countries(), timezone.localdate(now())
    asked = request.GET.get("country", "").upper()
    country = asked if asked in countries else _likely_country(request)
    found = safety.resources_for(country)
    shown = {
        "country": country,
        "country_name": countries.get(country, ""),
        "countries": countries.items(),
        "known": found.known,
        "here": _lines(found.here, today),
        "emergency": _lines(found.emergency, today),
        "elsewhere": _lines(found.elsewhere, today),
        "unchecked": safety.to_be_checked(today=today) > 0,
    }
    return render(request, "web/crisis/crisis.html", shown)


def _likely_country(request: HttpRequest) -> str:
    """Where the person said that they live, else where their clock is; "" when neither is known."""
    member = signed_in_member(request)
    return (member.country or choices.country_of_zone(member.time_zone)) if member else ""


def _lines(resources: Iterable[CrisisResource], today: date) -> list[Line]:
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
