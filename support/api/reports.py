"""Telling the moderators that something was not right, and what came of it."""

from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.reverse import reverse

from support import mine, reports
from support.api import limits
from support.api.conversations import AT, OneConversation
from support.api.operation import operation
from support.api.paging import page
from support.api.shapes import Given, Moment, Shown
from support.api.view import MemberRequest, View
from support.models import Report
from support.scopes import Scope

REPORT = {
    "id": "b6c6b4f0-8a0e-4d43-9d57-4a1d0c4d9e22",
    "community": "riverside",
    "state": "open",
    "came_of_it": "A moderator will look at it.",
    "created_at": AT,
}


class ReportGiven(Given):
    words = serializers.CharField(
        max_length=reports.LONGEST, help_text="Only moderators read this. The other person is not told."
    )
    message = serializers.UUIDField(
        required=False,
        allow_null=True,
        default=None,
        help_text="One of theirs: moderators read it, up to five before and five after it, and no others.",
    )


class ReportShown(Shown):
    id = serializers.UUIDField(source="uid")
    community = serializers.SlugField(source="community.slug")
    state = serializers.ChoiceField(["open", "decided"])
    came_of_it = serializers.SerializerMethodField(
        help_text="For people. What is done stays between moderators and the other person."
    )
    created_at = Moment()

    def get_came_of_it(self, report: Report) -> str:
        return reports.came_of(report)


class ConversationReport(View):
    of = OneConversation

    @operation(
        Scope.SAFETY_WRITE,
        takes=ReportGiven,
        gives=ReportShown,
        status=201,
        example=({"words": "They asked for money."}, REPORT),
    )
    def post(self, request: MemberRequest, uid: UUID) -> Response:
        """Tell the moderators what was not right, at any time, also after the end."""
        limits.at_most(reports.A_MINUTE, "report", request.user)
        match, given = mine.conversation(request.user, uid), ReportGiven(data=request.data)
        given.is_valid(raise_exception=True)
        words, about = given.validated_data["words"], given.validated_data["message"]
        message = reports.message_of(match, request.user, about) if about else None
        made = reports.report(reporter=request.user, match=match, words=words, now=self.now, message=message)
        where = reverse("api:my_report", args=[made.uid], request=request)
        return Response(ReportShown(made).data, status=201, headers={"Location": where})


class MyReports(View):
    @operation(
        Scope.SAFETY_READ, gives=ReportShown, many=True, example=(None, {"items": [REPORT], "next": None})
    )
    def get(self, request: MemberRequest) -> Response:
        """What I told the moderators, and what came of it."""
        return page(request, reports.told_by(request.user), ReportShown)


class MyReport(View):
    @operation(Scope.SAFETY_READ, gives=ReportShown, example=(None, REPORT))
    def get(self, request: MemberRequest, uid: UUID) -> Response:
        """One thing that I told them."""
        return Response(ReportShown(reports.told_by(request.user).get(uid=uid)).data)
