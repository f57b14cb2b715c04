"""Links that let people join: made here, shown once, called back here."""

from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from accounts.invitations import MOST_DAYS, MOST_USES, works
from accounts.models import Invitation, Role, Standing
from support.api.moderation.desk import PERSON, Desk, DeskPersonShown, deciding, looking, person
from support.api.paging import page
from support.api.shapes import Given, Moment, Shown
from support.api.view import MemberRequest
from support.moderation import invitations as moderation

INVITATION_GIVEN = {"uses": 1, "days": 14, "role": "member"}
INVITATION: dict[str, Any] = {
    "id": "7d5ad1f4-6f0e-4c39-9d0c-3c8c4b0a3d11",
    "made_by": PERSON | {"name": "Nour"},
    "made_at": "2026-11-23T12:00:00Z",
    "role": "member",
    "uses_left": 1,
    "expires_at": "2026-12-07T12:00:00Z",
    "revoked_at": None,
    "works": True,
}
MADE = INVITATION | {"secret": "from-the-link", "link": "https://help.example/invitation/from-the-link/"}


class DeskInvitationGiven(Given):
    uses = serializers.IntegerField(
        required=False, default=1, min_value=1, max_value=MOST_USES, help_text="How many may join by it."
    )
    days = serializers.IntegerField(required=False, default=14, min_value=1, max_value=MOST_DAYS)
    role = serializers.ChoiceField(
        Role.choices,
        required=False,
        default=Role.MEMBER,
        help_text="More than a member only an owner gives, to one person, for two weeks at most.",
    )


class DeskInvitationShown(Shown):
    id = serializers.UUIDField(source="uid")
    made_by = serializers.SerializerMethodField()
    made_at = Moment()
    role = serializers.ChoiceField(Role.choices)
    uses_left = serializers.IntegerField()
    expires_at = Moment()
    revoked_at = Moment(allow_null=True)
    works = serializers.SerializerMethodField(
        help_text="False, too, while whoever made it is suspended here: then it rests."
    )

    @extend_schema_field(DeskPersonShown)
    def get_made_by(self, row: Invitation) -> Any:
        return DeskPersonShown(person(self.context["people"], row.made_by_id, _("An operator"))).data

    def get_works(self, row: Invitation) -> bool:
        by = self.context["people"].get(row.made_by_id)
        rests = by is not None and by.standing == Standing.SUSPENDED
        return works(row, self.context["now"]) and not rests


class DeskInvitationMade(DeskInvitationShown):
    secret = serializers.CharField(help_text="Shown this once; only a fingerprint of it is kept.")
    link = serializers.URLField(help_text="Whoever has it can join.")


class DeskInvitations(Desk):
    @looking(gives=DeskInvitationShown, many=True, example=(None, {"items": [INVITATION], "next": None}))
    def get(self, request: MemberRequest, community: str) -> Response:
        """Links that were made, the newest first."""
        rows = self.remit.community.invitations.all()
        return page(request, rows, partial(_listed, self), order=("-made_at", "-pk"))

    @deciding(
        takes=DeskInvitationGiven,
        gives=DeskInvitationMade,
        status=201,
        keeps=False,
        example=(INVITATION_GIVEN, MADE),
    )
    def post(self, request: MemberRequest, community: str) -> Response:
        """Make a link that lets people join.

        The answer is the only place where it stands, so it is not kept: sent again, another link is made.
        """
        given = self.taken(DeskInvitationGiven, request.data)
        given["role"] = Role(given["role"])
        made: Any
        made, secret = moderation.invite(self.remit, now=self.now, **given)
        made.secret, made.link = secret, moderation.link(secret)
        where = {"Location": self.where("invitation", made.uid)}
        told = DeskInvitationMade(made, context=_context(self, [made]))
        return Response(told.data, status=201, headers=where | {"Cache-Control": "no-store"})


class OneDeskInvitation(Desk):
    @looking(gives=DeskInvitationShown, example=(None, INVITATION))
    def get(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """One link: how often it can be used, and until when. Not its secret."""
        found = self.remit.community.invitations.get(uid=uid)
        return Response(DeskInvitationShown(found, context=_context(self, [found])).data)

    @deciding(status=204)
    def delete(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """Call a link back. Whoever has joined by it stays."""
        found = self.remit.community.invitations.get(uid=uid)
        moderation.revoke(self.remit, invitation=found, now=self.now)
        return Response(status=204)


def _listed(desk: Desk, rows: list[Invitation], **options: Any) -> Any:
    return DeskInvitationShown(rows, many=True, context=_context(desk, rows))


def _context(desk: Desk, rows: list[Invitation]) -> dict[str, Any]:
    return {"people": desk.people(row.made_by_id for row in rows), "now": desk.now}
