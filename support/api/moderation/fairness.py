"""Whether everybody is served alike: counts of many, rounded, up to the last Monday."""

from datetime import timedelta
from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from matching.engine.pairing import PATIENCE
from support import fairness
from support.api.moderation.desk import Desk, looking
from support.api.shapes import Asked, Moment, Shown
from support.api.view import MemberRequest

FARED = {
    "key": "en",
    "name": "English",
    "needs": 40,
    "asked": 85,
    "connected": 60,
    "half_asked_minutes": 180,
    "half_connected_minutes": 1560,
    "inside": False,
}
FAIRNESS: dict[str, Any] = {
    "days": 30,
    "until": "2026-11-23T00:00:00Z",
    "everybody": FARED | {"key": "", "name": ""},
    "passed_over": 1,
    "patience": PATIENCE,
    "by_language": [FARED],
    "by_zone": [FARED | {"key": "UTC+0", "name": "UTC+0"}],
    "by_topic": [FARED | {"key": "losing-somebody", "name": "Losing somebody", "inside": True}],
    "helpers": {"count": 25, "new": 5, "unevenness": 0.4, "new_asked": 80},
    "whole": True,
}


class FairnessAsked(Asked):
    days = serializers.ChoiceField(fairness.SPANS, required=False, default=fairness.SPANS[0])


class Minutes(serializers.IntegerField):
    """A span of time in whole minutes; long ones are told in hours, days or weeks."""

    def to_representation(self, value: timedelta) -> int:  # type: ignore[override]
        return value // timedelta(minutes=1)


class FaredShown(Shown):
    key = serializers.CharField(
        help_text="A language, a zone by its clock, or a topic's slug; `others` are all that may not be told apart."
    )
    name = serializers.CharField()
    needs = serializers.IntegerField(help_text="So many requests at least.")
    asked = serializers.IntegerField(
        help_text="For so many of a hundred somebody was asked, in steps of five."
    )
    connected = serializers.IntegerField(help_text="So many of a hundred were connected.")
    half_asked_minutes = Minutes(
        source="half_asked", allow_null=True, help_text="After so long, for half; null: for fewer than half."
    )
    half_connected_minutes = Minutes(source="half_connected", allow_null=True)
    inside = serializers.BooleanField(help_text="A part of the nearest line above that is not.")


class FairHelpersShown(Shown):
    count = serializers.IntegerField(allow_null=True, help_text="People with an open offer.")
    new = serializers.IntegerField(allow_null=True, help_text="Whose first offer was in this time.")
    unevenness = serializers.FloatField(
        allow_null=True, help_text="Gini figure of the asking: 0 is all alike."
    )
    new_asked = serializers.IntegerField(
        allow_null=True, help_text="So many of a hundred new ones were asked."
    )


class FairnessShown(Shown):
    """Counts are rounded down to fives, shares to five per cent; null is too few to tell."""

    days = serializers.IntegerField()
    until = Moment(help_text="The last Monday: it changes once a week.")
    everybody = FaredShown(allow_null=True, help_text="Null: fewer than five asked, and nothing is told.")
    passed_over = serializers.IntegerField(
        help_text="In so many rounds somebody who came later was preferred to the same request, at most."
    )
    patience = serializers.IntegerField(help_text="After so many a request comes before all others.")
    by_language = FaredShown(many=True)
    by_zone = FaredShown(many=True)
    by_topic = FaredShown(many=True)
    helpers = FairHelpersShown()
    whole = serializers.BooleanField(help_text="False: there were more requests; these are the newest.")


class Fairness(Desk):
    @looking(asks=FairnessAsked, gives=FairnessShown, example=(None, FAIRNESS))
    def get(self, request: MemberRequest, community: str) -> Response:
        """Whether everybody is served alike.

        Where fewer than five people stand behind a line, they are told together with others.
        """
        days = self.taken(FairnessAsked, request.query_params)["days"]
        told = fairness.told_of(self.remit.community, days=days, now=self.now)
        return Response(FairnessShown(told).data)
