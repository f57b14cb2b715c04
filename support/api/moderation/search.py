"""How the search goes: how long people have been looking, and whether the machinery runs."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from matching.models import MatchState
from support import search
from support.api.moderation.desk import Desk, looking
from support.api.shapes import Moment, Shown
from support.api.view import MemberRequest
from support.search import Held, Overview

SEARCH: dict[str, Any] = {
    "ages": {"today": 4, "days": 2, "week": 1, "older": 0},
    "longest": [
        {
            "need": "7d5ad1f4-6f0e-4c39-9d0c-3c8c4b0a3d11",
            "headline": "Somebody who knows the first year",
            "name": "Maya",
            "waiting_since": "2026-11-14T12:00:00Z",
            "why": "Nobody is free at these hours.",
        }
    ],
    "matches": [{"state": "connected", "name": "Connected", "number": 12}],
    "rounds": [
        {
            "started_at": "2026-11-23T12:00:00Z",
            "seconds": 0.4,
            "waiting": 7,
            "asked": 5,
            "of_the_best_percent": 100,
        }
    ],
    "undelivered": [{"failure": "", "number": 2}],
    "undelivered_days": search.LATELY.days,
}


class AgesShown(Shown):
    today = serializers.IntegerField(help_text="So many have been looking for less than a day.")
    days = serializers.IntegerField(help_text="For one to three days.")
    week = serializers.IntegerField(help_text="For three to seven days.")
    older = serializers.IntegerField()


class LongestShown(Shown):
    need = serializers.UUIDField(source="need.uid", help_text="See `needs/`.")
    headline = serializers.CharField(allow_blank=True)
    name = serializers.CharField(allow_blank=True)
    waiting_since = Moment(source="need.waiting_since")
    why = serializers.CharField(allow_blank=True, help_text="Why nobody was found.")


class MatchesInState(Shown):
    state = serializers.ChoiceField(MatchState.choices)
    name = serializers.CharField()
    number = serializers.IntegerField()


class RoundShown(Shown):
    started_at = Moment(source="round.started_at")
    seconds = serializers.FloatField(allow_null=True, help_text="Null: it has not finished.")
    waiting = serializers.IntegerField(source="round.waiting", help_text="So many were looking.")
    asked = serializers.IntegerField(source="round.matched", help_text="For so many somebody was asked.")
    of_the_best_percent = serializers.SerializerMethodField(
        help_text="How near it came to the best that is proven possible, where that is known."
    )

    def get_of_the_best_percent(self, held: Held) -> int | None:
        return None if held.share is None else round(100 * held.share)


class UndeliveredShown(Shown):
    failure = serializers.CharField(allow_blank=True, help_text="Empty: no reason is known.")
    number = serializers.IntegerField()


class SearchShown(Shown):
    ages = AgesShown(help_text="How long people have been looking.")
    longest = LongestShown(many=True, help_text="Those who have waited longest. The look is written down.")
    matches = serializers.SerializerMethodField()
    rounds = RoundShown(many=True, help_text="The last ones of the search, the newest first.")
    undelivered = serializers.SerializerMethodField(help_text="Letters that could not be delivered lately.")
    undelivered_days = serializers.SerializerMethodField()

    @extend_schema_field(MatchesInState(many=True))
    def get_matches(self, told: Overview) -> Any:
        rows = [
            {"state": state.value, "name": state.label, "number": number}
            for state, number in told.matches.items()
        ]
        return MatchesInState(rows, many=True).data

    @extend_schema_field(UndeliveredShown(many=True))
    def get_undelivered(self, told: Overview) -> Any:
        rows = [{"failure": failure, "number": number} for failure, number in told.given_up]
        return UndeliveredShown(rows, many=True).data

    def get_undelivered_days(self, told: Overview) -> int:
        return search.LATELY.days


class Search(Desk):
    @looking(gives=SearchShown, example=(None, SEARCH))
    def get(self, request: MemberRequest, community: str) -> Response:
        """How the search goes."""
        return Response(SearchShown(search.overview(self.remit, now=self.now)).data)
