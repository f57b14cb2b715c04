"""A helper, as the moderators look after them: what paused them, what they are trusted with, notes among moderators."""

from functools import cached_property
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from accounts.models import HelperLimits, HelperRecord, Membership, Standing
from support import helpers, numbers
from support.api.moderation.desk import (
    PERSON,
    ActionShown,
    DecisionGiven,
    DecisionMade,
    Desk,
    deciding,
    looking,
    made,
    may,
)
from support.api.moderation.members import AboutMember, ReportOfMemberShown
from support.api.paging import page
from support.api.shapes import Given, Moment, Shown
from support.api.view import MemberRequest
from support.models import PatternKind, SupervisionNote
from support.moderation import helper_actions as actions
from support.moderation import helpers as moderation
from support.moderation import past
from support.moderation.decisions import LONGEST
from support.privacy import looks

AT = "2026-11-23T12:00:00Z"
TO_ADMIT = PERSON | {"ready_at": AT}
HELPER: dict[str, Any] = PERSON | {
    "pause": None,
    "patterns": [],
    "admission_is_asked": True,
    "admitted_at": None,
    "not_now": False,
    "missing": ["Nobody has noted references or a call yet."],
    "listening_read_at": AT,
    "sensitive_read_at": AT,
    "references_noted_at": None,
    "call_noted_at": None,
    "trained_at": None,
    "limits": {
        "hold": True,
        "a_day": 1,
        "at_once": 2,
        "completed": 1,
        "of": 3,
        "until": "2026-12-20",
    },
    "limits_decided": "",
    "decisions": [may("references_noted", "I have seen references")],
}
NOTE = {
    "id": "4be6c8ae-2b4b-4f3a-8b52-0a4d1d2b7c90",
    "words": "Has much to carry at home just now.",
    "by": "Nour",
    "made_at": AT,
    "taken_back_at": None,
    "mine": True,
}


class HelperToAdmitShown(Shown):
    id = serializers.UUIDField(source="uid")
    name = serializers.CharField(source="display_name")
    ready_at = Moment(help_text="Since when they wait.")


class PauseByNumbersShown(Shown):
    """What is told of it is how many and when, never whose: blocks stay between two people."""

    since = Moment()
    told = serializers.BooleanField(help_text="Whether they know by now that matching rests.")
    several = serializers.BooleanField(help_text="Several blocked them; how many is not told.")
    blocks = serializers.IntegerField()
    blocked_on = serializers.ListField(child=serializers.DateField())
    reports = ReportOfMemberShown(many=True)


class PatternOfHelperShown(Shown):
    id = serializers.UUIDField(source="uid")
    kind = serializers.ChoiceField(PatternKind.choices)
    found_at = Moment()


class HelperLimitsShown(Shown):
    hold = serializers.BooleanField()
    a_day = serializers.IntegerField(help_text="How many new people a day, while they hold.")
    at_once = serializers.IntegerField()
    completed = serializers.IntegerField()
    of = serializers.IntegerField(help_text="How many people were helped when they end.")
    until = serializers.DateField(help_text="The day from which time no longer stands in the way.")


class DeskHelperShown(Shown):
    id = serializers.UUIDField(source="uid")
    name = serializers.CharField(source="display_name")
    pause = PauseByNumbersShown(
        allow_null=True, help_text="By the safety numbers, until somebody has looked."
    )
    patterns = PatternOfHelperShown(many=True)
    admission_is_asked = serializers.BooleanField(
        source="community.admits_helpers", help_text="Else any helper may be asked about sensitive topics."
    )
    admitted_at = Moment(source="admitted_for_sensitive_at", allow_null=True)
    not_now = serializers.BooleanField()
    missing = serializers.ListField(
        child=serializers.CharField(), help_text="What has to be there before they can be admitted."
    )
    listening_read_at = Moment(source="member.listening_read_at", allow_null=True)
    sensitive_read_at = Moment(source="member.sensitive_read_at", allow_null=True)
    references_noted_at = Moment(source="record.references_noted_at", allow_null=True)
    call_noted_at = Moment(source="record.call_noted_at", allow_null=True)
    trained_at = Moment(
        source="trained_for_danger_at",
        allow_null=True,
        help_text="For requests that speak of danger; whether to take them is their own choice.",
    )
    limits = HelperLimitsShown(help_text="For new helpers.")
    limits_decided = serializers.ChoiceField(
        HelperLimits.choices, source="helper_limits", help_text="Empty: time and help given lift them."
    )
    decisions = ActionShown(many=True)


class SupervisionNoteGiven(Given):
    words = serializers.CharField(max_length=LONGEST)


class SupervisionNoteShown(Shown):
    id = serializers.UUIDField(source="uid")
    words = serializers.CharField(allow_blank=True)
    by = serializers.CharField()
    made_at = Moment()
    taken_back_at = Moment(allow_null=True)
    mine = serializers.BooleanField()


class SupervisionNotesShown(Shown):
    items = SupervisionNoteShown(many=True)


class AboutHelper(AboutMember):
    """Somebody near to the moderator is not there for them, themselves among these."""

    @cached_property
    def somebody(self) -> Membership:
        rows = self.remit.memberships().select_related("community").filter(standing=Standing.GOOD)
        return rows.exclude(member__in=self.remit.near).get(uid=self.kwargs["uid"])

    @property
    def record(self) -> HelperRecord | None:
        return HelperRecord.objects.filter(membership=self.somebody).first()


class DeskHelpers(Desk):
    @looking(gives=HelperToAdmitShown, many=True, example=(None, {"items": [TO_ADMIT], "next": None}))
    def get(self, request: MemberRequest, community: str) -> Response:
        """Who would like to help with sensitive topics and waits to be admitted, the longest first.

        Nobody, where the community does not ask for it. Everybody else stands in `members/`.
        """
        return page(request, helpers.to_admit(self.remit), HelperToAdmitShown, order=("ready_at", "pk"))


class OneDeskHelper(AboutHelper):
    @looking(gives=DeskHelperShown, example=(None, HELPER))
    def get(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """A member as a helper, by their id in `members/`. The look is written down, and told to them."""
        found: Any = self.somebody
        self.look(looks.at_member, found.member_id)
        record = self.record
        found.record = record or HelperRecord()
        found.not_now = found.record.not_now_at is not None
        found.missing = moderation.missing_for(found, record)
        found.pause = self._pause(found) if found.paused_by_numbers else None
        patterns = self.remit.patterns().filter(member=found.member_id, set_aside_at=None)
        found.patterns = patterns.order_by("found_at")
        found.limits = helpers.limits_of(found, now=self.now)
        found.decisions = actions.of_helper(self.remit, found, record)
        return Response(DeskHelperShown(found).data)

    def _pause(self, found: Membership) -> dict[str, Any]:
        evidence = numbers.evidence(self.remit, found, now=self.now)
        shown = {name: getattr(evidence, name) for name in ("several", "blocks", "blocked_on", "reports")}
        return shown | {"since": found.matching_paused_at, "told": found.pause_told_at is not None}


class DeskHelperDecisions(AboutHelper):
    of = OneDeskHelper

    @deciding(
        takes=DecisionGiven,
        gives=DecisionMade,
        example=(
            {"kind": "references_noted", "words": ""},
            made("references_noted", "Noted: references were seen."),
        ),
    )
    def post(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """Note references, a call or training; admit them or not for now; their limits; a pause by the numbers."""
        found = self.somebody
        return self.decide(request, actions.of_helper(self.remit, found, self.record), membership=found)


class SupervisionNotes(AboutHelper):
    @looking(gives=SupervisionNotesShown, example=(None, {"items": [NOTE]}))
    def get(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """What moderators noted about a helper, the newest first. Nobody else ever reads it."""
        found = self.somebody
        self.look(looks.at_member, found.member_id)
        notes = past.notes_about(self.remit, found)
        return Response(SupervisionNotesShown({"items": [_told(self, *note) for note in notes]}).data)

    @deciding(
        takes=SupervisionNoteGiven,
        gives=SupervisionNoteShown,
        status=201,
        keeps=False,  # the words go with the helper, not a day later
        example=({"words": NOTE["words"]}, NOTE),
    )
    def post(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """Note something for one's fellow moderators. It goes when the helper erases their account."""
        words = self.taken(SupervisionNoteGiven, request.data)["words"]
        note = moderation.write_note(membership=self.somebody, by=request.user, words=words, now=self.now)
        where = {"Location": self.where("supervision_note", uid, note.uid)}
        [told] = past.named(self.remit.community, [note])
        return Response(SupervisionNoteShown(_told(self, *told)).data, status=201, headers=where)


class OneSupervisionNote(AboutHelper):
    @deciding(status=204)
    def delete(self, request: MemberRequest, community: str, uid: UUID, note: UUID) -> Response:
        """Take a note of mine back, at any time. That there was one stays to be seen."""
        found = self.somebody
        mine = SupervisionNote.objects.get(
            uid=note,
            community=self.remit.community,
            about=found.member_id,
            by=request.user,
            taken_back_at=None,
        )
        moderation.take_note_back(membership=found, pk=mine.pk, by=request.user, now=self.now)
        return Response(status=204)


def _told(desk: Desk, note: SupervisionNote, by: str) -> Any:
    note.mine = note.by_id == desk.request.user.pk  # type: ignore[attr-defined]
    fields = ("uid", "words", "made_at", "taken_back_at", "mine")
    return {name: getattr(note, name) for name in fields} | {"by": by}
