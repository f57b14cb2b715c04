"""When moderators are there, how soon they look, and who is told of danger while nobody is there."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from accounts.models import Membership
from support.api.hours import MOST_WINDOWS, WINDOW, WindowGiven
from support.api.moderation.desk import PERSON, deciding, looking
from support.api.moderation.settings.section import COMMON, SettingsGiven, SettingsSection, SettingsShown
from support.api.view import MemberRequest
from support.moderation.settings.hours import BOUNDS, HOURS

HOURS_GIVEN: dict[str, Any] = {
    "moderator_hours": "Most evenings.",
    "time_zone": "Europe/Lisbon",
    "duty_hours": [WINDOW],
    "response_hours": 24,
    "grave_hours": 12,
    "waits_long_days": 7,
    "on_call": PERSON["id"],
    "on_call_address": "",
}
HOURS_SHOWN: dict[str, Any] = COMMON | HOURS_GIVEN


def _bounded(name: str, **options: Any) -> serializers.IntegerField:
    least, most = BOUNDS[name]
    return serializers.IntegerField(min_value=least, max_value=most, **options)


class SettingsHoursGiven(SettingsGiven):
    moderator_hours = serializers.CharField(
        max_length=200, allow_blank=True, help_text="In your own words; read before people join."
    )
    time_zone = serializers.CharField(max_length=64)
    duty_hours = serializers.ListField(
        child=WindowGiven(), max_length=MOST_WINDOWS, help_text="By the community's own clock."
    )
    response_hours = _bounded("response_hours", help_text="Within how many hours somebody looks.")
    grave_hours = _bounded("grave_hours", help_text="The same for what is grave.")
    waits_long_days = _bounded("waits_long_days", help_text="After how many days a request waits too long.")
    on_call = serializers.UUIDField(
        allow_null=True, help_text="A moderator who is told of danger outside these hours: that, never what."
    )
    on_call_address = serializers.EmailField(
        max_length=320, allow_blank=True, help_text="Or an address that somebody always reads."
    )


class SettingsHoursShown(SettingsShown, SettingsHoursGiven):
    pass


class HoursSettings(SettingsSection):
    part = HOURS
    called = {"on_call_id": "on_call"}

    @looking(gives=SettingsHoursShown, example=(None, HOURS_SHOWN))
    def get(self, request: MemberRequest, community: str) -> Response:
        """When moderators are there, how soon they look, and who is told of danger in between."""
        return self.shown(SettingsHoursShown)

    @deciding(takes=SettingsHoursGiven, gives=SettingsHoursShown, example=(HOURS_GIVEN, HOURS_SHOWN))
    def patch(self, request: MemberRequest, community: str) -> Response:
        """Change when moderators are there and how soon they look. Members read these times from then on."""
        return self.changed(request, SettingsHoursGiven, SettingsHoursShown)

    def outside(self, values: dict[str, Any]) -> dict[str, Any]:
        windows = [
            {"weekday": weekday, "start": start, "end": end} for weekday, start, end in values["duty_hours"]
        ]
        on_call = self.people([values["on_call_id"]]).get(values["on_call_id"] or 0)
        return values | {"duty_hours": windows, "on_call": on_call.uid if on_call else None}

    def inside(self, given: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
        if "duty_hours" in given:
            given["duty_hours"] = [
                [window["weekday"], window["start"], window["end"]] for window in given["duty_hours"]
            ]
        if "on_call" in given:
            given["on_call_id"] = self._member(given.pop("on_call"))
        return before | given

    def _member(self, uid: Any) -> int | None:
        if uid is None:
            return None
        found: Membership | None = self.remit.memberships().filter(uid=uid).first()
        if found is None:
            text = _("Only somebody who moderates here can be on call.")
            raise serializers.ValidationError({"on_call": [text]})
        return found.member_id
