"""What may be decided about one person, and the first words for it: asked before a decision is sent to `measures/`."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from accounts.models import Membership
from support.api.moderation.desk import Asked, Desk, looking
from support.api.problems import Problem
from support.api.shapes import Shown
from support.api.view import MemberRequest
from support.models import Grade, Report, ReportState
from support.moderation import hiding, measures, reasons

HIDES = [(noun, noun) for noun in ("message", "need", "offer", "thanks")]
NEVER, MAYBE, ALWAYS = "never", "may", "always"
CHOICE = {
    "grade": "suspend",
    "says": "Suspend",
    "reasons": ["unkind", "threats"],
    "ends": MAYBE,
    "hides": [],
    "waits_for_second": True,
}


class ChoicesAsked(Asked):
    member = serializers.UUIDField(help_text="Their place here: see `members/`.")
    report = serializers.UUIDField(
        required=False, help_text="An open one about them, that would be answered."
    )


class WordingAsked(Asked):
    member = serializers.UUIDField(help_text="Their place here: see `members/`.")
    grade = serializers.ChoiceField(Grade.choices)
    reason = serializers.SlugField(max_length=24, help_text="The code of one of the `reasons/`.")


class ChoiceShown(Shown):
    grade = serializers.ChoiceField(Grade.choices)
    says = serializers.CharField()
    reasons = serializers.ListField(
        child=serializers.CharField(), help_text="The codes that may stand for it."
    )
    ends = serializers.ChoiceField(
        [NEVER, MAYBE, ALWAYS],
        help_text="Whether it ends by itself: `always` wants `days`, `may` takes them.",
    )
    hides = serializers.ListField(
        child=serializers.ChoiceField(HIDES), help_text="What could be hidden; with `hide` alone."
    )
    waits_for_second = serializers.BooleanField(help_text="Whether a second moderator has to look first.")


class ChoicesShown(Shown):
    items = ChoiceShown(many=True)


class WordingShown(Shown):
    words = serializers.CharField(allow_blank=True)


class MeasureChoices(Desk):
    @looking(gives=ChoicesShown, asks=ChoicesAsked, example=(None, {"items": [CHOICE]}))
    def get(self, request: MemberRequest, community: str) -> Response:
        """What I may decide about somebody as they stand, the mildest first. With a report also to close it so."""
        asked = self.taken(ChoicesAsked, request.query_params)
        membership = membership_of(self, asked["member"])
        report = report_named(self, asked.get("report"), state=ReportState.OPEN)
        measures.check_report(membership, report)
        grades = measures.grades_about(self.remit, membership, report)
        return Response(ChoicesShown({"items": [_choice(one, membership, report) for one in grades]}).data)


class MeasureWording(Desk):
    @looking(
        gives=WordingShown,
        asks=WordingAsked,
        example=(
            None,
            {"words": "We ask you to change something.\n\nSome words were hard on another person."},
        ),
    )
    def get(self, request: MemberRequest, community: str) -> Response:
        """A first version of what somebody would read, in their language: change it so that it fits."""
        asked = self.taken(WordingAsked, request.query_params)
        membership = membership_of(self, asked["member"])
        words = measures.first_words(membership, Grade(asked["grade"]), asked["reason"])
        return Response(WordingShown({"words": words}).data)


def membership_of(desk: Desk, uid: UUID) -> Membership:
    """Somebody's place here, if decisions about them are not for another moderator."""
    found = desk.remit.memberships().select_related("community", "member").get(uid=uid)
    if not desk.remit.covers(found.member_id):
        raise Problem("not_found")
    return found


def report_named(desk: Desk, uid: UUID | None, **only: str) -> Report | None:
    """The report that a decision answers, where one is named."""
    if uid is None:
        return None
    rows = desk.remit.reports().select_related("community", "match__need", "match__offer", "message")
    return rows.get(uid=uid, **only)


def _choice(grade: Grade, membership: Membership, report: Report | None) -> dict[str, Any]:
    ends = ALWAYS if grade in measures.TIMED else MAYBE if grade in measures.MAY_END else NEVER
    things = hiding.what_may_be(report) if grade == Grade.HIDE else {}
    return {
        "grade": grade,
        "says": grade.label,
        "reasons": [reason.code for reason in reasons.of_grade(grade)],
        "ends": ends,
        "hides": [thing.partition(":")[0] for thing in things],
        "waits_for_second": grade == Grade.SUSPEND and membership.community.two_for_suspension,
    }
