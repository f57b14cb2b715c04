"""What was done: by whom, when, and of what kind. What is about me, or people near to me, is for others to read."""

from typing import Any, cast

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from support.api import files, limits
from support.api.moderation.desk import PERSON, Desk, DeskPersonShown, deciding, looking
from support.api.paging import NumberPageAsked, page
from support.api.shapes import Asked, Given, Moment, Shown
from support.api.view import MemberRequest
from support.ledger import reading
from support.ledger.kinds import OF_THE_DESK, Done
from support.ledger.reading import Told, Wanted

KINDS = sorted({*OF_THE_DESK, *Done.values})
EXPORTS_A_MINUTE = 6
ENTRY: dict[str, Any] = {
    "number": 41,
    "at": "2026-11-23T12:00:00Z",
    "kind": "claimed",
    "says": "Took a case",
    "by": PERSON | {"name": "Nour"},
}


class LogAsked(Asked):
    kind = serializers.ChoiceField(KINDS, required=False)
    by = serializers.UUIDField(required=False, help_text="A moderator's place here: see `members/`.")
    day = serializers.DateField(required=False, default=None, help_text="By your own clock.")


class EntryShown(Shown):
    number = serializers.IntegerField(source="entry.number")
    at = Moment(source="entry.at")
    kind = serializers.ChoiceField(KINDS, source="entry.kind")
    says = serializers.CharField()
    by = serializers.SerializerMethodField()

    @extend_schema_field(DeskPersonShown)
    def get_by(self, told: Told) -> Any:
        known = self.context["people"].get(told.by_id)
        return DeskPersonShown(known or {"uid": None, "display_name": told.by_name}).data


class ExportGiven(Given):
    form = serializers.ChoiceField(sorted(reading.FORMS), help_text="A table, or a line of JSON an entry.")


class Log(Desk):
    @looking(
        asks=LogAsked,
        gives=EntryShown,
        many=NumberPageAsked,
        example=(None, {"items": [ENTRY], "next": None}),
    )
    def get(self, request: MemberRequest, community: str) -> Response:
        """What was done here, the newest first: decisions and changes; for owners looks and exports, too."""
        asked = self.taken(LogAsked, request.query_params)
        wanted = Wanted(asked.get("kind", ""), self._member(asked.get("by")), asked["day"])
        rows = reading.entries(self.remit, wanted)
        return page(request, rows, self._listed, by="number", order=("-number",))

    def _listed(self, rows: list[Any], **options: Any) -> Any:
        lines = reading.told(self.remit, rows)
        return EntryShown(lines, many=True, context={"people": self.people(line.by_id for line in lines)})

    def _member(self, uid: Any) -> int | None:
        """Somebody of whom may be asked what they did. Raises ValidationError."""
        if uid is None:
            return None
        found = self.remit.memberships().filter(uid=uid, member__in=reading.people(self.remit)).first()
        if found is None:
            raise serializers.ValidationError(
                {"by": [serializers.ErrorDetail(_("Nobody of this id moderates here."), "unknown")]}
            )
        return found.member_id


class LogExport(Desk):
    renderer_classes = files.renderers(*(media.partition(";")[0] for media in reading.FORMS.values()))

    @deciding(
        takes=ExportGiven,
        gives=OpenApiTypes.STR,
        media=("application/jsonl", "text/csv"),
        keeps=False,
        example=({"form": "jsonl"}, None),
    )
    def post(self, request: MemberRequest, community: str) -> Response:
        """The log as a file, for owners, the oldest first.

        It holds numbers instead of names. Its last line is a seal: kept somewhere else, it shows later whether anything
        was taken away. That it was taken along is written down.
        """
        limits.at_most(EXPORTS_A_MINUTE, "log_export", request.user)
        form = self.taken(ExportGiven, request.data)["form"]
        head, through = reading.export(self.remit, form=form, now=self.now)
        lines = reading.lines(self.remit, form=form, head=head, through=through, now=self.now)
        name = reading.name_of(self.remit, form, self.now)
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        answer = StreamingHttpResponse(lines, content_type=reading.FORMS[form], headers=headers)
        return cast("Response", answer)
