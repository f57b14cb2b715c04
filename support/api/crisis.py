"""Where to turn right now, for everybody, and beside words that suggest danger."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Member
from support import safety
from support.api.operation import OPEN, operation
from support.api.shapes import Asked, Moment, Shown
from support.api.view import View

LINE = {
    "name": "Samaritans",
    "phone": "116 123",
    "tel": "116123",
    "note": "",
    "source": "Samaritans, samaritans.org",
    "country": "GB",
    "checked_on": "2026-11-01",
}
EMERGENCY = LINE | {"name": "Emergency services", "phone": "112", "tel": "112", "country": ""}
HELP = {
    "country": "GB",
    "here": [LINE],
    "emergency": [EMERGENCY],
    "a_moderator_reads_it": True,
    "by": "2026-11-23T18:00:00Z",
}


class LineShown(Shown):
    name = serializers.SerializerMethodField()
    phone = serializers.CharField(source="resource.phone", help_text="As people write it.")
    tel = serializers.CharField(help_text="As a telephone dials it.")
    note = serializers.SerializerMethodField()
    source = serializers.CharField(source="resource.source")  # type: ignore[assignment]
    country = serializers.CharField(source="resource.country", help_text="Empty: in many countries.")
    checked_on = serializers.DateField(allow_null=True, help_text="Null: nobody here has checked it lately.")

    def get_name(self, line: safety.Line) -> str:
        return _(line.resource.name) if line.resource.name else ""

    def get_note(self, line: safety.Line) -> str:
        return _(line.resource.note) if line.resource.note else ""


class HelpNowShown(Shown):
    """To be shown at once, before anything else. It takes nothing from what somebody came for."""

    country = serializers.CharField()
    here = LineShown(many=True)
    emergency = LineShown(many=True)
    a_moderator_reads_it = serializers.BooleanField(source="waits")
    by = Moment(allow_null=True, help_text="When a moderator will have looked, where that can be said.")


class CountryAsked(Asked):
    country = serializers.CharField(
        required=False, max_length=2, help_text="Two letters; else the likely one of whoever asks."
    )


class CrisisLinesShown(Shown):
    country = serializers.CharField(help_text="Empty where it is not known.")
    known = serializers.BooleanField(
        help_text="False where we know no line there: then the emergency number leads."
    )
    here = LineShown(many=True)
    emergency = LineShown(many=True)
    elsewhere = LineShown(many=True)


class CrisisLines(View):
    @operation(
        OPEN,
        asks=CountryAsked,
        gives=CrisisLinesShown,
        example=(
            None,
            {"country": "GB", "known": True, "here": [LINE], "emergency": [EMERGENCY], "elsewhere": []},
        ),
    )
    def get(self, request: Request) -> Response:
        """People who answer at once. This service is none of them.

        Show the lines of the country first, then the emergency number.
        """
        asked = CountryAsked(data=request.query_params)
        asked.is_valid(raise_exception=True)
        member = request.user if isinstance(request.user, Member) else None
        found = safety.resources_for(asked.validated_data.get("country") or safety.likely_country(member))
        return Response(CrisisLinesShown(_told(found, timezone.localdate(self.now))).data)


def _told(found: safety.Help, today: Any) -> dict[str, Any]:
    lines = {
        name: safety.as_shown(getattr(found, name), today=today)
        for name in ("here", "emergency", "elsewhere")
    }
    return {"country": found.country, "known": found.known, **lines}
