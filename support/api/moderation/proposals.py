"""Matches: how many stand how, and the proposals that wait for a moderator's look."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from matching import wording
from matching.models import Kind, Match, MatchState, Urgency
from support.api.moderation.desk import (
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
from support.api.shapes import Moment, Shown, Topics
from support.api.view import MemberRequest
from support.masks import headline, seeker_name
from support.moderation import actions
from support.parties import names_of
from support.privacy import looks

AT = "2026-11-23T12:00:00Z"
ID = "7d5ad1f4-6f0e-4c39-9d0c-3c8c4b0a3d11"
IN_LIST = {"id": ID, "state": "in_review", "topics": ["losing-somebody"], "created_at": AT}
PROPOSAL = IN_LIST | {
    "headline": "Somebody who knows the first year",
    "seeker": "Maya",
    "kind": "listening",
    "urgency": "this_week",
    "helper": "Omar",
    "experience": "I lost my mother two years ago.",
    "offers": ["losing-somebody"],
    "reasons": ["You both know this topic."],
    "decisions": [may("proposal_released", "Ask the helper")],
}


class DeskMatchesAsked(Asked):
    state = serializers.ChoiceField(MatchState.choices, required=False)


class DeskMatchInList(Shown):
    id = serializers.UUIDField(source="uid")
    state = serializers.ChoiceField(MatchState.choices)
    topics = Topics(source="need.topics")
    created_at = Moment()


class ProposalShown(DeskMatchInList):
    headline = serializers.CharField()
    seeker = serializers.CharField(source="seeker_named", help_text="A fellow moderator stays unnamed.")
    kind = serializers.ChoiceField(Kind.choices, source="need.kind")
    urgency = serializers.ChoiceField(Urgency.choices, source="need.urgency")
    helper = serializers.CharField(source="helper_named")
    experience = serializers.CharField(source="offer.experience", allow_blank=True)
    offers = Topics(source="offer.topics")
    reasons = serializers.ListField(child=serializers.CharField(), source="why")
    decisions = serializers.SerializerMethodField()

    @extend_schema_field(ActionShown(many=True))
    def get_decisions(self, match: Match) -> Any:
        return ActionShown(actions.of_proposal(match), many=True).data


class DeskMatches(Desk):
    @looking(
        gives=DeskMatchInList,
        many=True,
        asks=DeskMatchesAsked,
        example=(None, {"items": [IN_LIST], "next": None}),
    )
    def get(self, request: MemberRequest, community: str) -> Response:
        """How matches stand; the newest first. Who is matched with whom is not shown."""
        state = self.taken(DeskMatchesAsked, request.query_params).get("state")
        rows = self.remit.matches().select_related("need").prefetch_related("need__topics")
        return page(request, rows.filter(state=state) if state else rows, DeskMatchInList)


class OneProposal(Desk):
    @looking(gives=ProposalShown, example=(None, PROPOSAL))
    def get(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """Two people who may fit, before anybody is asked. The look is written down."""
        remit, found = self.remit, proposal_of(self, uid)
        self.look(looks.at_proposal, found)
        need = remit.needs().prefetch_related("topics").get(pk=found.need_id)
        names = names_of(remit.community, [found.seeker_id, found.helper_id])
        found.need = need
        told: Any = found
        told.headline = headline(remit, need)
        told.seeker_named = seeker_name(remit, need, names)
        told.helper_named = names.get(found.helper_id, "")
        zone = request.user.time_zone
        told.why = wording.reason_sentences(found.reasons, helper_reads=False, zone=zone)
        return Response(ProposalShown(told).data)


class ProposalDecisions(Desk):
    of = OneProposal

    @deciding(
        takes=DecisionGiven,
        gives=DecisionMade,
        example=(
            {"kind": "proposal_released", "words": ""},
            made("proposal_released", "The helper is being asked now."),
        ),
    )
    def post(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """Let the helper be asked, or not. Nobody hears of a proposal that goes no further."""
        found = proposal_of(self, uid)
        return self.decide(request, actions.of_proposal(found), match=found)


def proposal_of(desk: Desk, uid: UUID) -> Match:
    rows = desk.remit.matches().select_related("offer", "community").prefetch_related("offer__topics")
    return rows.get(uid=uid, state=MatchState.IN_REVIEW)
