"""When I am free: my usual week, and days on which I am away."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.models import Member
from matching import availability
from matching.engine.side import Window
from support import backwards
from support.api.operation import operation
from support.api.paging import page
from support.api.shapes import Given, Shown
from support.api.undo import with_key
from support.api.view import MemberRequest, View
from support.scopes import Scope

MOST_WINDOWS = 7 * 24 * 4
DAY = 24 * 60
WINDOW = {"weekday": 0, "start": "18:00", "end": "21:00"}
HOURS: dict[str, Any] = {"time_zone": "Europe/Lisbon", "hours": [WINDOW]}
AWAY_GIVEN = {"first_day": "2026-12-24", "last_day": "2026-12-26"}
AWAY = AWAY_GIVEN | {"id": "7d5ad1f4-6f0e-4c39-9d0c-3c8c4b0a3d11"}


class ClockField(serializers.RegexField):
    """A time of day as minutes inside and "18:30" outside; the end of a day is "24:00"."""

    def __init__(self, **options: Any) -> None:
        super().__init__(r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$", max_length=5, **options)

    def run_validation(self, data: Any = empty) -> int:
        hours, _colon, minutes = super().run_validation(data).partition(":")
        return int(hours) * 60 + int(minutes)

    def to_representation(self, value: int) -> str:  # type: ignore[override]
        return f"{value // 60:02d}:{value % 60:02d}"


class WindowGiven(Given):
    weekday = serializers.IntegerField(min_value=0, max_value=6, help_text="Monday is 0.")
    start = ClockField(help_text="In whole quarter-hours, by the member's own clock.")
    end = ClockField(help_text="`24:00` is the end of the day; what goes past midnight is two.")


class HoursGiven(Given):
    time_zone = serializers.CharField(
        max_length=64,
        required=False,
        help_text="The clock that these were read from: refused (409) where the member's is another by now.",
    )
    hours = WindowGiven(many=True)

    def validate_hours(self, given: list[dict[str, int]]) -> list[dict[str, int]]:
        if len(given) > MOST_WINDOWS:
            raise serializers.ValidationError(_("This is more than a week holds."), "too_many")
        return given


class HoursShown(Shown):
    time_zone = serializers.CharField()
    hours = WindowGiven(many=True)


class MyHours(View):
    @operation(Scope.ME_READ, gives=HoursShown, example=(None, HOURS))
    def get(self, request: MemberRequest) -> Response:
        """My usual week, by my own clock."""
        return _week(request.user)

    @operation(Scope.ME_WRITE, takes=HoursGiven, gives=HoursShown, example=(HOURS, HOURS))
    def put(self, request: MemberRequest) -> Response:
        """Make this my usual week.

        What touches is joined. Proposals that no longer fit are taken back. To be left alone for a while, say when
        you are away, or pause your offers.
        """
        given = HoursGiven(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data
        windows = [Window(**window) for window in said["hours"]]
        availability.replace(member=request.user, windows=windows, zone=said.get("time_zone"), now=self.now)
        return _week(request.user)


class AwayGiven(Given):
    first_day = serializers.DateField()
    last_day = serializers.DateField(help_text="Is included.")


class AwayShown(AwayGiven):
    id = serializers.UUIDField(source="uid")


class MyAway(View):
    @operation(Scope.ME_READ, gives=AwayShown, many=True, example=(None, {"items": [AWAY], "next": None}))
    def get(self, request: MemberRequest) -> Response:
        """The days on which I am away, the next first. What is over is not listed."""
        return page(request, list(availability.away_to_come(request.user, now=self.now)), AwayShown)

    @operation(Scope.ME_WRITE, takes=AwayGiven, gives=AwayShown, status=201, example=(AWAY_GIVEN, AWAY))
    def post(self, request: MemberRequest) -> Response:
        """I am away on these days: whole days, by my own clock. Nobody is put to me then."""
        given = AwayGiven(data=request.data)
        given.is_valid(raise_exception=True)
        made = availability.add_away(member=request.user, now=self.now, **given.validated_data)
        where = reverse("api:away", args=[made.uid], request=request)
        return Response(AwayShown(made).data, status=201, headers={"Location": where})


class OneAway(View):
    @operation(Scope.ME_READ, gives=AwayShown, example=(None, AWAY))
    def get(self, request: MemberRequest, uid: UUID) -> Response:
        """Some days on which I am away."""
        return Response(AwayShown(availability.away_of(request.user).get(uid=uid)).data)

    @operation(Scope.ME_WRITE, status=204, undoes=True)
    def delete(self, request: MemberRequest, uid: UUID) -> Response:
        """I am there on these days after all."""
        away = availability.away_of(request.user).get(uid=uid)
        before = backwards.facts_of_away(away)
        availability.remove_away(away=away, now=self.now)
        return with_key(Response(status=204), request, what="back_from_away", now=self.now, **before)


def _week(member: Member) -> Response:
    windows = [
        {"weekday": window.weekday, "start": window.start, "end": window.end}
        for window in availability.windows_of(member)
    ]
    return Response(HoursShown({"time_zone": member.time_zone, "hours": windows}).data)
