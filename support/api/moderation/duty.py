"""When moderators are there, who is called in between, and what members are told of it."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from accounts.models import Community
from support import duty
from support.api.hours import WINDOW, WindowGiven
from support.api.moderation.desk import PERSON, Desk, DeskPersonShown, looking
from support.api.shapes import Moment, Shown
from support.api.view import MemberRequest

DUTY: dict[str, Any] = {
    "time_zone": "Europe/Lisbon",
    "hours": [WINDOW],
    "in_words": "Weekdays, in the evening",
    "on_duty": False,
    "next_at": "2026-11-23T18:00:00Z",
    "looked_by": "2026-11-23T19:00:00Z",
    "answers_within_hours": 24,
    "grave_within_hours": 12,
    "waits_long_days": 3,
    "on_call": PERSON | {"name": "Nour"},
    "on_call_letter": False,
}


class DutyShown(Shown):
    time_zone = serializers.CharField(help_text="The clock of the community.")
    hours = serializers.SerializerMethodField(help_text="When somebody is there; none: nothing is promised.")
    in_words = serializers.CharField(
        source="moderator_hours", help_text="As members read it before they join."
    )
    on_duty = serializers.SerializerMethodField(help_text="Members are told that somebody is here.")
    next_at = serializers.SerializerMethodField(help_text="Otherwise they are told when somebody is.")
    looked_by = serializers.SerializerMethodField(
        help_text="Until then somebody has looked at words of danger that are written now; null: nothing is promised."
    )
    answers_within_hours = serializers.IntegerField(source="response_hours")
    grave_within_hours = serializers.IntegerField(source="grave_hours")
    waits_long_days = serializers.IntegerField(help_text="After so many a request stands among the cases.")
    on_call = serializers.SerializerMethodField(help_text="Who is told of danger outside these hours.")
    on_call_letter = serializers.SerializerMethodField(
        help_text="Whether a letter goes to an address as well."
    )

    @extend_schema_field(WindowGiven(many=True))
    def get_hours(self, place: Community) -> Any:
        return WindowGiven(duty.windows_of(place), many=True).data

    def get_on_duty(self, place: Community) -> bool:
        return duty.on_duty(place, self.context["now"])

    @extend_schema_field(Moment(allow_null=True))
    def get_next_at(self, place: Community) -> Any:
        return _moment(duty.next_on_duty(place, self.context["now"]))

    @extend_schema_field(Moment(allow_null=True))
    def get_looked_by(self, place: Community) -> Any:
        return _moment(duty.looks_by(place, self.context["now"]))

    @extend_schema_field(DeskPersonShown(allow_null=True))
    def get_on_call(self, place: Community) -> Any:
        known = self.context["people"].get(place.on_call_id)
        return DeskPersonShown(known).data if known else None

    def get_on_call_letter(self, place: Community) -> bool:
        return bool(place.on_call_address)


class Duty(Desk):
    @looking(gives=DutyShown, example=(None, DUTY))
    def get(self, request: MemberRequest, community: str) -> Response:
        """When moderators are there, who is called in between, and what members are told of it."""
        place = self.remit.community
        on_call = {
            place.on_call_id
        } & self.remit.moderators  # whoever looks after nobody any more is not called
        context = {"now": self.now, "people": self.people(on_call)}
        return Response(DutyShown(place, context=context).data)


def _moment(moment: Any) -> str | None:
    return Moment().to_representation(moment) if moment else None
