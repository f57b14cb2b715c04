"""Two people who may fit: what I may see of it, my yes or no."""

from functools import cache, partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from accounts import prepared
from matching import glances, matches, seen
from matching.models import Answer, Format, Kind, Match, Urgency
from matching.seen import Card, Stage
from support import mine
from support.api.hours import WindowGiven
from support.api.operation import operation
from support.api.paging import page
from support.api.ready import Ready
from support.api.shapes import Asked, Given, Line, Moment, Nothing, Shown
from support.api.view import MemberRequest, View
from support.scopes import Scope

LISTED = (Stage.TO_ANSWER, Stage.WAITING, Stage.CONNECTED, Stage.OVER)
MOST = 2**31 - 1
SEEN = {"need": 1, "offer": 1}
MATCH: dict[str, Any] = {
    "id": "7d5ad1f4-6f0e-4c39-9d0c-3c8c4b0a3d11",
    "community": "riverside",
    "my_side": "helper",
    "stage": "to_answer",
    "other_name": None,
    "headline": "Somebody who knows the first year",
    "words": None,
    "experience": "I lost my mother ten years ago.",
    "topics": ["losing-somebody"],
    "kind": "listening",
    "formats": ["call", "chat"],
    "languages": ["en"],
    "urgency": "this_week",
    "reasons": ["You are both free on Monday evening"],
    "my_hours": [{"weekday": 0, "start": "18:00", "end": "21:00"}],
    "shared_hours": [{"weekday": 0, "start": "18:00", "end": "21:00"}],
    "time_zone": "Europe/Lisbon",
    "ahead_minutes": None,
    "deadline": "2026-11-24T12:00:00Z",
    "seen": SEEN,
    "i_want_again": False,
    "connected_at": None,
    "ended_at": None,
    "through_desk": False,
}
IN_LIST_NAMES = ("id", "community", "my_side", "stage", "other_name", "headline", "topics", "deadline")
IN_LIST = {name: MATCH[name] for name in (*IN_LIST_NAMES, "connected_at", "ended_at")}
SIDES = ["seeker", "helper"]
STAGES = [(stage.value, stage.name) for stage in Stage]


class VersionsGiven(Given):
    need = serializers.IntegerField(min_value=1, max_value=MOST)
    offer = serializers.IntegerField(min_value=1, max_value=MOST)


class MatchInList(Line):
    id = serializers.UUIDField(source="uid")
    community = serializers.SlugField()
    my_side = serializers.ChoiceField(SIDES)
    stage = serializers.ChoiceField(STAGES)
    other_name = serializers.CharField(allow_null=True, help_text="Null until it is theirs to know.")
    headline = serializers.CharField(help_text="Empty where it is not theirs to read (any more).")
    topics = serializers.ListField(child=serializers.SlugField())
    deadline = Moment(allow_null=True)
    connected_at = Moment(allow_null=True)
    ended_at = Moment(allow_null=True)


class MatchShown(Shown):
    """What this side may see now: before both have said yes, a helper sees neither name nor words."""

    id = serializers.UUIDField(source="uid")
    community = serializers.SlugField(source="community_slug")
    my_side = serializers.ChoiceField(SIDES)
    stage = serializers.ChoiceField(
        STAGES, help_text="`settled`: it did not come to a meeting; nobody is told why."
    )
    other_name = serializers.CharField(allow_null=True)
    headline = serializers.CharField()
    words = serializers.CharField(allow_null=True)
    experience = serializers.CharField(allow_null=True, help_text="The helper's own words.")
    topics = serializers.SerializerMethodField()
    kind = serializers.SerializerMethodField()
    formats = serializers.ListField(
        child=serializers.ChoiceField(Format.choices), help_text="That suit both."
    )
    languages = serializers.SerializerMethodField(help_text="That both speak.")
    urgency = serializers.SerializerMethodField()
    reasons = serializers.ListField(
        child=serializers.CharField(), help_text="Why these two: for people, in the language of the answer."
    )
    my_hours = serializers.SerializerMethodField()
    shared_hours = serializers.SerializerMethodField(help_text="Of the coming two weeks, as a week.")
    time_zone = serializers.CharField(
        source="zone", help_text="The clock by which the hours are told: one's own."
    )
    ahead_minutes = serializers.IntegerField(allow_null=True, help_text="How far the other's clock is ahead.")
    deadline = Moment(allow_null=True)
    seen = serializers.SerializerMethodField(
        help_text="To be sent back with a yes; null where none is asked for."
    )
    i_want_again = serializers.BooleanField()
    connected_at = Moment(allow_null=True)
    ended_at = Moment(allow_null=True)
    through_desk = serializers.BooleanField(
        help_text="The other has no device: an intake desk passes things on, and reads them."
    )

    def get_topics(self, card: Card) -> list[str]:
        return card.codes.topics if card.codes else []

    @extend_schema_field(serializers.ChoiceField(Kind.choices, allow_blank=True))
    def get_kind(self, card: Card) -> str:
        return card.codes.kind if card.codes else ""

    def get_languages(self, card: Card) -> list[str]:
        return card.codes.languages if card.codes else []

    @extend_schema_field(serializers.ChoiceField(Urgency.choices, allow_blank=True))
    def get_urgency(self, card: Card) -> str:
        return card.codes.urgency if card.codes else ""

    @extend_schema_field(WindowGiven(many=True))
    def get_my_hours(self, card: Card) -> Any:
        return _windows(card.my_hours)

    @extend_schema_field(WindowGiven(many=True))
    def get_shared_hours(self, card: Card) -> Any:
        return _windows(card.shared_hours)

    @extend_schema_field(VersionsGiven(allow_null=True))
    def get_seen(self, card: Card) -> dict[str, int] | None:
        need, offer = card.seen
        return {"need": need, "offer": offer} if card.stage == Stage.TO_ANSWER else None


class MatchesAsked(Asked):
    stage = serializers.ChoiceField([(stage.value, stage.name) for stage in LISTED], required=False)


class Matches(View):
    @operation(
        Scope.MATCHING_READ,
        asks=MatchesAsked,
        gives=MatchInList,
        many=True,
        example=(None, {"items": [IN_LIST], "next": None}),
    )
    def get(self, request: MemberRequest) -> Response:
        """My matches, the newest first: to answer, waiting for the other, connected, over.

        What did not come to a meeting is not listed.
        """
        me, now = request.user, self.now
        mine = _listed(**MatchesAsked.read(request.query_params)).of(member=me.pk, now=now)
        return page(request, mine, MatchInList, into=partial(glances.glances, member=me, now=now))


@cache
def _listed(stage: str = "") -> Ready[Match]:
    return Ready(lambda: glances.matches_of(prepared.Given("member"), now=prepared.Given("now"), stage=stage))


class OneMatch(View):
    @operation(Scope.MATCHING_READ, gives=MatchShown, example=(None, MATCH))
    def get(self, request: MemberRequest, uid: UUID) -> Response:
        """What I may see of a match now.

        To somebody who asked, it is not there before the other has said yes.
        """
        return _card(request, uid, self.now)


class AnswerGiven(Given):
    answer = serializers.ChoiceField(Answer.choices)
    seen = VersionsGiven(required=False, help_text="As they stood in the match; needed for a yes.")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["answer"] == Answer.YES and "seen" not in given:
            missing = serializers.ErrorDetail(_("A yes says what it was said to."), "required")
            raise serializers.ValidationError({"seen": [missing]})
        return given


class MatchAnswered(Shown):
    """Where it stands now. Words of the other are read in the match itself."""

    id = serializers.UUIDField(source="uid")
    stage = serializers.ChoiceField(STAGES)


class MatchAnswer(View):
    of = OneMatch

    @operation(
        Scope.MATCHING_WRITE,
        takes=AnswerGiven,
        gives=MatchAnswered,
        example=({"answer": "yes", "seen": SEEN}, {"id": MATCH["id"], "stage": "connected"}),
    )
    def post(self, request: MemberRequest, uid: UUID) -> Response:
        """Say yes or no. A no needs no reason, and is told to nobody.

        A yes says which versions of need and offer it was said to (`seen`): where one was changed since, or the
        proposal is over, it is refused (409), and nothing has happened.
        """
        match, given = mine.match(request.user, uid), AnswerGiven(data=request.data)
        given.is_valid(raise_exception=True)
        versions = given.validated_data.get("seen", {"need": 0, "offer": 0})
        answered = matches.answer(
            match=match,
            member=request.user,
            answer=given.validated_data["answer"],
            seen=(versions["need"], versions["offer"]),
            now=self.now,
        )
        stage = seen.stage_of(answered, request.user, self.now)
        return Response(MatchAnswered({"uid": uid, "stage": stage}).data)


class MatchMayKnow(View):
    of = OneMatch

    @operation(Scope.MATCHING_WRITE, takes=Nothing, status=204, example=({}, None))
    def post(self, request: MemberRequest, uid: UUID) -> Response:
        """I may know this person: the two are never put to each other again. No reason is asked, nobody is told."""
        matches.may_know(match=mine.match(request.user, uid), member=request.user, now=self.now)
        return Response(status=204)


def _card(request: MemberRequest, uid: UUID, now: Any) -> Response:
    card = seen.card(mine.match(request.user, uid), request.user, now=now)
    return Response(MatchShown(card).data)


def _windows(minutes: list[seen.Minutes]) -> Any:
    return WindowGiven(
        [{"weekday": weekday, "start": start, "end": end} for weekday, start, end in minutes], many=True
    ).data
