"""Reports: what was not right, with the reported message and a few around it, and nothing else."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from accounts.models import Membership, Standing
from matching.models import MatchState
from support import reports
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
from support.api.shapes import Moment, Shown
from support.api.view import MemberRequest
from support.models import Grade, Message, Outcome, Report, ReportState
from support.moderation import actions, measures
from support.moderation import reports as moderation
from support.privacy import looks

AT = "2026-11-23T12:00:00Z"
ID = "7d5ad1f4-6f0e-4c39-9d0c-3c8c4b0a3d11"
IN_LIST = {
    "id": ID,
    "state": "open",
    "about": PERSON,
    "reporter": PERSON | {"name": "Maya"},
    "created_at": AT,
}
SAID = {
    "id": "4be6c8ae-2b4b-4f3a-8b52-0a4d1d2b7c90",
    "by": "Omar",
    "sent_at": AT,
    "reported": True,
    "is": "said",
    "words": "Give me your address.",
    "before": [],
}
REPORT: dict[str, Any] = IN_LIST | {
    "words": "He asked where I live, three times.",
    "standing": "good",
    "match_state": "ended",
    "said": [SAID],
    "other_reports": 0,
    "outcome": "",
    "closed_at": None,
    "closed_because": "",
    "measures": [],
    "grades": ["nothing", "guidance", "hide", "warn"],
    "decisions": [may("report_closed", "Close this report")],
}


class DeskReportsAsked(Asked):
    state = serializers.ChoiceField(ReportState.choices, required=False, default=ReportState.OPEN)


class DeskReportInList(Shown):
    id = serializers.UUIDField(source="uid")
    state = serializers.ChoiceField(ReportState.choices)
    about = serializers.SerializerMethodField()
    reporter = serializers.SerializerMethodField()
    created_at = Moment()

    @extend_schema_field(DeskPersonShown)
    def get_about(self, report: Report) -> Any:
        return DeskPersonShown(person(self.context["people"], report.about_id)).data

    @extend_schema_field(DeskPersonShown)
    def get_reporter(self, report: Report) -> Any:
        return DeskPersonShown(person(self.context["people"], report.reporter_id)).data


class FormerShown(Shown):
    words = serializers.CharField()
    until = Moment(source="until_at")


class DeskSaidShown(Shown):
    id = serializers.UUIDField(source="uid")
    by = serializers.SerializerMethodField()
    sent_at = Moment()
    reported = serializers.SerializerMethodField()
    words = serializers.CharField(allow_blank=True)
    before = serializers.SerializerMethodField(
        help_text="What the reported message said before it was changed or taken back."
    )

    def get_fields(self) -> dict[str, Any]:
        becomes = serializers.SerializerMethodField(
            method_name="what_it_is",
            help_text="`said`, `hidden` by a moderator, `taken_back`, or `changed` after the report.",
        )
        return super().get_fields() | {"is": becomes}

    def what_it_is(self, message: Message) -> str:
        if message.hidden_at:
            return "hidden"
        return "taken_back" if message.taken_back_at else "said" if message.words else "changed"

    def get_by(self, message: Message) -> str:
        return str(DeskPersonShown(person(self.context["people"], message.author_id)).data["name"])

    def get_reported(self, message: Message) -> bool:
        return bool(message.pk == self.context["report"].message_id)

    @extend_schema_field(FormerShown(many=True))
    def get_before(self, message: Message) -> Any:
        former = reports.what_it_said(self.context["report"]) if self.get_reported(message) else []
        return FormerShown(former, many=True).data


class DeskReportShown(DeskReportInList):
    words = serializers.CharField()
    standing = serializers.ChoiceField(
        Standing.choices, allow_null=True, help_text="Of the one whom it is about."
    )
    match_state = serializers.ChoiceField(MatchState.choices, allow_null=True)
    said = serializers.SerializerMethodField(help_text="The rest of the conversation stays closed to you.")
    other_reports = serializers.IntegerField()
    outcome = serializers.ChoiceField(Outcome.choices, allow_blank=True)
    closed_at = Moment(allow_null=True)
    closed_because = serializers.CharField(allow_blank=True)
    measures = serializers.SerializerMethodField(
        help_text="What was decided about the person: see `measures/`."
    )
    grades = serializers.ListField(
        child=serializers.ChoiceField(Grade.choices),
        help_text="What may be decided about the person, and this report closed with it.",
    )
    decisions = ActionShown(many=True)

    def get_measures(self, report: Report) -> list[UUID]:
        return list(report.measures.order_by("-pk").values_list("uid", flat=True))

    @extend_schema_field(DeskSaidShown(many=True))
    def get_said(self, report: Report) -> Any:
        return DeskSaidShown(self.context["said"], many=True, context={**self.context, "report": report}).data


class DeskReports(Desk):
    @looking(
        gives=DeskReportInList,
        many=True,
        asks=DeskReportsAsked,
        example=(None, {"items": [IN_LIST], "next": None}),
    )
    def get(self, request: MemberRequest, community: str) -> Response:
        """What was reported here, without its words; the newest first."""
        state = self.taken(DeskReportsAsked, request.query_params)["state"]
        rows = self.remit.reports().filter(state=state)
        return page(request, rows, self._listed)

    def _listed(self, rows: list[Report], **options: Any) -> Any:
        ids = {id for report in rows for id in (report.about_id, report.reporter_id)}
        return DeskReportInList(rows, many=True, context={"people": self.people(ids)})


class OneDeskReport(Desk):
    @looking(gives=DeskReportShown, example=(None, REPORT))
    def get(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """One report with what was said just around it. The look is written down, and told to whose words they are."""
        found = report_of(self, uid)
        said = reports.surroundings(found)
        self.look(looks.at_report, found, said)
        people = self.people([found.reporter_id, found.about_id])
        self._more(found, people.get(found.about_id))
        return Response(DeskReportShown(found, context={"people": people, "said": said}).data)

    def _more(self, found: Any, about: Membership | None) -> None:
        """What stands beside the report itself."""
        closing = moderation.how_it_was_closed(found)
        others = self.remit.reports().filter(about=found.about_id).exclude(pk=found.pk)
        found.standing = about.standing if about else None
        found.match_state = found.match.state if found.match else None
        found.other_reports = others.count()
        found.closed_at = closing.made_at if closing else None
        found.closed_because = closing.because if closing else ""
        found.grades = []
        if about and found.state == ReportState.OPEN:
            found.grades = measures.grades_about(self.remit, about, found)
        found.decisions = actions.of_report(self.remit, found)


class DeskReportDecisions(Desk):
    of = OneDeskReport

    @deciding(
        takes=DecisionGiven,
        gives=DecisionMade,
        example=(
            DECISION_GIVEN | {"kind": "report_closed"},
            made("report_closed", "The report is closed."),
        ),
    )
    def post(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """Close a report. With a decision about the person, see `measures/`."""
        found = report_of(self, uid)
        return self.decide(request, actions.of_report(self.remit, found), report=found)


def report_of(desk: Desk, uid: UUID) -> Report:
    rows = desk.remit.reports().select_related(
        "community", "match__need", "match__offer", "message", "reporter", "about"
    )
    return rows.get(uid=uid)
