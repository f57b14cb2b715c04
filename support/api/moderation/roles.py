"""Who looks after the community, and in which role."""

from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from accounts.models import Role
from support.api.moderation.desk import PERSON, Desk, deciding, looking
from support.api.moderation.members import AboutMember, OneDeskMember
from support.api.shapes import Given, Shown
from support.api.view import MemberRequest
from support.moderation import people, roles

CARING = PERSON | {"name": "Nour", "role": "owner", "second_step": True, "may_change": True}


class CaringShown(Shown):
    id = serializers.UUIDField(source="membership.uid")
    name = serializers.CharField(source="membership.display_name")
    role = serializers.ChoiceField(Role.choices, source="membership.role")
    second_step = serializers.BooleanField(
        source="protected", help_text="Whether a second step protects their account."
    )
    may_change = serializers.BooleanField(help_text="Whether their role is yours to change.")


class CaringsShown(Shown):
    items = CaringShown(many=True)


class RoleGiven(Given):
    role = serializers.ChoiceField(Role.choices)


class RoleShown(Shown):
    role = serializers.ChoiceField(Role.choices)


class DeskRoles(Desk):
    @looking(gives=CaringsShown, example=(None, {"items": [CARING]}))
    def get(self, request: MemberRequest, community: str) -> Response:
        """Moderators and owners, owners first."""
        return Response(CaringsShown({"items": people.caring(self.remit)}).data)


class DeskMemberRole(AboutMember):
    of = OneDeskMember

    @deciding(takes=RoleGiven, gives=RoleShown, example=({"role": "moderator"}, {"role": "moderator"}))
    def put(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """Give somebody a role, as an owner. They are told.

        Oneself one can only step down; a community keeps an owner. `If-Match` takes the mark of the member.
        """
        role = Role(self.taken(RoleGiven, request.data)["role"])
        self._appoint(request, role)
        return Response(RoleShown({"role": role}).data)

    @deciding(status=204)
    def delete(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """They no longer look after the community, and stay a member."""
        self._appoint(request, Role.MEMBER)
        return Response(status=204)

    def _appoint(self, request: MemberRequest, role: Role) -> None:
        found = self.somebody
        roles.appoint(membership=found, role=role, seen=found.role, by=request.user, now=self.now)
