"""What waits, who looks into it, and what moderators note for each other."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from support import cases
from support.api.moderation.desk import PERSON, Asked, Desk, DeskPersonShown, deciding, looking
from support.api.paging import page
from support.api.problems import Problem
from support.api.shapes import Given, Moment, Nothing, Shown
from support.api.view import MemberRequest
from support.cases import KINDS, Case, CaseKind, Severity, Wanted, claims, notes
from support.cases.notes import LONGEST
from support.cases.wanted import FREE, MINE
from support.models import CaseNote

KIND_NAMES = [(kind.name, kind.name) for kind in KINDS]
# Kinds whose things stand here under another noun than their own.
ELSEWHERE = {"second": "measure", "paused": "helper", "waiting": "need", "resource": "line"}
SEVERITIES = [severity.name.lower() for severity in Severity]
CLAIM = {"by": "Nour", "mine": True, "until": "2026-11-23T13:00:00Z"}
IN_QUEUE: dict[str, Any] = {
    "id": "5b1f3a6e-3a0c-5d0e-9a53-6fd9a1a3a001",
    "kind": "report",
    "about": "7d5ad1f4-6f0e-4c39-9d0c-3c8c4b0a3d11",
    "title": "Report",
    "severity": "grave",
    "sentence": "Something was not right",
    "since": "2026-11-23T12:00:00Z",
    "due": "2026-11-24T12:00:00Z",
    "late": False,
    "claim": None,
    "address": "https://support.example.org/api/v1/communities/riverside/moderation/reports/7d5ad1f4-6f0e-4c39-9d0c-3c8c4b0a3d11/",
    "page": "/c/riverside/moderate/reports/7d5ad1f4-6f0e-4c39-9d0c-3c8c4b0a3d11/",
}
CASE = IN_QUEUE | {"claim": CLAIM, "takers": [PERSON]}
NOTE = {
    "id": "4be6c8ae-2b4b-4f3a-8b52-0a4d1d2b7c90",
    "words": "I have talked with both.",
    "by": "Nour",
    "written_at": "2026-11-23T12:30:00Z",
    "taken_back_at": None,
    "mine": True,
}


class CasesAsked(Asked):
    kind = serializers.ChoiceField(KIND_NAMES, required=False)
    whose = serializers.ChoiceField([MINE, FREE], required=False)
    severity = serializers.ChoiceField(SEVERITIES, required=False)
    late = serializers.BooleanField(required=False, default=False)
    part = serializers.IntegerField(
        required=False,
        default=1,
        min_value=1,
        max_value=10_000,
        help_text="Of each kind 50 stand in one part.",
    )


class CasesSoughtGiven(Given):
    name = serializers.CharField(max_length=40, help_text="A part of the chosen name of somebody concerned.")
    kind = serializers.ChoiceField(KIND_NAMES, required=False)
    whose = serializers.ChoiceField([MINE, FREE], required=False)
    severity = serializers.ChoiceField(SEVERITIES, required=False)
    late = serializers.BooleanField(required=False, default=False)
    part = serializers.IntegerField(
        required=False,
        default=1,
        min_value=1,
        max_value=10_000,
        help_text="Of each kind 50 stand in one part.",
    )


class ClaimShown(Shown):
    by = serializers.CharField(allow_blank=True, help_text="Empty where it is somebody who runs the service.")
    mine = serializers.BooleanField()
    until = Moment()


class CaseInQueue(Shown):
    id = serializers.UUIDField(source="uid", help_text="Of this case; one thing may be several.")
    kind = serializers.ChoiceField(KIND_NAMES, source="kind.name")
    about = serializers.UUIDField(source="about.uid", help_text="The id of the thing that waits.")
    title = serializers.CharField(source="kind.title")
    severity = serializers.SerializerMethodField()
    sentence = serializers.CharField()
    since = Moment()
    due = Moment(help_text="Until when somebody should have looked, as members were told.")
    late = serializers.BooleanField()
    claim = serializers.SerializerMethodField()
    address = serializers.SerializerMethodField(
        help_text="Where that thing stands here, with what may be decided."
    )
    page = serializers.CharField(source="href", help_text="Where it stands among the moderators' pages.")

    @extend_schema_field(serializers.ChoiceField(SEVERITIES))
    def get_severity(self, case: Case) -> str:
        return case.kind.severity.name.lower()

    def get_address(self, case: Case) -> str:
        noun, what = noun_of(case.kind)
        return str(self.context["desk"].where(noun, *what, case.about.uid))

    @extend_schema_field(ClaimShown(allow_null=True))
    def get_claim(self, case: Case) -> Any:
        if case.claim is None:
            return None
        return ClaimShown({"by": case.holder, "mine": case.mine, "until": case.claim.until}).data


class CaseShown(CaseInQueue):
    takers = serializers.SerializerMethodField(
        help_text="Who could take it over; nobody, while it is another's."
    )

    @extend_schema_field(DeskPersonShown(many=True))
    def get_takers(self, case: Case) -> Any:
        return DeskPersonShown(self.context["takers"], many=True).data


class HandoverGiven(Given):
    to = serializers.UUIDField(help_text="One of the `takers`.")


class NoteGiven(Given):
    words = serializers.CharField(max_length=LONGEST)


class NoteShown(Shown):
    id = serializers.UUIDField(source="uid")
    words = serializers.CharField(allow_blank=True)
    by = serializers.CharField(allow_blank=True)
    written_at = Moment()
    taken_back_at = Moment(allow_null=True)
    mine = serializers.BooleanField()


class NotesShown(Shown):
    items = NoteShown(many=True)


class Cases(Desk):
    @looking(
        gives=CaseInQueue, many=True, asks=CasesAsked, example=(None, {"items": [IN_QUEUE], "next": None})
    )
    def get(self, request: MemberRequest, community: str) -> Response:
        """What waits for me, the gravest first, then what should be looked at soonest.

        A look at private lines is written down, and told to whose they are.
        """
        return _queue(self, request, self.taken(CasesAsked, request.query_params))


class CaseSearch(Desk):
    @looking(
        takes=CasesSoughtGiven,
        gives=CaseInQueue,
        many=True,
        keeps=False,
        example=({"name": "Omar"}, {"items": [IN_QUEUE], "next": None}),
    )
    def post(self, request: MemberRequest, community: str) -> Response:
        """What waits and concerns somebody of this name."""
        return _queue(self, request, self.taken(CasesSoughtGiven, request.data))


class OneCase(Desk):
    @looking(gives=CaseShown, example=(None, CASE))
    def get(self, request: MemberRequest, community: str, kind: str, uid: UUID) -> Response:
        """One case: who looks into it, and who could take it over. What it is about stands at its own address."""
        found, row = waiting(self, kind, uid)
        return Response(_shown(self, found, row))


class CaseClaim(Desk):
    of = OneCase

    @deciding(takes=Nothing, gives=CaseShown, example=({}, CASE))
    def post(self, request: MemberRequest, community: str, kind: str, uid: UUID) -> Response:
        """Take a case for an hour; once more renews that. Then it is free again by itself."""
        found, row = waiting(self, kind, uid)
        claims.claim(self.remit, found, row.pk, now=self.now)
        return Response(_shown(self, found, row))

    @deciding(status=204)
    def delete(self, request: MemberRequest, community: str, kind: str, uid: UUID) -> Response:
        """Give a case back; one that is somebody else's stays theirs."""
        found, row = waiting(self, kind, uid)
        claims.give_back(self.remit, found, row.pk, now=self.now)
        return Response(status=204)


class CaseHandover(Desk):
    of = OneCase

    @deciding(
        takes=HandoverGiven,
        gives=CaseShown,
        example=({"to": PERSON["id"]}, IN_QUEUE | {"claim": CLAIM | {"mine": False}, "takers": []}),
    )
    def post(self, request: MemberRequest, community: str, kind: str, uid: UUID) -> Response:
        """Give a case to another moderator, who is told that something waits for them."""
        found, row = waiting(self, kind, uid)
        to = self.taken(HandoverGiven, request.data)["to"]
        taker = self.remit.memberships().get(uid=to, member__in=self.remit.moderators).member
        claims.hand_over(self.remit, found, row.pk, to=taker, now=self.now)
        return Response(_shown(self, found, row))


class CaseNotes(Desk):
    @looking(gives=NotesShown, example=(None, {"items": [NOTE]}))
    def get(self, request: MemberRequest, community: str, kind: str, uid: UUID) -> Response:
        """What moderators noted for each other beside a case, the oldest first."""
        found, row = waiting(self, kind, uid)
        return Response(NotesShown({"items": notes.of(self.remit, found, row)}).data)

    @deciding(takes=NoteGiven, gives=NoteShown, status=201, example=({"words": NOTE["words"]}, NOTE))
    def post(self, request: MemberRequest, community: str, kind: str, uid: UUID) -> Response:
        """Note something for the other moderators who may see this case. Kept encrypted for a year."""
        found, row = waiting(self, kind, uid)
        words = self.taken(NoteGiven, request.data)["words"]
        note = notes.write(self.remit, found, row, words=words, now=self.now)
        headers = {"Location": self.where("case_note", kind, uid, note.uid)}
        return Response(NoteShown(note).data, status=201, headers=headers)


class OneCaseNote(Desk):
    @deciding(status=204)
    def delete(self, request: MemberRequest, community: str, kind: str, uid: UUID, note: UUID) -> Response:
        """Take a note of mine back, at any time. That there was one stays to be seen."""
        found = cases.kind_named(kind)
        if found is None:
            raise Problem("not_found")
        mine = CaseNote.objects.get(
            uid=note, community=self.remit.community, kind=kind, by=request.user, taken_back_at=None
        )
        notes.take_back(self.remit, found, mine.case_key, pk=mine.pk, now=self.now)
        return Response(status=204)


def waiting(desk: Desk, kind: str, uid: UUID) -> tuple[CaseKind, Any]:
    """A kind, and the row of it that waits for whoever asks."""
    found = cases.kind_named(kind)
    if found is None:
        raise Problem("not_found")
    return found, found.rows(desk.remit, desk.now).get(uid=uid)


def noun_of(kind: CaseKind) -> tuple[str, list[str]]:
    """The noun of the addresses of what is of this kind, and what stands there before its id."""
    noun, _underline, what = kind.name.partition("_")
    return ELSEWHERE.get(noun, noun), [what] if what else []


def _queue(desk: Desk, request: MemberRequest, asked: dict[str, Any]) -> Response:
    severity, part = asked.pop("severity", None), asked.pop("part")
    wanted = Wanted(**asked, severity=Severity[severity.upper()] if severity else 0)
    found = cases.waiting(desk.remit, now=desk.now, wanted=wanted, page=part)
    return page(request, found, CaseInQueue, seen=lambda shown: _glanced(desk, shown), desk=desk)


def _glanced(desk: Desk, shown: Sequence[Case]) -> None:
    if not desk.compares:
        cases.glanced(desk.remit, shown, now=desk.now)


def _shown(desk: Desk, kind: CaseKind, row: Any) -> Any:
    if not desk.compares:
        kind.glanced(desk.remit, [row], desk.now)
    case = cases.one(desk.remit, kind, row, now=desk.now)
    free = case.claim is None or case.mine
    takers = claims.takers(desk.remit, kind, row.pk, now=desk.now) if free else []
    people = desk.people(member.pk for member in takers)
    return CaseShown(case, context={"takers": list(people.values()), "desk": desk}).data
