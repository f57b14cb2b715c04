"""Graded decisions about people: what holds and held, one with what this moderator may do about it, and a new one."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Membership, Standing
from matching.locking import hold_around
from support.api.moderation.choosing import HIDES, membership_of, report_named
from support.api.moderation.desk import (
    DECISION_GIVEN,
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
from support.api.shapes import Given, Moment, Nothing, Shown
from support.api.view import MemberRequest
from support.models import DecisionKind, Grade, Measure, MeasureState
from support.moderation import actions, hiding, lifting, measures, reasons, wording
from support.moderation.decisions import LONGEST
from support.privacy import looks

AT = "2026-11-23T12:00:00Z"
ID = "1c9f5b0e-7a3d-4e52-8d3b-5f6a7b8c9d10"
REPORT = "7d5ad1f4-6f0e-4c39-9d0c-3c8c4b0a3d11"
IN_LIST: dict[str, Any] = {
    "id": ID,
    "about": PERSON,
    "grade": "warn",
    "reason": "unkind",
    "state": "in_force",
    "made_at": AT,
    "until": None,
    "ended_at": None,
}
MEASURE = IN_LIST | {
    "why": "Unkind or insulting words",
    "words": "We ask you to change something.",
    "standing": "good",
    "by": "Nour",
    "second": "",
    "report": REPORT,
    "hides": "",
    "meanwhile": False,
    "appeal": None,
    "decisions": [may("lifted", "Take it back")],
    "undo_until": "2026-11-23T12:10:00Z",
}
GIVEN = {
    "member": PERSON["id"],
    "report": REPORT,
    "grade": "warn",
    "reason": "unkind",
    "words": MEASURE["words"],
}
DONE = "Decided, and they have been told that there is something to read."


class MeasuresAsked(Asked):
    state = serializers.ChoiceField(MeasureState.choices, required=False)
    member = serializers.UUIDField(required=False, help_text="Their place here: see `members/`.")


class MeasureGiven(Given):
    member = serializers.UUIDField(help_text="Whom it is about: their place here, see `members/`.")
    report = serializers.UUIDField(required=False, help_text="One about them, which it answers and closes.")
    grade = serializers.ChoiceField(Grade.choices)
    reason = serializers.SlugField(max_length=24, help_text="The code of one of the `reasons/`.")
    words = serializers.CharField(
        max_length=LONGEST,
        required=False,
        allow_blank=True,
        default="",
        help_text="What they read, in their language (`measures/wording/` has a first version);"
        " say nothing of who told you.",
    )
    days = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        min_value=1,
        max_value=measures.MOST_DAYS,
        help_text="Until it ends by itself. A suspension without them has no end.",
    )
    hides = serializers.ChoiceField(
        HIDES, required=False, help_text="What of the report nobody should see any more; with `hide` alone."
    )
    meanwhile = serializers.BooleanField(
        required=False,
        default=False,
        help_text="No messages and no matching until a second moderator has looked.",
    )


class MeasureMade(Shown):
    id = serializers.UUIDField(
        source="uid", allow_null=True, help_text="Null where there was nothing to do, and the report closed."
    )
    grade = serializers.ChoiceField(Grade.choices)
    state = serializers.ChoiceField(MeasureState.choices, allow_null=True)
    done = serializers.CharField(help_text="What is so now, in a sentence.")


class MeasureInList(Shown):
    id = serializers.UUIDField(source="uid")
    about = serializers.SerializerMethodField()
    grade = serializers.ChoiceField(Grade.choices)
    reason = serializers.CharField(help_text="Its code in `reasons/`.")
    state = serializers.ChoiceField(MeasureState.choices)
    made_at = Moment()
    until = Moment(allow_null=True)
    ended_at = Moment(allow_null=True)

    @extend_schema_field(DeskPersonShown)
    def get_about(self, measure: Measure) -> Any:
        return DeskPersonShown(person(self.context["people"], measure.member_id)).data


class MeasureShown(MeasureInList):
    why = serializers.SerializerMethodField(help_text="The reason in words.")
    words = serializers.CharField(allow_blank=True, help_text="What they read, or would read.")
    standing = serializers.ChoiceField(Standing.choices, allow_null=True, help_text="Of whom it is about.")
    by = serializers.SerializerMethodField()
    second = serializers.SerializerMethodField(
        help_text="Who looked at a suspension after `by`; empty where nobody did."
    )
    report = serializers.UUIDField(source="report.uid", allow_null=True, default=None)
    hides = serializers.SerializerMethodField(help_text="What was hidden; empty where nothing was.")
    meanwhile = serializers.BooleanField(
        help_text="Whether they neither write nor are matched until a second moderator has looked."
    )
    appeal = serializers.UUIDField(
        source="appeal.uid", allow_null=True, default=None, help_text="What they say to it: see `appeals/`."
    )
    decisions = ActionShown(many=True)
    undo_until = Moment(allow_null=True, help_text="Null where it is not yours to undo.")

    def get_why(self, measure: Measure) -> str:
        return str(reasons.BY_CODE[measure.reason].title)

    def get_by(self, measure: Measure) -> str:
        return _name(self.context["people"], measure.by_id, _("An operator"))

    def get_second(self, measure: Measure) -> str:
        return _name(self.context["people"], measure.second_id, _("An operator") if measure.second_id else "")

    @extend_schema_field(serializers.ChoiceField(HIDES, allow_blank=True))
    def get_hides(self, measure: Measure) -> str:
        return measure.thing.partition(":")[0]


class DeskMeasures(Desk):
    @looking(
        gives=MeasureInList, many=True, asks=MeasuresAsked, example=(None, {"items": [IN_LIST], "next": None})
    )
    def get(self, request: MemberRequest, community: str) -> Response:
        """What was decided about people here, without the words; the newest first."""
        asked, rows = self.taken(MeasuresAsked, request.query_params), self.remit.measures()
        if "state" in asked:
            rows = rows.filter(state=asked["state"])
        if "member" in asked:
            here = self.remit.memberships().filter(uid=asked["member"])
            rows = rows.filter(member__in=here.values("member"))
        return page(request, rows, self._listed)

    def _listed(self, rows: list[Measure], **options: Any) -> Any:
        people = self.people(measure.member_id for measure in rows)
        return MeasureInList(rows, many=True, context={"people": people})

    @deciding(
        takes=MeasureGiven,
        gives=MeasureMade,
        status=201,
        example=(GIVEN, {"id": ID, "grade": "warn", "state": "in_force", "done": DONE}),
    )
    def post(self, request: MemberRequest, community: str) -> Response:
        """Decide something about a person, with a reason and words that they read.

        It answers and closes a report, where one is named. What may be decided stands in `measures/choices/`. Where the
        community wants four eyes, a suspension waits for a second moderator. `nothing` closes a report: nobody but its
        reporter hears of that.
        """
        given = self.taken(MeasureGiven, request.data)
        membership = membership_of(self, given.pop("member"))
        report = report_named(self, given.pop("report", None))
        thing = hiding.key_of(report, given.pop("hides", ""))
        found = measures.decide(
            membership=membership,
            chosen=measures.Decided(**given, thing=thing),
            by=request.user,
            now=self.now,
            report=report,
        )
        told = {
            "uid": found.uid if found else None,
            "grade": given["grade"],
            "state": found.state if found else None,
            "done": wording.after(found),
        }
        where = self.where("measure", found.uid) if found else self.where("report", report and report.uid)
        return Response(MeasureMade(told).data, status=201, headers={"Location": where})


class OneDeskMeasure(Desk):
    @looking(gives=MeasureShown, example=(None, MEASURE))
    def get(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """One decision about a person, and what may be done about it. The look is written down, and told to them."""
        found: Any = measure_of(self, uid)
        self.look(looks.at_member, found.member_id)
        people = self.people([found.member_id, found.by_id, found.second_id])
        about = people.get(found.member_id)
        found.standing = about.standing if about else None
        found.decisions = _open_to_me(self, found, about)
        found.undo_until = lifting.undo_until(self.remit, found)
        return Response(MeasureShown(found, context={"people": people}).data)


class AboutMeasure(Desk):
    """An address of a decision: whoever changes something there holds that person first."""

    of = OneDeskMeasure

    def hold(self, request: Request) -> None:
        hold_around(measure_of(self, self.kwargs["uid"]).member)


class DeskMeasureDecisions(AboutMeasure):
    @deciding(
        takes=DecisionGiven,
        gives=DecisionMade,
        example=(
            DECISION_GIVEN | {"kind": "lifted", "words": "We have talked, and you have understood."},
            made("lifted", "It is taken back, and they have been told."),
        ),
    )
    def post(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """Take a decision back; or, as the second moderator, confirm a suspension or do not.

        An appeal is answered in `appeals/`, by somebody who did not decide.
        """
        found = measure_of(self, uid)
        return self.decide(request, (actions.LIFT, actions.CONFIRM, actions.DROP), measure=found)


class DeskMeasureUndo(AboutMeasure):
    @deciding(
        takes=Nothing,
        gives=DecisionMade,
        example=({}, made("lifted", "Undone. It is as it was before.")),
    )
    def post(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """Undo a slip of my hand, within ten minutes. A report that it has answered waits again.

        Whoever has not read of it yet does not hear of it. Conversations that it has ended stay ended.
        """
        self.taken(Nothing, request.data)
        lifting.undo(measure=measure_of(self, uid), by=request.user, now=self.now)
        told = {"kind": DecisionKind.LIFTED, "done": _("Undone. It is as it was before.")}
        return Response(DecisionMade(told).data)


def _name(people: dict[int, Membership], id: int | None, otherwise: str) -> str:
    return str(DeskPersonShown(person(people, id, otherwise)).data["name"])


def measure_of(desk: Desk, uid: UUID) -> Measure:
    rows = desk.remit.measures().select_related("community", "member", "appeal", "report")
    return rows.get(uid=uid)


def _open_to_me(desk: Desk, found: Measure, about: Membership | None) -> list[actions.Action]:
    """Answers to an appeal stand with the appeal."""
    return [one for one in actions.of_measure(desk.remit, found, about) if one not in actions.APPEAL]
