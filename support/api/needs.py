"""What I need: asking, how it is doing, changing it, taking it back, asking again."""

from functools import cache
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.models import AgeBand
from matching import needs, seen, topics
from matching.models import Format, Kind, Need, NeedState, Urgency
from support import backwards, feelings, help_now, mine
from support.api.crisis import HelpNowShown
from support.api.operation import operation
from support.api.paging import page
from support.api.ready import Ready, equal, where
from support.api.shapes import Asked, Given, Line, Moment, Nothing, Place, Shown, Topics
from support.api.undo import with_key
from support.api.view import MemberRequest, View
from support.moderation.needs import words_with
from support.scopes import Scope

NEED_GIVEN: dict[str, Any] = {
    "headline": "Somebody who knows the first year",
    "words": "My father died in March and everyone has moved on but me.",
    "topics": ["losing-somebody"],
    "kind": "listening",
    "formats": ["chat", "call"],
    "languages": ["en"],
    "urgency": "this_week",
}
NEED: dict[str, Any] = NEED_GIVEN | {
    "id": "7d5ad1f4-6f0e-4c39-9d0c-3c8c4b0a3d11",
    "community": "riverside",
    "needed_by": None,
    "area": None,
    "wish_same_gender": False,
    "wish_age_bands": [],
    "wish_shared_experience": False,
    "connect_me": False,
    "stage": "looking",
    "somebody_was_asked": False,
    "may_renew": False,
    "waiting_since": "2026-11-23T12:00:00Z",
    "expires_at": "2026-12-21T12:00:00Z",
    "ideas": [],
    "match": None,
    "given_back_with": "",
    "asks_how_they_feel": True,
    "help_now": None,
}
IN_LIST = {name: NEED[name] for name in ("id", "community", "headline", "topics", "stage")} | {
    "created_at": "2026-11-23T12:00:00Z"
}


LISTED = ("uid", "headline", "state", "closed_because", "created_at", "community__slug")


class NeedGiven(Given):
    headline = serializers.CharField(
        max_length=needs.HEADLINE, help_text="Those who are asked see it, without a name."
    )
    words = serializers.CharField(
        max_length=needs.WORDS, help_text="Only the person whom they are connected with reads them."
    )
    topics = Topics(max_length=needs.MOST_TOPICS, min_length=1)
    kind = serializers.ChoiceField(Kind.choices)
    formats = serializers.ListField(
        child=serializers.ChoiceField(Format.choices), min_length=1, max_length=20
    )
    languages = serializers.ListField(child=serializers.CharField(max_length=16), min_length=1, max_length=50)
    urgency = serializers.ChoiceField(Urgency.choices, required=False, default=Urgency.THIS_WEEK)
    needed_by = serializers.DateField(required=False, allow_null=True, default=None)
    area = Place(required=False, allow_null=True, default=None)
    wish_same_gender = serializers.BooleanField(required=False, default=False)
    wish_age_bands = serializers.ListField(
        child=serializers.ChoiceField(AgeBand.choices), required=False, default=list, max_length=20
    )
    wish_shared_experience = serializers.BooleanField(required=False, default=False)
    connect_me = serializers.BooleanField(
        required=False,
        default=False,
        help_text="Their yes, said beforehand: whoever fits and says yes is connected.",
    )


class IdeaShown(Shown):
    words = serializers.CharField()
    several = serializers.BooleanField(help_text="Five people or more could fit then.")


class NeedShown(NeedGiven):
    """A need as its writer may know it: nothing here tells whether somebody is being asked right now, or said no."""

    id = serializers.UUIDField(source="uid")
    community = serializers.SlugField(source="community.slug")
    stage = serializers.ChoiceField([(stage.value, stage.name) for stage in seen.NeedStage])
    somebody_was_asked = serializers.BooleanField(source="status.asked")
    may_renew = serializers.BooleanField()
    waiting_since = Moment(source="status.waiting_since", allow_null=True)
    expires_at = Moment(source="status.expires_at", allow_null=True)
    ideas = IdeaShown(source="status.widen", many=True, help_text="What could widen a long search.")
    match = serializers.UUIDField(
        source="status.match", allow_null=True, help_text="Once there is one to answer or talk in."
    )
    given_back_with = serializers.CharField(
        allow_blank=True,
        help_text="What a moderator wrote as they gave it back: change it (PUT), and it is read again.",
    )
    asks_how_they_feel = serializers.BooleanField(
        help_text="Whether it may be asked, gently and once, how they feel (`feeling/`)."
    )
    help_now = HelpNowShown(
        allow_null=True,
        help_text="Where the words speak of danger: to be shown at once, before anything else.",
    )


class NeedInList(Line):
    id = serializers.UUIDField(source="uid")
    community = serializers.SlugField(source="community.slug")
    headline = serializers.CharField()
    topics = Topics(source="slugs")
    stage = serializers.SerializerMethodField()
    created_at = Moment()

    def get_stage(self, need: Need) -> str:
        return seen.need_stage(need)


class NeedsAsked(Asked):
    stage = serializers.ChoiceField([(stage.value, stage.name) for stage in seen.NeedStage], required=False)
    community = serializers.SlugField(max_length=40, required=False)


class Needs(View):
    @operation(
        Scope.MATCHING_READ,
        asks=NeedsAsked,
        gives=NeedInList,
        many=True,
        example=(None, {"items": [IN_LIST], "next": None}),
    )
    def get(self, request: MemberRequest) -> Response:
        """My requests, the newest first."""
        asked = NeedsAsked.read(request.query_params)
        given = where(asked, community="community__slug")
        mine = _listed(asked.get("stage", ""), *given)
        return page(request, mine.of(member=request.user.pk, **given), NeedInList)


@cache
def _listed(stage: str, *places: str) -> Ready[Need]:
    """Somebody's requests, at a stage or at any, with so much of each as stands in a list."""

    def build() -> Any:
        theirs = Need.objects.filter(**equal("member", *places))
        rows = theirs.filter(seen.needs_in(stage)) if stage else theirs
        return rows.select_related("community").only(*LISTED).annotate(slugs=topics.slugs_of("needs"))

    return Ready(build)


class CommunityNeeds(View):
    @operation(Scope.MATCHING_WRITE, takes=NeedGiven, gives=NeedShown, status=201, example=(NEED_GIVEN, NEED))
    def post(self, request: MemberRequest, community: str) -> Response:
        """Ask for help.

        The search begins at once, or a moderator reads it first where the community wants that (`stage`). Where the
        words speak of danger, nothing is held back, and `help_now` says who answers at once.
        """
        place = mine.membership(request.user, community).community
        given = NeedGiven(data=request.data, context={"community": place})
        given.is_valid(raise_exception=True)
        need = needs.post(member=request.user, community=place, now=self.now, **given.validated_data)
        return self._made(request, need)

    def _made(self, request: MemberRequest, need: Need) -> Response:
        where = reverse("api:need", args=[need.uid], request=request)
        return Response(shown(need, self.now), status=201, headers={"Location": where})


class OneNeed(View):
    @operation(Scope.MATCHING_READ, gives=NeedShown, example=(None, NEED))
    def get(self, request: MemberRequest, uid: UUID) -> Response:
        """How a request of mine is doing.

        Whether somebody is being asked at this moment, or has said no, is not told.
        """
        return Response(shown(mine.need(request.user, uid), self.now))

    @operation(Scope.MATCHING_WRITE, takes=NeedGiven, gives=NeedShown, example=(NEED_GIVEN, NEED))
    def put(self, request: MemberRequest, uid: UUID) -> Response:
        """Change a request that is not connected yet."""
        need = mine.need(request.user, uid)
        given = NeedGiven(data=request.data, context={"community": need.community})
        given.is_valid(raise_exception=True)
        needs.edit(need=need, now=self.now, **given.validated_data)
        return Response(shown(mine.need(request.user, uid), self.now))

    @operation(
        Scope.MATCHING_WRITE, gives=NeedShown, undoes=True, example=(None, NEED | {"stage": "withdrawn"})
    )
    def delete(self, request: MemberRequest, uid: UUID) -> Response:
        """Take a request back. Nobody is asked about it any more."""
        need = mine.need(request.user, uid)
        before = backwards.facts_of_need(need)
        needs.withdraw(need=need, now=self.now)
        told = Response(shown(mine.need(request.user, uid), self.now))
        return with_key(told, request, what="withdrawal", now=self.now, **before)


class NeedRenewal(View):
    of = OneNeed

    @operation(Scope.MATCHING_WRITE, takes=Nothing, gives=NeedShown, example=({}, NEED))
    def post(self, request: MemberRequest, uid: UUID) -> Response:
        """Go on looking, for a request whose time is nearly over."""
        needs.renew(need=mine.need(request.user, uid), now=self.now)
        return Response(shown(mine.need(request.user, uid), self.now))


class NeedReopening(View):
    of = OneNeed

    @operation(Scope.MATCHING_WRITE, takes=Nothing, gives=NeedShown, status=201, example=({}, NEED))
    def post(self, request: MemberRequest, uid: UUID) -> Response:
        """Ask again, after it was taken back, its time was over, or it did not help. Makes a new request."""
        again = needs.reopen(need=mine.need(request.user, uid), now=self.now)
        where = reverse("api:need", args=[again.uid], request=request)
        return Response(
            shown(mine.need(request.user, again.uid), self.now), status=201, headers={"Location": where}
        )


class FeelingGiven(Given):
    feeling = serializers.IntegerField(
        min_value=1,
        max_value=5,
        allow_null=True,
        help_text="From 1, very heavy, to 5, quite light; null: rather not say.",
    )


class NeedFeeling(View):
    of = OneNeed

    @operation(Scope.MATCHING_WRITE, takes=FeelingGiven, status=204, example=({"feeling": 2}, None))
    def post(self, request: MemberRequest, uid: UUID) -> Response:
        """How somebody feels as they ask: theirs alone. The first answer counts."""
        need, given = mine.need(request.user, uid), FeelingGiven(data=request.data)
        given.is_valid(raise_exception=True)
        feelings.answer(need=need, value=given.validated_data["feeling"], now=self.now)
        return Response(status=204)

    @operation(Scope.MATCHING_WRITE, status=204)
    def delete(self, request: MemberRequest, uid: UUID) -> Response:
        """It was never said, and may be asked again."""
        feelings.take_back(need=mine.need(request.user, uid))
        return Response(status=204)


def shown(need: Need, now: Any) -> Any:
    """A need of somebody's own, told to themselves."""
    need.status = seen.need_status(need, now=now)  # type: ignore[attr-defined]
    need.stage = need.status.stage  # type: ignore[attr-defined]
    need.may_renew = needs.may_renew(need, now=now)  # type: ignore[attr-defined]
    need.given_back_with = words_with(need) if need.state == NeedState.DRAFT else ""  # type: ignore[attr-defined]
    need.asks_how_they_feel = feelings.may_ask(need)  # type: ignore[attr-defined]
    need.help_now = help_now.panel(  # type: ignore[attr-defined]
        member=need.member, place=need.community, rows=[need], now=now
    )
    return NeedShown(need).data
