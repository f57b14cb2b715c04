"""How we are doing together: the gentle part of the pulse, for members."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from support.pulse import calls, charts, drawing, reading
from support.web.access import MemberRequest, my_membership, now, signed_in


@require_safe
@signed_in
def pulse(request: MemberRequest, community: str) -> HttpResponse:
    place, moment = my_membership(request, community).community, now()
    told = reading.told_of(place, now=moment)
    shown = {
        "community": place,
        "lately": {name: told.last(name) for name in ("asked", "offered", "connected", "thanked")},
        "welcome": [one.topic for one in calls.supplies(place, now=moment) if one.missing],
        "charts": drawing.drawn(charts.for_members(told)),
    }
    return render(request, "web/communities/pulse.html", shown)
