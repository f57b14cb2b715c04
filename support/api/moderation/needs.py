"""Requests: those to read, those that look for somebody, why nobody was found, and whom one could ask by hand."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from matching.models import Format, Kind, Need, NeedState, Urgency
from matching.waiting import LOOKING
from matching.widening import waits_long
from support import matchmaking
from support.api.moderation.desk import (
    DECISION_GIVEN,
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
from support.api.shapes import Given, Moment, Shown, Topics
from support.api.view import MemberRequest
from support.masks import headline, seeker_name
from support.moderation import actions
from support.moderation.proposals import match_by_hand
from support.parties import names_of
from support.policies import Remit
from support.privacy import looks

AT = "2026-11-23T12:00:00Z"
ID = "7d5ad1f4-6f0e-4c39-9d0c-3c8c4b0a3d11"
TO_READ, SEARCHING = "to_read", "looking"
STATES = {TO_READ: (NeedState.IN_REVIEW,), SEARCHING: LOOKING}

IN_LIST = {
    "id": ID,
    "headline": "Somebody who knows the first year",
    "name": "Maya",
    "state": "in_review",
    "topics": ["losing-somebody"],
    "changed_at": AT,
    "waiting_since": None,
}
NEED = IN_LIST | {
    "words": "My father died in March.",
    "kind": "listening",
    "formats": ["chat"],
    "languages": ["en"],
    "urgency": "this_week",
    "needed_by": None,
    "decisions": [may("need_released", "Let it through")],
}
WHY = {
    "offers": 12,
    "possible": 0,
    "fell": [{"sentence": "They have no free hour in common.", "offers": 9, "only": 4}],
    "whole": True,
    "waits_long": True,
    "wider": [{"words": "Free at other hours", "helpers": 4}],
}
CANDIDATE = {
    "offer": "4be6c8ae-2b4b-4f3a-8b52-0a4d1d2b7c90",
    "name": "Omar",
    "topics": ["losing-somebody"],
    "live": 0,
    "capacity": 2,
    "may_be_asked": True,
    "fits": ["They share many free hours."],
    "rules": [{"words": "They share a language.", "holds": True}],
}


class DeskNeedsAsked(Asked):
    show = serializers.ChoiceField([TO_READ, SEARCHING], required=False, default=SEARCHING)


class DeskNeedInList(Shown):
    id = serializers.UUIDField(source="uid")
    headline = serializers.SerializerMethodField()
    name = serializers.SerializerMethodField(help_text="A fellow moderator stays unnamed.")
    state = serializers.ChoiceField(NeedState.choices)
    topics = Topics()
    changed_at = Moment()
    waiting_since = Moment(allow_null=True)

    def get_headline(self, need: Need) -> str:
        return headline(self._remit, need)

    def get_name(self, need: Need) -> str:
        return seeker_name(self._remit, need, self.context["names"])

    @property
    def _remit(self) -> Remit:
        remit: Remit = self.context["remit"]
        return remit


class DeskNeedShown(DeskNeedInList):
    words = serializers.SerializerMethodField(
        help_text="Read only where it is to be read first, or was reported; else empty."
    )
    kind = serializers.ChoiceField(Kind.choices)
    formats = serializers.ListField(child=serializers.ChoiceField(Format.choices))
    languages = serializers.ListField(child=serializers.CharField())
    urgency = serializers.ChoiceField(Urgency.choices)
    needed_by = serializers.DateField(allow_null=True)
    decisions = serializers.SerializerMethodField()

    def get_words(self, need: Need) -> str:
        return need.words if self._remit.reads_words(need) else ""

    @extend_schema_field(ActionShown(many=True))
    def get_decisions(self, need: Need) -> Any:
        return ActionShown(actions.of_need(need), many=True).data


class DeskFellShown(Shown):
    sentence = serializers.CharField()
    offers = serializers.IntegerField(help_text="How many open offers fell to it.")
    only = serializers.IntegerField(help_text="For how many of these it was the only reason.")


class DeskWiderShown(Shown):
    words = serializers.CharField()
    helpers = serializers.IntegerField(help_text="How many more people could be asked then.")


class DeskWhyShown(Shown):
    offers = serializers.IntegerField(source="why.offers")
    possible = serializers.IntegerField(source="why.possible")
    fell = DeskFellShown(source="why.fell", many=True)
    whole = serializers.BooleanField(help_text="False where there are more offers than were looked at.")
    waits_long = serializers.BooleanField()
    wider = DeskWiderShown(many=True)


class RuleShown(Shown):
    words = serializers.CharField()
    holds = serializers.BooleanField()


class CandidateShown(Shown):
    offer = serializers.UUIDField(source="offer.uid")
    name = serializers.CharField()
    topics = Topics(source="offer.topics")
    live = serializers.IntegerField(source="offer.live")
    capacity = serializers.IntegerField(source="offer.capacity")
    may_be_asked = serializers.BooleanField()
    fits = serializers.ListField(child=serializers.CharField())
    rules = RuleShown(many=True)


class ByHandGiven(Given):
    offer = serializers.UUIDField(help_text="Of one of the `candidates/`.")
    words = serializers.CharField(
        max_length=2000, required=False, allow_blank=True, default="", help_text="For moderators alone."
    )


class ByHandMade(Shown):
    match = serializers.UUIDField(source="uid")


class DeskNeeds(Desk):
    @looking(
        gives=DeskNeedInList,
        many=True,
        asks=DeskNeedsAsked,
        example=(None, {"items": [IN_LIST], "next": None}),
    )
    def get(self, request: MemberRequest, community: str) -> Response:
        """Requests that look for somebody, or those that a moderator reads first; the newest first.

        That their lines were read is written down once a day, and told to whose they are.
        """
        shown = self.taken(DeskNeedsAsked, request.query_params)["show"]
        rows = self.remit.needs().filter(state__in=STATES[shown]).prefetch_related("topics")
        return page(request, rows, self._listed)

    def _listed(self, rows: list[Need], **options: Any) -> Any:
        self.look(looks.at_list, rows)
        names = names_of(self.remit.community, (need.member_id for need in rows))
        return DeskNeedInList(rows, many=True, context={"remit": self.remit, "names": names})


class OneDeskNeed(Desk):
    @looking(gives=DeskNeedShown, example=(None, NEED))
    def get(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """One request. The look is written down, and told to its writer."""
        need = need_of(self, uid)
        self.look(looks.at_need, need, reading=need.state == NeedState.IN_REVIEW)
        names = names_of(self.remit.community, [need.member_id])
        return Response(DeskNeedShown(need, context={"remit": self.remit, "names": names}).data)


class DeskNeedDecisions(Desk):
    of = OneDeskNeed

    @deciding(
        takes=DecisionGiven,
        gives=DecisionMade,
        example=(DECISION_GIVEN, made("need_returned", "It is back with its writer, with your words.")),
    )
    def post(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """Let a request through, or give it back to its writer with words that they read."""
        need = need_of(self, uid)
        return self.decide(request, actions.of_need(need), need=need)


class DeskNeedSearch(Desk):
    @looking(gives=DeskWhyShown, example=(None, WHY))
    def get(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """Why nobody was found so far, rule by rule, and what would widen the search once it takes long.

        What two people settled in private is one and the same sentence, whatever it is.
        """
        need = _searching(self, uid)
        seen = matchmaking.look(need, self.remit, now=self.now)
        long = waits_long(need, now=self.now)
        told = {
            "why": matchmaking.why_nobody(seen, now=self.now),
            "whole": seen.whole,
            "waits_long": long,
            "wider": matchmaking.what_would_widen(seen, now=self.now) if long else [],
        }
        return Response(DeskWhyShown(told).data)


class DeskNeedCandidates(Desk):
    @looking(gives=CandidateShown, many=True, example=(None, {"items": [CANDIDATE], "next": None}))
    def get(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """Whom one could put to a request by hand, each with why not, rule by rule."""
        need = _searching(self, uid)
        offers = matchmaking.offers_about(need, self.remit)
        return page(request, offers, lambda rows, **_options: self._weighed(need, rows))

    def _weighed(self, need: Need, rows: Any) -> Any:
        return CandidateShown(matchmaking.candidates(need, rows, now=self.now), many=True)


class DeskNeedProposals(Desk):
    of = OneDeskNeed

    @deciding(
        takes=ByHandGiven,
        gives=ByHandMade,
        status=201,
        example=({"offer": CANDIDATE["offer"]}, {"match": ID}),
    )
    def post(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """Put somebody to a request by hand. The same rules hold as for the search; the helper may say no."""
        given, need = self.taken(ByHandGiven, request.data), _searching(self, uid)
        offer = self.remit.offers().get(uid=given["offer"])
        match = match_by_hand(need=need, offer=offer, by=request.user, now=self.now, because=given["words"])
        where = {"Location": self.where("need", uid)}
        return Response(ByHandMade(match).data, status=201, headers=where)


def need_of(desk: Desk, uid: UUID) -> Need:
    rows = desk.remit.needs().select_related("community", "member", "area").prefetch_related("topics")
    return rows.exclude(state=NeedState.DRAFT).get(uid=uid)


def _searching(desk: Desk, uid: UUID) -> Need:
    rows = desk.remit.needs().select_related("community", "member", "area").prefetch_related("topics")
    return rows.filter(state__in=LOOKING).get(uid=uid)
