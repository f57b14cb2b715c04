"""Asking for people who have no device: an intake desk takes them in, and then does in their name what they wish.

With a key that has the scope `proxy`, and the id of one of these people in the header `On-Behalf-Of`, every operation
of a member sees and does what is theirs.
"""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts import intake as desks
from accounts.models import ConsentHow, Notification, SpokenFor
from accounts.notifications.kinds import KINDS
from support import intake, mine
from support.api.operation import operation
from support.api.paging import page
from support.api.shapes import Given, Moment, Nothing, Shown
from support.api.view import MemberRequest, View
from support.scopes import Scope

REACH = {"reach": "Rings on Tuesdays at ten, +64 4 000 0000"}
GIVEN: dict[str, Any] = REACH | {
    "display_name": "Rose",
    "languages": ["en"],
    "time_zone": "Pacific/Auckland",
    "consent": True,
    "consent_how": "by_phone",
    "adult": True,
}
PERSON: dict[str, Any] = REACH | {
    "id": "7d5ad1f4-6f0e-4c39-9d0c-3c8c4b0a3d11",
    "community": "riverside",
    "display_name": "Rose",
    "consent_how": "by_phone",
    "consent_at": "2026-11-23T12:00:00Z",
    "news": [{"kind": "match_connected", "title": "You are connected", "at": "2026-11-24T09:00:00Z"}],
}


class SpokenForGiven(Given):
    display_name = serializers.CharField(max_length=40, help_text="The name that others see.")
    languages = serializers.ListField(child=serializers.CharField(max_length=16), min_length=1)
    time_zone = serializers.CharField(max_length=64)
    reach = serializers.CharField(
        max_length=desks.REACH, help_text="How you reach them. Nobody else reads it."
    )
    consent = serializers.BooleanField(help_text="They themselves agreed that you ask for them here.")
    consent_how = serializers.ChoiceField(ConsentHow.choices)
    adult = serializers.BooleanField(help_text="They themselves said that they are 18 or older.")


class ReachGiven(Given):
    reach = serializers.CharField(max_length=desks.REACH)


class NewsShown(Shown):
    kind = serializers.CharField()
    title = serializers.SerializerMethodField()
    at = Moment(source="created_at")

    def get_title(self, news: Notification) -> str:
        return str(KINDS[news.kind].title)


class SpokenForShown(Shown):
    id = serializers.UUIDField(source="uid")
    community = serializers.SlugField(source="membership.community.slug")
    display_name = serializers.CharField(source="membership.display_name")
    reach = serializers.CharField()
    consent_how = serializers.ChoiceField(ConsentHow.choices)
    consent_at = Moment()
    news = NewsShown(many=True, help_text="What they have not been told yet, the newest first.")


class CommunityIntake(View):
    @operation(
        Scope.PROXY,
        takes=SpokenForGiven,
        gives=SpokenForShown,
        status=201,
        example=(GIVEN, PERSON | {"news": []}),
    )
    def post(self, request: MemberRequest, community: str) -> Response:
        """Take somebody in who has no device.

        With their consent, and a way to reach them. After that, send `On-Behalf-Of` with their id: give their hours
        (`me/hours/`), ask (`communities/…/needs/`), answer and talk for them. Whoever is put together with them is told
        that a desk passes things on.
        """
        given = SpokenForGiven(data=request.data)
        given.is_valid(raise_exception=True)
        desk = mine.membership(request.user, community)
        spoken = intake.take_in(desk=desk, now=self.now, **given.validated_data)
        where = reverse("api:spoken_for", args=[spoken.uid], request=request)
        return Response(_shown(spoken), status=201, headers={"Location": where})


class PeopleSpokenFor(View):
    @operation(
        Scope.PROXY, gives=SpokenForShown, many=True, example=(None, {"items": [PERSON], "next": None})
    )
    def get(self, request: MemberRequest) -> Response:
        """The people for whom I speak, and what there is to tell them."""
        people = list(desks.people(request.user))
        news = intake.news_of(people)
        for spoken in people:
            spoken.news = news[spoken.pk]  # type: ignore[attr-defined]
        return page(request, people, SpokenForShown)


class OnePersonSpokenFor(View):
    @operation(Scope.PROXY, gives=SpokenForShown, example=(None, PERSON))
    def get(self, request: MemberRequest, uid: UUID) -> Response:
        """Somebody for whom I speak."""
        return Response(_shown(desks.person(request.user, uid)))

    @operation(Scope.PROXY, takes=ReachGiven, gives=SpokenForShown, example=(REACH, PERSON))
    def patch(self, request: MemberRequest, uid: UUID) -> Response:
        """Another way to reach them."""
        given = ReachGiven(data=request.data)
        given.is_valid(raise_exception=True)
        desks.change_reach(spoken=desks.person(request.user, uid), **given.validated_data)
        return Response(_shown(desks.person(request.user, uid)))

    @operation(Scope.PROXY, status=204)
    def delete(self, request: MemberRequest, uid: UUID) -> Response:
        """They no longer wish it.

        What is live ends at once; to others it looks like any other ending. All that is kept of them is erased.
        """
        intake.let_go(desk=request.user, uid=uid, now=self.now)
        return Response(status=204)


class NewsPassedOn(View):
    of = OnePersonSpokenFor

    @operation(
        Scope.PROXY, takes=Nothing, gives=SpokenForShown, keeps=False, example=({}, PERSON | {"news": []})
    )
    def post(self, request: MemberRequest, uid: UUID) -> Response:
        """I have told them all that is new."""
        intake.told(spoken=desks.person(request.user, uid), now=self.now)
        return Response(_shown(desks.person(request.user, uid)))


def _shown(spoken: SpokenFor) -> Any:
    spoken.news = list(intake.news(spoken))  # type: ignore[attr-defined]
    return SpokenForShown(spoken).data
