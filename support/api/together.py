"""How a community is doing together: the gentle part of its pulse, and kind words without names."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from support import kind_words, mine
from support.api.operation import operation
from support.api.shapes import Shown
from support.api.view import MemberRequest, View
from support.pulse import calls, charts, reading
from support.pulse.chart import Series
from support.scopes import Scope

LATELY = ("asked", "offered", "connected", "thanked")
PULSE: dict[str, Any] = {
    "lately": {"asked": 15, "offered": 10, "connected": 5, "thanked": None},
    "welcome": ["losing-somebody"],
    "charts": [
        {
            "key": "asking",
            "title": "Asking",
            "says": "People who asked.",
            "weeks": ["2026-11-09", "2026-11-16"],
            "series": [{"name": "asked", "values": [None, 15]}],
        }
    ],
}


class LatelyShown(Shown):
    asked = serializers.IntegerField(allow_null=True)
    offered = serializers.IntegerField(allow_null=True)
    connected = serializers.IntegerField(allow_null=True)
    thanked = serializers.IntegerField(allow_null=True)


class TogetherSeries(Shown):
    name = serializers.CharField()
    values = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ListField(child=serializers.IntegerField(allow_null=True)))
    def get_values(self, series: Series) -> list[int | None]:
        return [value or None for value in series.values]


class TogetherChart(Shown):
    key = serializers.CharField()
    title = serializers.CharField()
    says = serializers.CharField()
    weeks = serializers.ListField(child=serializers.DateField(), source="keys", help_text="Their first days.")
    series = TogetherSeries(many=True)


class TogetherShown(Shown):
    """Only figures about many, rounded down to fives, and only of weeks that are over; null is too few to tell."""

    lately = LatelyShown(help_text="In the last week: so many people at least.")
    welcome = serializers.ListField(
        child=serializers.SlugField(), help_text="Topics about which a helping hand would be welcome."
    )
    charts = TogetherChart(many=True)


class KindWordsShown(Shown):
    items = serializers.ListField(child=serializers.CharField())


class CommunityTogether(View):
    @operation(Scope.ME_READ, gives=TogetherShown, example=(None, PULSE))
    def get(self, request: MemberRequest, community: str) -> Response:
        """How we are doing together, for those who belong here."""
        place = mine.membership(request.user, community).community
        told = reading.told_of(place, now=self.now)
        shown: dict[str, Any] = {
            "lately": {name: told.last(name) or None for name in LATELY},
            "welcome": [one.topic.slug for one in calls.supplies(place, now=self.now) if one.missing],
            "charts": charts.for_members(told),
        }
        return Response(TogetherShown(shown).data)


class KindWords(View):
    @operation(
        Scope.ME_READ,
        gives=KindWordsShown,
        example=(None, {"items": ["You listened when nobody else did."]}),
    )
    def get(self, request: MemberRequest, community: str) -> Response:
        """Thanks that both sides let others read, without names. None where they would be few."""
        place = mine.membership(request.user, community).community
        return Response({"items": kind_words.read_in(place)})
