"""The pulse: how the community is doing, in figures about many; and a quiet call where helpers are missing.

The same figures as on the page, and no others: rounded down to fives, of weeks that are over, and where few are behind
one there is a gap, which is null.
"""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from matching.models import Topic
from support.api import files
from support.api.moderation.desk import Desk, deciding, looking
from support.api.problems import Problem
from support.api.shapes import Given, Moment, Shown
from support.api.view import MemberRequest
from support.models import HelperCall
from support.pulse import calls, charts, coarse, reading
from support.pulse.chart import HALVES, PEOPLE, STEPS, Chart, Series

CSV = "text/csv"
CHART: dict[str, Any] = {
    "key": "asking",
    "title": "Asking and offering",
    "says": "People in each week who asked for help, or made an offer.",
    "unit": "people",
    "steps_hours": [],
    "over_time": True,
    "rows": ["2026-11-09", "2026-11-16"],
    "names": ["9 November", "16 November"],
    "series": [{"key": "asked", "name": "asked", "values": [None, 15], "words": ["", "15"]}],
}
CALL: dict[str, Any] = {
    "topic": "losing-somebody",
    "sent_at": "2026-11-23T12:00:00Z",
    "heard": 15,
    "came": None,
    "counted": False,
}
PULSE: dict[str, Any] = {
    "charts": [CHART],
    "missing": [{"topic": "losing-somebody", "asked": 15, "waiting": 10, "helpers": None, "may_call": True}],
    "calls": [CALL],
}


class PulseSeries(Shown):
    key = serializers.CharField()
    name = serializers.CharField()
    values = serializers.SerializerMethodField(
        help_text="One for each of the `rows`; null is too few to tell."
    )
    words = serializers.SerializerMethodField(help_text="The same as people read it.")

    @extend_schema_field(serializers.ListField(child=serializers.FloatField(allow_null=True)))
    def get_values(self, series: Series) -> list[float | None]:
        halves = self.context["chart"].unit == HALVES
        return [(value / 2 if halves else value) if value else None for value in series.values]

    def get_words(self, series: Series) -> list[str]:
        reads = self.context["chart"].reads
        return [reads(value) if value else "" for value in series.values]


class PulseChart(Shown):
    key = serializers.SlugField()
    title = serializers.CharField()
    says = serializers.CharField()
    unit = serializers.SerializerMethodField(
        help_text="What the values are: so many `people` at least, a `mean` from 1 to 5, or a number of `steps_hours`."
    )
    steps_hours = serializers.SerializerMethodField(
        help_text="Step 1 is up to the first of these; what took longer than all of them is the step after the last."
    )
    over_time = serializers.BooleanField(help_text="The rows follow one another, the oldest first.")
    rows = serializers.ListField(
        child=serializers.CharField(), source="keys", help_text="First days of weeks, or keys of groups."
    )
    names = serializers.ListField(child=serializers.CharField(), source="labels")
    series = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ChoiceField([PEOPLE, "mean", STEPS]))
    def get_unit(self, chart: Chart) -> str:
        return "mean" if chart.unit == HALVES else chart.unit

    def get_steps_hours(self, chart: Chart) -> list[int]:
        return list(coarse.HOURS) if chart.unit == STEPS else []

    @extend_schema_field(PulseSeries(many=True))
    def get_series(self, chart: Chart) -> Any:
        return PulseSeries(chart.series, many=True, context={"chart": chart}).data


class MissingShown(Shown):
    topic = serializers.SlugField(source="topic.slug")
    asked = serializers.IntegerField(help_text="So many asked in four weeks, at least.")
    waiting = serializers.IntegerField(help_text="So many of them had no yes yet.")
    helpers = serializers.SerializerMethodField(
        help_text="So many are ready to help; null is too few to tell."
    )
    may_call = serializers.SerializerMethodField(help_text="False: there was a call in the last four weeks.")

    def get_helpers(self, one: calls.Supply) -> int | None:
        return one.helpers or None

    def get_may_call(self, one: calls.Supply) -> bool:
        return one.topic.pk not in self.context["resting"]


class HelperCallShown(Shown):
    topic = serializers.SlugField(source="topic.slug")
    sent_at = Moment()
    heard = serializers.SerializerMethodField(
        help_text="So many heard it, at least; null is too few to tell."
    )
    came = serializers.SerializerMethodField(help_text="So many of them have offered help since, at least.")
    counted = serializers.SerializerMethodField(help_text="Four weeks after it is counted who came.")

    def get_heard(self, call: HelperCall) -> int | None:
        return call.told or None

    def get_came(self, call: HelperCall) -> int | None:
        return call.came or None

    def get_counted(self, call: HelperCall) -> bool:
        return call.came is not None


class PulseShown(Shown):
    charts = PulseChart(many=True)
    missing = serializers.SerializerMethodField(
        help_text="Where helpers are missing: a third or more had no yes when four weeks were over."
    )
    calls = HelperCallShown(many=True, help_text="Of the last half year, the newest first.")

    @extend_schema_field(MissingShown(many=True))
    def get_missing(self, told: Any) -> Any:
        return MissingShown(told["missing"], many=True, context={"resting": told["resting"]}).data


class HelperCallGiven(Given):
    topic = serializers.SlugField(max_length=60, help_text="One of those where helpers are `missing`.")


class Pulse(Desk):
    @looking(gives=PulseShown, example=(None, PULSE))
    def get(self, request: MemberRequest, community: str) -> Response:
        """How the community is doing, in figures about many. The running week is never told."""
        place = self.remit.community
        supplies = calls.supplies(place, now=self.now)
        called = list(calls.lately(place, now=self.now))
        told = {
            "charts": charts.for_moderators(reading.told_of(place, now=self.now), supplies),
            "missing": [one for one in supplies if one.missing],
            "resting": calls.resting(called, now=self.now),
            "calls": called,
        }
        return Response(PulseShown(told).data)


class PulseTable(Desk):
    renderer_classes = files.renderers(CSV)

    @looking(gives=OpenApiTypes.STR, media=CSV)
    def get(self, request: MemberRequest, community: str, chart: str) -> Response:
        """The table of one chart as a file: the same figures, and no others."""
        place = self.remit.community
        told = reading.told_of(place, now=self.now)
        drawn = charts.for_moderators(told, calls.supplies(place, now=self.now))
        found = next((one for one in drawn if one.key == chart), None)
        if found is None:
            raise Problem("not_found")
        return files.file(found.file, f"{CSV}; charset=utf-8", f"pulse-{found.key}.csv")


class PulseCalls(Desk):
    @deciding(
        takes=HelperCallGiven,
        gives=HelperCallShown,
        status=201,
        example=({"topic": "losing-somebody"}, CALL),
    )
    def post(self, request: MemberRequest, community: str) -> Response:
        """Call for helpers, quietly: it names no request and nobody.

        Only members who chose to hear it are told, at most once a month each.
        """
        slug = self.taken(HelperCallGiven, request.data)["topic"]
        topic = Topic.objects.get(slug=slug, parent=None)
        sent = calls.send(community=self.remit.community, topic=topic, by=request.user, now=self.now)
        return Response(HelperCallShown(sent).data, status=201, headers={"Location": self.where("pulse")})
