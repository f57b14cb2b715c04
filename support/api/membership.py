"""Where I belong: coming in, my name there, going."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts import communities
from accounts.models import Community, Membership, Role, Standing
from accounts.names import LONGEST
from accounts.said import said
from matching import standing
from support import mine
from support.api.operation import operation
from support.api.shapes import Given, Moment, Shown
from support.api.view import MemberRequest, View
from support.scopes import Scope

MEMBERSHIP: dict[str, Any] = {
    "community": "riverside",
    "name": "Riverside",
    "display_name": "Maya",
    "role": "member",
    "standing": "good",
    "joined_at": "2026-11-23T12:00:00Z",
    "matching_rests": False,
    "areas": ["Harbour", "Old town"],
    "welcome": "Come in, and take your time.",
}


class JoiningGiven(Given):
    display_name = serializers.CharField(
        max_length=LONGEST,
        help_text="Need not be their real one. People whom they are connected with see it.",
    )
    invitation = serializers.CharField(
        max_length=200,
        required=False,
        allow_blank=True,
        default="",
        help_text="The secret of an invitation link.",
    )


class NameGiven(Given):
    display_name = serializers.CharField(max_length=LONGEST)


class MembershipShown(Shown):
    community = serializers.SlugField(source="community.slug")
    name = serializers.CharField(source="community.name")
    display_name = serializers.CharField()
    role = serializers.ChoiceField(Role.choices)
    standing = serializers.ChoiceField(
        [(Standing.GOOD.value, "in"), (Standing.ASKED.value, "waits for a moderator")]
    )
    joined_at = Moment(allow_null=True)
    matching_rests = serializers.SerializerMethodField(
        help_text="New matches rest until a moderator has had a look. It is no judgement."
    )
    areas = serializers.SerializerMethodField(help_text="The coarse map, where people may meet in person.")
    welcome = serializers.SerializerMethodField(help_text="What the community says to whoever came in.")

    def get_matching_rests(self, membership: Membership) -> bool:
        return membership.matching_paused_at is not None and membership.pause_told_at is not None

    def get_areas(self, membership: Membership) -> list[str]:
        if membership.standing != Standing.GOOD or not membership.community.in_person:
            return []
        return sorted(area.name for area in membership.community.areas.all())

    def get_welcome(self, membership: Membership) -> str:
        return said(membership.community, "welcome") if membership.standing == Standing.GOOD else ""


class MembershipsShown(Shown):
    items = MembershipShown(many=True)


class MyMemberships(View):
    @operation(Scope.ME_READ, gives=MembershipsShown, example=(None, {"items": [MEMBERSHIP]}))
    def get(self, request: MemberRequest) -> Response:
        """Where I belong, and where I have asked to come in."""
        theirs = mine.memberships(request.user).prefetch_related("community__areas")
        return Response({"items": MembershipShown(theirs, many=True).data})


class CommunityMembership(View):
    @operation(Scope.ME_READ, gives=MembershipShown, example=(None, MEMBERSHIP))
    def get(self, request: MemberRequest, community: str) -> Response:
        """My place in a community; 404 where I have none."""
        return _shown(mine.memberships(request.user).get(community__slug=community))

    @operation(
        Scope.ME_WRITE,
        takes=JoiningGiven,
        gives=MembershipShown,
        status=201,
        example=({"display_name": "Maya", "invitation": ""}, MEMBERSHIP),
    )
    def post(self, request: MemberRequest, community: str) -> Response:
        """Come in, or ask to be let in.

        `standing` tells which of the two it was. Where people come in by invitation, it takes the secret of one.
        Doing so twice changes nothing.
        """
        place = get_object_or_404(Community, slug=community)
        given = JoiningGiven(data=request.data)
        given.is_valid(raise_exception=True)
        membership = communities.join(
            community=place,
            member=request.user,
            display_name=given.validated_data["display_name"],
            secret=given.validated_data["invitation"],
            now=self.now,
        )
        where = reverse("api:membership", args=[community], request=request)
        return _shown(membership, status=201, headers={"Location": where})

    @operation(
        Scope.ME_WRITE,
        takes=NameGiven,
        gives=MembershipShown,
        example=({"display_name": "May"}, MEMBERSHIP | {"display_name": "May"}),
    )
    def patch(self, request: MemberRequest, community: str) -> Response:
        """Change the name by which others know me here."""
        membership = mine.memberships(request.user).get(community__slug=community)
        given = NameGiven(data=request.data)
        given.is_valid(raise_exception=True)
        return _shown(communities.rename(membership=membership, **given.validated_data))

    @operation(Scope.ME_WRITE, status=204)
    def delete(self, request: MemberRequest, community: str) -> Response:
        """Leave.

        Requests there are taken back, offers are closed, conversations end like any other.
        """
        membership = mine.memberships(request.user).get(community__slug=community)
        standing.leave(membership=membership, now=self.now)
        return Response(status=204)


def _shown(membership: Membership, **answer: Any) -> Response:
    return Response(MembershipShown(membership).data, **answer)
