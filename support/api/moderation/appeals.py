"""Appeals: somebody says that a decision about them was not right, and somebody who did not decide it looks again."""

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
from support.models import Appeal, AppealState, Grade
from support.moderation import actions, appeals
from support.privacy import looks

AT = "2026-11-23T12:00:00Z"
IN_LIST: dict[str, Any] = {
    "id": "8f0d2c4b-6a1e-4b7f-9c3d-2e5a7b9c1d30",
    "measure": "1c9f5b0e-7a3d-4e52-8d3b-5f6a7b8c9d10",
    "about": PERSON,
    "grade": "warn",
    "state": "open",
    "made_at": AT,
    "answered_at": None,
}
APPEAL = IN_LIST | {
    "words": "It was a joke among friends.",
    "told": "We ask you to change something.",
    "answer": "",
    "decisions": [may("appeal_upheld", "It stays as it was")],
}


class AppealsAsked(Asked):
    state = serializers.ChoiceField(AppealState.choices, required=False, default=AppealState.OPEN)


class DeskAppealInList(Shown):
    id = serializers.UUIDField(source="uid")
    measure = serializers.UUIDField(source="measure.uid", help_text="The decision: see `measures/`.")
    about = serializers.SerializerMethodField()
    grade = serializers.ChoiceField(Grade.choices, source="measure.grade")
    state = serializers.ChoiceField(AppealState.choices)
    made_at = Moment()
    answered_at = Moment(allow_null=True)

    @extend_schema_field(DeskPersonShown)
    def get_about(self, appeal: Appeal) -> Any:
        return DeskPersonShown(person(self.context["people"], appeal.measure.member_id)).data


class DeskAppealShown(DeskAppealInList):
    words = serializers.CharField(help_text="What they say to the decision.")
    told = serializers.CharField(source="measure.words", help_text="What they had been told.")
    answer = serializers.CharField(allow_blank=True, help_text="What they read then.")
    decisions = ActionShown(many=True, help_text="Empty where somebody else looks: not whoever decided.")


class DeskAppeals(Desk):
    @looking(
        gives=DeskAppealInList,
        many=True,
        asks=AppealsAsked,
        example=(None, {"items": [IN_LIST], "next": None}),
    )
    def get(self, request: MemberRequest, community: str) -> Response:
        """Appeals, without their words; the newest first. Also those that somebody else answers."""
        state = self.taken(AppealsAsked, request.query_params)["state"]
        return page(request, appeals.here(self.remit).filter(state=state), self._listed)

    def _listed(self, rows: list[Appeal], **options: Any) -> Any:
        people = self.people(appeal.measure.member_id for appeal in rows)
        return DeskAppealInList(rows, many=True, context={"people": people})


class OneDeskAppeal(Desk):
    @looking(gives=DeskAppealShown, example=(None, APPEAL))
    def get(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """One appeal, and what it is about. The look is written down, and told to whose it is."""
        found: Any = appeals.here(self.remit).get(uid=uid)
        self.look(looks.at_member, found.measure.member_id)
        found.decisions = actions.of_appeal(self.remit, found)
        people = self.people([found.measure.member_id])
        return Response(DeskAppealShown(found, context={"people": people}).data)


class DeskAppealDecisions(Desk):
    of = OneDeskAppeal

    def hold(self, request: Request) -> None:
        hold_around(appeals.here(self.remit).get(uid=self.kwargs["uid"]).measure.member)

    @deciding(
        takes=DecisionGiven,
        gives=DecisionMade,
        example=(
            {"kind": "appeal_changed", "words": "You are right, and we are sorry."},
            made("appeal_changed", "It is taken back. They have been told that there is an answer."),
        ),
    )
    def post(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """Answer an appeal, with words that they read: it stays, or it is taken back. Never about my own decision."""
        found = appeals.here(self.remit).select_related("measure__community", "measure__report").get(uid=uid)
        return self.decide(request, actions.APPEAL, appeal=found)
