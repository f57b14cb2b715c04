"""Members: who asked to come in, who is here, and one person's standing."""

from functools import cached_property
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Membership, Role, Standing
from matching.locking import hold_around
from support.api.moderation.desk import (
    PERSON,
    ActionShown,
    Asked,
    DecisionGiven,
    DecisionMade,
    Desk,
    deciding,
    looking,
    made,
    may,
)
from support.api.paging import page
from support.api.shapes import Given, Moment, Shown
from support.api.view import MemberRequest
from support.models import Decision, DecisionKind, Grade, MeasureState, ReportState
from support.moderation import actions, measures, past, people
from support.privacy import looks

AT = "2026-11-23T12:00:00Z"
REPORTS = 20  # on one member's page
IN_LIST: dict[str, Any] = PERSON | {
    "standing": "good",
    "role": "member",
    "asked_at": None,
    "joined_at": AT,
    "matching_paused_at": None,
}
MEMBER: dict[str, Any] = IN_LIST | {
    "yours": True,
    "resembles_somebody_suspended": False,
    "decisions": [may("matching_paused", "Pause matching")],
    "roles": [],
    "grades": ["guidance", "hide", "warn"],
    "measures": [],
    "reports": [{"id": "7d5ad1f4-6f0e-4c39-9d0c-3c8c4b0a3d11", "state": "open", "created_at": AT}],
    "log": [{"at": AT, "kind": "admitted", "what": "Let somebody in", "by": "Nour", "because": ""}],
}


class DeskMembersAsked(Asked):
    standing = serializers.ChoiceField(Standing.choices, required=False)
    role = serializers.ChoiceField(Role.choices, required=False)


class DeskMembersSoughtGiven(Given):
    name = serializers.CharField(max_length=40, help_text="A part of the name that others see.")
    standing = serializers.ChoiceField(Standing.choices, required=False)
    role = serializers.ChoiceField(Role.choices, required=False)


class DeskMemberInList(Shown):
    id = serializers.UUIDField(source="uid")
    name = serializers.CharField(source="display_name")
    standing = serializers.ChoiceField(Standing.choices)
    role = serializers.ChoiceField(Role.choices)
    asked_at = serializers.SerializerMethodField(help_text="Null once they have come in.")
    joined_at = Moment(allow_null=True)
    matching_paused_at = serializers.SerializerMethodField(
        help_text="Null, too, where somebody else looks after them."
    )

    @extend_schema_field(Moment(allow_null=True))
    def get_asked_at(self, row: Membership) -> Any:
        came = row.joined_at and row.standing != Standing.ASKED
        return None if came else Moment().to_representation(row.asked_at)

    @extend_schema_field(Moment(allow_null=True))
    def get_matching_paused_at(self, row: Membership) -> Any:
        paused = row.matching_paused_at if self.context["remit"].covers(row.member_id) else None
        return Moment().to_representation(paused) if paused else None


class HoldingShown(Shown):
    id = serializers.UUIDField(source="uid")
    grade = serializers.ChoiceField(Grade.choices)
    state = serializers.ChoiceField(MeasureState.choices)
    until = Moment(allow_null=True)


class ReportOfMemberShown(Shown):
    id = serializers.UUIDField(source="uid")
    state = serializers.ChoiceField(ReportState.choices)
    created_at = Moment()


class DecidedBeforeShown(Shown):
    at = Moment()
    kind = serializers.ChoiceField(DecisionKind.choices)
    what = serializers.CharField()
    by = serializers.CharField()
    because = serializers.CharField(allow_blank=True)


class DeskMemberShown(DeskMemberInList):
    yours = serializers.BooleanField(
        help_text="False where another moderator looks after them: then nothing but the first few fields is told."
    )
    resembles_somebody_suspended = serializers.BooleanField(
        help_text="Their address is like that of somebody who was suspended here. It may be the same person."
    )
    decisions = ActionShown(many=True)
    roles = serializers.ListField(
        child=serializers.ChoiceField(Role.choices), help_text="Which you may give them (`role/`)."
    )
    grades = serializers.ListField(
        child=serializers.ChoiceField(Grade.choices), help_text="What you may decide (`measures/`)."
    )
    measures = HoldingShown(many=True, help_text="What holds now, or waits for a second moderator.")
    reports = ReportOfMemberShown(many=True)
    log = DecidedBeforeShown(many=True, help_text="What was decided before, the newest first.")


class AboutMember(Desk):
    """An address about one member: whoever changes something there holds that person first."""

    @cached_property
    def somebody(self) -> Membership:
        rows = self.remit.memberships().select_related("community")
        return rows.get(uid=self.kwargs["uid"])

    def hold(self, request: Request) -> None:
        hold_around(self.somebody.member)
        del self.somebody  # what was read before may be another by now


class DeskMembers(Desk):
    @looking(
        gives=DeskMemberInList,
        many=True,
        asks=DeskMembersAsked,
        example=(None, {"items": [IN_LIST], "next": None}),
    )
    def get(self, request: MemberRequest, community: str) -> Response:
        """Everybody of the community, by name; `?standing=asked` is who would like to come in."""
        return _found(self, request, self.taken(DeskMembersAsked, request.query_params))


class DeskMemberSearch(Desk):
    @looking(
        takes=DeskMembersSoughtGiven,
        gives=DeskMemberInList,
        many=True,
        keeps=False,
        example=({"name": "Omar"}, {"items": [IN_LIST], "next": None}),
    )
    def post(self, request: MemberRequest, community: str) -> Response:
        """Members by a part of their name."""
        return _found(self, request, self.taken(DeskMembersSoughtGiven, request.data))


class OneDeskMember(AboutMember):
    @looking(gives=DeskMemberShown, example=(None, MEMBER))
    def get(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """One member: how they stand, what may be decided, what was reported and decided before.

        The look is written down, and told to them. Of somebody near to you little is told.
        """
        found: Any = self.somebody
        found.yours = self.remit.covers(found.member_id)
        if found.yours:
            self.look(looks.at_member, found.member_id)
            self._more(found)
        else:
            self._nothing_more(found)
        return Response(DeskMemberShown(found, context={"remit": self.remit}).data)

    def _more(self, found: Any) -> None:
        remit = self.remit
        found.resembles_somebody_suspended = found.resembles and found.standing == Standing.ASKED
        found.decisions = actions.of_membership(remit, found)
        found.roles = people.roles_for(remit, found)
        found.grades = measures.grades_for(remit, found)
        found.measures = measures.of_member_here(remit, found)
        found.reports = remit.reports().filter(about=found.member_id).order_by("-created_at")[:REPORTS]
        found.log = [decided_before(*line) for line in past.about(remit, found)]

    def _nothing_more(self, found: Any) -> None:
        found.resembles_somebody_suspended = False
        for name in ("decisions", "grades", "measures", "reports", "log"):
            setattr(found, name, [])
        found.roles = people.roles_for(self.remit, found)  # oneself may step down


class DeskMemberDecisions(AboutMember):
    of = OneDeskMember

    @deciding(
        takes=DecisionGiven,
        gives=DecisionMade,
        example=({"kind": "admitted", "words": ""}, made("admitted", "They are in, and have been told.")),
    )
    def post(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """Let somebody in or not, pause and match again, take back, make them an intake desk or no longer."""
        found = self.somebody
        return self.decide(request, actions.of_membership(self.remit, found), membership=found)


def _found(desk: Desk, request: MemberRequest, wanted: dict[str, str]) -> Response:
    rows = people.found(desk.remit, **wanted)
    return page(request, rows, DeskMemberInList, order=people.ORDER, remit=desk.remit)


def decided_before(decision: Decision, by: str) -> dict[str, Any]:
    """A line of what was decided before, as `DecidedBeforeShown`."""
    return {
        "at": decision.made_at,
        "kind": decision.kind,
        "what": decision.get_kind_display(),
        "by": by,
        "because": decision.because or decision.words,
    }
