"""Words that suggest danger: exactly those, what they suggest, and what a moderator may and may not do about them."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from matching.locking import hold_around
from matching.models import SIGNS_WAIT, Need
from support import cases
from support.api.moderation.desk import (
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
from support.api.problems import Problem
from support.api.shapes import Moment, Shown
from support.api.view import MemberRequest
from support.danger.rows import BY_NAME, Source, names_of_signs, reads
from support.models import DecisionKind
from support.moderation import danger_actions
from support.privacy import looks

AT = "2026-11-23T12:00:00Z"
WHAT = [(name, name) for name in BY_NAME]
OLDEST, NEWEST = ("signs_since", "pk"), ("-signs_since", "-pk")
IN_LIST: dict[str, Any] = {
    "id": "7d5ad1f4-6f0e-4c39-9d0c-3c8c4b0a3d11",
    "what": "need",
    "sentence": "Somebody may want to die",
    "since": AT,
    "waits": True,
    "readable": True,
}
DANGER = IN_LIST | {
    "suggests": ["Somebody may want to die"],
    "by": PERSON,
    "words": ["I cannot go on"],
    "only_trained": True,
    "earlier": [],
    "you_may": ["Read it calmly."],
    "you_may_not": ["Pause, warn or suspend anybody because they are in need."],
    "decisions": [may("danger_read", "I have read it")],
}


class DangersAsked(Asked):
    waiting = serializers.BooleanField(
        required=False, default=True, help_text="Those that nobody has read; `false`: all, the newest first."
    )


class DangerDecisionGiven(DecisionGiven):
    since = Moment(help_text="As you saw it: where words came since, nothing is decided (409).")


class DangerInList(Shown):
    id = serializers.UUIDField(source="uid")
    what = serializers.SerializerMethodField()
    sentence = serializers.SerializerMethodField(help_text="What may be the matter; none of the words.")
    since = Moment(source="signs_since")
    waits = serializers.BooleanField(source="signs_wait", help_text="Whether somebody still has to read it.")
    readable = serializers.SerializerMethodField(
        help_text="Whether the words are yours to read: a fellow moderator's own are not."
    )

    @extend_schema_field(serializers.ChoiceField(WHAT))
    def get_what(self, row: Any) -> str:
        return str(self.context["source"].name)

    def get_sentence(self, row: Any) -> str:
        kind = cases.kind_named(f"danger_{self.context['source'].name}")
        return kind.sentence(self.context["remit"], row) if kind else ""

    def get_readable(self, row: Any) -> bool:
        return reads(self.context["remit"], self.context["source"].writer_id(row))


class EarlierShown(Shown):
    kind = serializers.ChoiceField(DecisionKind.choices)
    made_at = Moment()


class DangerShown(DangerInList):
    suggests = serializers.SerializerMethodField(help_text="What the words suggest, in a sentence each.")
    by = DeskPersonShown(source="writer", allow_null=True, help_text="Null where it is not yours to read.")
    words = serializers.SerializerMethodField(
        help_text="Also what was there before it was changed or taken back; empty where nothing is kept."
    )
    only_trained = serializers.SerializerMethodField(
        help_text="Of a request: whether only helpers who are trained and have opted in are asked. Else null."
    )
    earlier = EarlierShown(many=True, help_text="What was decided about it before, the newest first.")
    you_may = serializers.SerializerMethodField(help_text="For whoever is to read the words.")
    you_may_not = serializers.SerializerMethodField()
    decisions = ActionShown(many=True)

    def get_suggests(self, row: Any) -> list[str]:
        return [str(words) for words in names_of_signs(row)]

    def get_words(self, row: Any) -> list[str]:
        return list(self.context["said"])

    def get_only_trained(self, row: Any) -> bool | None:
        return row.danger if isinstance(row, Need) else None

    def get_you_may(self, row: Any) -> list[str]:
        return [str(words) for words in danger_actions.MAY]

    def get_you_may_not(self, row: Any) -> list[str]:
        return [str(words) for words in danger_actions.MAY_NOT]


class DeskDangers(Desk):
    @looking(
        gives=DangerInList, many=True, asks=DangersAsked, example=(None, {"items": [IN_LIST], "next": None})
    )
    def get(self, request: MemberRequest, community: str, what: str) -> Response:
        """Where words suggest danger, who waits longest first: none of the words.

        Of requests (`need`), messages (`message`) or looking back (`checkin`). `cases/` has all that waits, these
        before everything else.
        """
        source = _source(what)
        waiting = self.taken(DangersAsked, request.query_params)["waiting"]
        rows = source.found(self.remit).filter(SIGNS_WAIT) if waiting else source.found(self.remit)
        order = OLDEST if waiting else NEWEST
        return page(request, rows, DangerInList, order=order, source=source, remit=self.remit)


class OneDeskDanger(Desk):
    @looking(gives=DangerShown, example=(None, DANGER))
    def get(self, request: MemberRequest, community: str, what: str, uid: UUID) -> Response:
        """Exactly these words, and nothing else of their writer. The look is written down, and told to them at once."""
        source, remit = _source(what), self.remit
        row = source.found(remit).get(uid=uid)
        writer = source.writer_id(row)
        readable = reads(remit, writer)
        if readable:
            self.look(looks.at_danger, row)
        row.writer = person(self.people([writer]), writer) if readable else None
        row.earlier = danger_actions.decided_before(remit, source, row)
        row.decisions = danger_actions.of_signed(source, row) if readable else []
        said = source.texts(row) if readable else []
        return Response(DangerShown(row, context={"source": source, "remit": remit, "said": said}).data)


class DeskDangerDecisions(Desk):
    of = OneDeskDanger

    def hold(self, request: Request) -> None:
        source = _source(self.kwargs["what"])
        hold_around(getattr(source.found(self.remit).get(uid=self.kwargs["uid"]), source.writer))

    @deciding(
        takes=DangerDecisionGiven,
        gives=DecisionMade,
        example=(
            {"kind": "danger_read", "words": "", "since": AT},
            made("danger_read", "Noted. It waits no more."),
        ),
    )
    def post(self, request: MemberRequest, community: str, what: str, uid: UUID) -> Response:
        """Say that I have read it, or who may be asked to help. It never pauses or limits anybody."""
        source = _source(what)
        row = source.found(self.remit).get(uid=uid)
        if self.taken(DangerDecisionGiven, request.data)["since"] != row.signs_since:
            raise Problem("conflict", _("There are newer words. Please look again."))
        return self.decide(request, danger_actions.of_signed(source, row), DangerDecisionGiven, signed=row)


def _source(what: str) -> Source:
    found = BY_NAME.get(what)
    if found is None:
        raise Problem("not_found")
    return found
