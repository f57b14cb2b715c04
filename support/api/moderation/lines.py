"""The crisis lines: seen by every moderator, changed by those who answer for all communities that show them."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

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
from support.api.shapes import Given, Shown
from support.api.view import MemberRequest
from support.models import CrisisResource
from support.moderation import line_actions, line_list
from support.moderation import lines as moderation

LINE_GIVEN = {
    "name": "Samaritans",
    "phone": "116 123",
    "note": "Day and night.",
    "source": "Samaritans, samaritans.org",
    "expires_on": "2027-05-01",
    "checked": True,
}
NEW_LINE_GIVEN = LINE_GIVEN | {"country": "GB"}
LINE: dict[str, Any] = {
    "id": "7d5ad1f4-6f0e-4c39-9d0c-3c8c4b0a3d11",
    "country": "GB",
    **{name: LINE_GIVEN[name] for name in ("name", "phone", "note", "source", "expires_on")},
    "tel": "116123",
    "verified_on": "2026-11-23",
    "removed_on": None,
    "to_be_checked": False,
    "mark": "5f0c1d2e3a4b5c6d",
    "decisions": [may("line_checked", "Checked today")],
}


class DeskLinesAsked(Asked):
    taken_out = serializers.BooleanField(
        required=False, default=False, help_text="True: those that nobody is shown any more."
    )


class DeskLineGiven(Given):
    name = serializers.CharField(max_length=120, help_text="Who answers.")
    phone = serializers.CharField(
        max_length=40, help_text="One number, as somebody in that country dials it."
    )
    note = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default="", help_text="To know before calling."
    )
    source = serializers.CharField(  # type: ignore[assignment]
        max_length=200, help_text="Who runs the line, and their own page. Everybody reads it."
    )
    expires_on = serializers.DateField(
        help_text="Until when it is believed without another check: a year from now at most."
    )
    checked = serializers.BooleanField(
        required=False,
        default=False,
        help_text="Somebody called it or looked at its source today. Another number counts as unchecked without it.",
    )


class NewDeskLineGiven(DeskLineGiven):
    country = serializers.CharField(
        max_length=2, allow_blank=True, help_text="Two letters; empty where it works anywhere. It stays."
    )


class DeskLineShown(Shown):
    id = serializers.UUIDField(source="line.uid")
    country = serializers.CharField(source="line.country", allow_blank=True)
    name = serializers.CharField(
        source="line.name",
        help_text="As it is kept; members read words such as “Emergency services” in theirs.",
    )
    phone = serializers.CharField(source="line.phone")
    tel = serializers.CharField(help_text="As a telephone dials it.")
    note = serializers.CharField(source="line.note", allow_blank=True)
    source = serializers.CharField(source="line.source")  # type: ignore[assignment]
    verified_on = serializers.DateField(
        source="line.verified_on", allow_null=True, help_text="Null: nobody here has checked it yet."
    )
    expires_on = serializers.DateField(source="line.expires_on")
    removed_on = serializers.DateField(source="line.removed_on", allow_null=True)
    to_be_checked = serializers.BooleanField(source="stale")
    mark = serializers.CharField(help_text="What it is now; a decision names it.")
    decisions = serializers.SerializerMethodField()

    @extend_schema_field(ActionShown(many=True))
    def get_decisions(self, one: line_list.Shown) -> Any:
        decided = line_actions.as_it_is(one.line) if self.context["mine"] else []
        return ActionShown(decided, many=True).data


class DeskLineDecisionGiven(DecisionGiven):
    mark = serializers.CharField(
        max_length=16,
        help_text="Of the line that you saw: nobody vouches for a number that was changed since.",
    )


class AboutLines(Desk):
    def hold(self, request: Request) -> None:
        moderation.hold()


class DeskLines(AboutLines):
    @looking(
        gives=DeskLineShown,
        many=True,
        asks=DeskLinesAsked,
        example=(None, {"items": [LINE], "next": None}),
    )
    def get(self, request: MemberRequest, community: str) -> Response:
        """Whom people can call at once, and when somebody checked each number; those of your country first.

        They are the same for every community here.
        """
        taken_out = self.taken(DeskLinesAsked, request.query_params)["taken_out"]
        every = line_list.every(self.remit.community, today=self.now.date())
        rows = [one for one in every if (one.line.removed_on is not None) == taken_out]
        return page(request, rows, DeskLineShown, mine=self.remit.decides_lines)

    @deciding(takes=NewDeskLineGiven, gives=DeskLineShown, status=201, example=(NEW_LINE_GIVEN, LINE))
    def post(self, request: MemberRequest, community: str) -> Response:
        """Add a line, as whoever answers for every community here. One that was taken out comes back."""
        given = self.taken(NewDeskLineGiven, request.data)
        country, checked = given.pop("country"), given.pop("checked")
        line = moderation.add(country=country, values=given, checked=checked, **_about(self))
        where = {"Location": self.where("line", line.uid)}
        return Response(_shown(self, line), status=201, headers=where)


class OneDeskLine(AboutLines):
    @looking(gives=DeskLineShown, example=(None, LINE))
    def get(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """One line."""
        return Response(_shown(self, CrisisResource.objects.get(uid=uid)))

    @deciding(takes=DeskLineGiven, gives=DeskLineShown, example=(LINE_GIVEN, LINE))
    def put(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """Change a line that is shown. Its country stays: a number of another country is another line."""
        given, line = self.taken(DeskLineGiven, request.data), CrisisResource.objects.get(uid=uid)
        checked, seen = given.pop("checked"), moderation.mark(line)
        moderation.change(line=line, values=given, checked=checked, seen=seen, **_about(self))
        line.refresh_from_db()
        return Response(_shown(self, line))

    @deciding(status=204)
    def delete(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """Take a line out. Nobody is shown it any more; with the reason, and back in, see `decisions/`."""
        line = CrisisResource.objects.get(uid=uid)
        moderation.remove(line=line, seen=moderation.mark(line), **_about(self))
        return Response(status=204)


class DeskLineDecisions(AboutLines):
    of = OneDeskLine

    @deciding(
        takes=DeskLineDecisionGiven,
        gives=DecisionMade,
        example=(
            {"kind": "line_checked", "words": "", "mark": LINE["mark"]},
            made("line_checked", "Noted. Everybody sees that it was checked today."),
        ),
    )
    def post(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """Say that a line was checked today, take it out, put it back."""
        line = CrisisResource.objects.get(uid=uid)
        seen = self.taken(DeskLineDecisionGiven, request.data)["mark"]
        about = {"line": line, "seen": seen, "community": self.remit.community}
        return self.decide(request, line_actions.LINE, DeskLineDecisionGiven, **about)


def _about(desk: Desk) -> dict[str, Any]:
    return {"community": desk.remit.community, "by": desk.request.user, "now": desk.now}


def _shown(desk: Desk, line: CrisisResource) -> Any:
    one = line_list.shown(line, today=desk.now.date())
    return DeskLineShown(one, context={"mine": desk.remit.decides_lines}).data
