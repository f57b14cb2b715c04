"""Patterns that were noticed in what happened: they accuse nobody and have changed nothing."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from matching.locking import hold_around
from support.api.moderation.desk import (
    PERSON,
    ActionShown,
    Asked,
    DecisionGiven,
    DecisionMade,
    Desk,
    DeskPersonShown,
    deciding,
    looking,
    made,
    may,
    person,
)
from support.api.paging import page
from support.api.shapes import Moment, Shown
from support.api.view import MemberRequest
from support.models import Message, Pattern, PatternKind
from support.moderation import helper_actions as actions
from support.patterns import reading
from support.privacy import looks

AT = "2026-11-23T12:00:00Z"
IN_LIST: dict[str, Any] = {
    "id": "a3d7e9c1-4b5f-4a6d-8e2c-7f9b1d3e5a42",
    "kind": "elsewhere",
    "title": "Soon asks people to talk elsewhere",
    "about": PERSON,
    "people": 3,
    "times": 4,
    "found_at": AT,
    "latest_at": AT,
    "set_aside_at": None,
}
PATTERN = IN_LIST | {
    "sentence": "Asked 3 people to talk elsewhere, within their first messages.",
    "advice": "Many ask this because it is easier for them.",
    "about_words": True,
    "decisions": [may("pattern_set_aside", "Set this aside")],
}
SAID = {
    "id": "4be6c8ae-2b4b-4f3a-8b52-0a4d1d2b7c90",
    "sent_at": AT,
    "is": "said",
    "words": "Write to me there.",
}


class PatternsAsked(Asked):
    set_aside = serializers.BooleanField(
        required=False, default=False, help_text="Those that are over, in place of those that wait."
    )
    kind = serializers.ChoiceField(PatternKind.choices, required=False)


class DeskPatternInList(Shown):
    id = serializers.UUIDField(source="uid")
    kind = serializers.ChoiceField(PatternKind.choices)
    title = serializers.CharField(source="get_kind_display")
    about = serializers.SerializerMethodField()
    people = serializers.IntegerField(help_text="How many different people it happened to.")
    times = serializers.SerializerMethodField(help_text="How often.")
    found_at = Moment()
    latest_at = Moment(help_text="When it happened last.")
    set_aside_at = Moment(allow_null=True)

    @extend_schema_field(DeskPersonShown)
    def get_about(self, pattern: Pattern) -> Any:
        return DeskPersonShown(person(self.context["people"], pattern.member_id)).data

    def get_times(self, pattern: Pattern) -> int:
        return len(pattern.things)


class DeskPatternShown(DeskPatternInList):
    sentence = serializers.SerializerMethodField()
    advice = serializers.SerializerMethodField(help_text="What else it may be.")
    about_words = serializers.SerializerMethodField(help_text="Whether there are `messages/` to read.")
    decisions = serializers.SerializerMethodField()

    def get_sentence(self, pattern: Pattern) -> str:
        return reading.noticed(pattern).sentence(pattern.people)

    def get_advice(self, pattern: Pattern) -> str:
        return str(reading.noticed(pattern).advice)

    def get_about_words(self, pattern: Pattern) -> bool:
        return pattern.kind in reading.ABOUT_WORDS

    @extend_schema_field(ActionShown(many=True))
    def get_decisions(self, pattern: Pattern) -> Any:
        return ActionShown(actions.of_pattern(pattern), many=True).data


class FlaggedShown(Shown):
    id = serializers.UUIDField(source="uid")
    sent_at = Moment()
    words = serializers.CharField(allow_blank=True)

    def get_fields(self) -> dict[str, Any]:
        becomes = serializers.SerializerMethodField(
            method_name="what_it_is", help_text="`said`, `hidden` by a moderator, or `taken_back`."
        )
        return super().get_fields() | {"is": becomes}

    def what_it_is(self, message: Message) -> str:
        return "hidden" if message.hidden_at else "taken_back" if message.taken_back_at else "said"


class FlaggedPage(Shown):
    items = FlaggedShown(many=True)


class DeskPatterns(Desk):
    @looking(
        gives=DeskPatternInList,
        many=True,
        asks=PatternsAsked,
        example=(None, {"items": [IN_LIST], "next": None}),
    )
    def get(self, request: MemberRequest, community: str) -> Response:
        """What was noticed and waits for somebody to look; the newest first."""
        asked = self.taken(PatternsAsked, request.query_params)
        rows = self.remit.patterns().filter(set_aside_at__isnull=not asked["set_aside"])
        return page(request, rows.filter(kind=asked["kind"]) if "kind" in asked else rows, self._listed)

    def _listed(self, rows: list[Pattern], **options: Any) -> Any:
        people = self.people(pattern.member_id for pattern in rows)
        return DeskPatternInList(rows, many=True, context={"people": people})


class OneDeskPattern(Desk):
    @looking(gives=DeskPatternShown, example=(None, PATTERN))
    def get(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """One pattern: what happened, how often, and what else it may be. None of the words."""
        found = _pattern(self, uid)
        return Response(DeskPatternShown(found, context={"people": self.people([found.member_id])}).data)


class DeskPatternMessages(Desk):
    @looking(gives=FlaggedPage, example=(None, {"items": [SAID]}))
    def get(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """The messages that were noticed, and nothing around them.

        The look is written down, and told to their writer later.
        """
        said = reading.said(self.remit, _pattern(self, uid))
        self.look(looks.at_flagged, said)
        return Response(FlaggedPage({"items": said}).data)


class DeskPatternDecisions(Desk):
    of = OneDeskPattern

    def hold(self, request: Request) -> None:
        hold_around(_pattern(self, self.kwargs["uid"]).member)

    @deciding(
        takes=DecisionGiven,
        gives=DecisionMade,
        example=(
            {"kind": "pattern_set_aside", "words": "We have talked; they did not know."},
            made("pattern_set_aside", "Set aside. From here on only what is new counts."),
        ),
    )
    def post(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """Set a pattern aside, with a word for other moderators. To act, decide something in `measures/` first."""
        found = _pattern(self, uid)
        return self.decide(request, actions.of_pattern(found), pattern=found)


def _pattern(desk: Desk, uid: UUID) -> Pattern:
    return desk.remit.patterns().select_related("community", "member").get(uid=uid)
