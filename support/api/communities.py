"""The places that people belong to: what each says about itself before anybody comes in."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import communities
from accounts.models import Community, Joining, Member
from accounts.said import said
from support import duty
from support.api.operation import OPEN, operation
from support.api.paging import SlugPageAsked, page
from support.api.shapes import Given, Moment, Shown
from support.api.view import View
from support.promises import PRIVATE

IN_LIST = {
    "slug": "riverside",
    "name": "Riverside",
    "about": "Neighbours who listen.",
    "run_by": "The library at the river",
    "joining": "open",
    "languages": ["en"],
    "country": "GB",
    "logo": None,
}
COMMUNITY: dict[str, Any] = IN_LIST | {
    "rules": "Be kind.",
    "in_person": True,
    "moderator_hours": "Weekdays, 9 to 17",
    "answers_within_hours": 24,
    "reports_within_hours": 12,
    "looked_by": None,
    "read_first": {"first_needs": False, "first_messages": False, "proposals": False},
    "private": ["You go by a name that you choose."],
    "ended_talks_are_kept_days": 90,
    "ended_talks_are_kept_from": None,
}


class CommunityInList(Shown):
    slug = serializers.SlugField(help_text="Its name for programs: stays the same.")
    name = serializers.CharField()
    about = serializers.SerializerMethodField(
        help_text="In the language of the answer, where it stands there."
    )
    run_by = serializers.CharField()
    joining = serializers.ChoiceField(Joining.choices)
    languages = serializers.ListField(child=serializers.CharField())
    country = serializers.CharField()
    logo = serializers.SerializerMethodField()

    def get_about(self, place: Community) -> str:
        return said(place, "about")

    def get_logo(self, place: Community) -> str | None:
        return reverse("community_logo", args=[place.slug, place.logo_mark]) if place.logo_mark else None


class ReadFirstShown(Shown):
    first_needs = serializers.BooleanField(source="review_first_needs")
    first_messages = serializers.BooleanField(source="review_first_messages")
    proposals = serializers.BooleanField(source="review_proposals")


class CommunityShown(CommunityInList):
    rules = serializers.SerializerMethodField()
    in_person = serializers.BooleanField()
    moderator_hours = serializers.CharField(help_text="In their own words; empty: no fixed hours.")
    answers_within_hours = serializers.IntegerField(source="response_hours")
    reports_within_hours = serializers.IntegerField(source="grave_hours")
    looked_by = serializers.SerializerMethodField(
        help_text="Of words of danger that are written now; null where nothing can be said, or nobody is signed in."
    )
    read_first = ReadFirstShown(source="*", help_text="What a moderator looks at before it goes on its way.")
    private = serializers.SerializerMethodField()
    ended_talks_are_kept_days = serializers.IntegerField(source="keep_ended_days")
    ended_talks_are_kept_from = Moment(
        source="keep_ended_from", allow_null=True, help_text="From when on that is so."
    )

    def get_rules(self, place: Community) -> str:
        return said(place, "rules")

    def get_private(self, place: Community) -> list[str]:
        return [str(promise) for promise in PRIVATE]

    def get_looked_by(self, place: Community) -> str | None:
        by = duty.looks_by(place, self.context["now"]) if self.context["signed_in"] else None
        return Moment().to_representation(by) if by else None


class Communities(View):
    @operation(
        OPEN,
        gives=CommunityInList,
        many=SlugPageAsked,
        example=(None, {"items": [IN_LIST], "next": None}),
    )
    def get(self, request: Request) -> Response:
        """Communities that want to be found, by name."""
        return page(request, list(communities.listed()), CommunityInList, by="slug")


class OneCommunity(View):
    @operation(OPEN, gives=CommunityShown, example=(None, COMMUNITY))
    def get(self, request: Request, community: str) -> Response:
        """What a community says about itself.

        Who runs it, how people come in, who looks after it, and what stays private.
        """
        place = get_object_or_404(Community, slug=community)
        return Response(shown(place, request, self.now))


class InvitationGiven(Given):
    secret = serializers.CharField(max_length=200, help_text="The last part of an invitation link.")


class InvitedTo(View):
    @operation(
        OPEN, takes=InvitationGiven, gives=CommunityShown, example=({"secret": "from-the-link"}, COMMUNITY)
    )
    def post(self, request: Request) -> Response:
        """The community into which an invitation leads.

        Nothing is used up by looking. One that no longer works is 404, whatever the reason.
        """
        given = InvitationGiven(data=request.data)
        given.is_valid(raise_exception=True)
        found = communities.invitation_for(given.validated_data["secret"], now=self.now)
        if found is None:
            raise NotFound
        return Response(shown(found.community, request, self.now))


def shown(place: Community, request: Request, now: Any) -> Any:
    context = {"now": now, "signed_in": isinstance(request.user, Member)}
    return CommunityShown(place, context=context).data
