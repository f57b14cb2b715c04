"""Why something is decided about a person: the list that members can read, and what each decision is."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from support.api.moderation.desk import Desk, looking
from support.api.shapes import Shown
from support.api.view import MemberRequest
from support.models import Grade
from support.moderation import reasons, wording
from support.moderation.reasons import Reason

REASON = {
    "code": "unkind",
    "title": "Unkind or insulting words",
    "tells": "Some words were hard on another person. Here, people need to feel safe when they ask.",
    "grades": ["guidance", "hide", "warn"],
}
GRADE = {
    "grade": "warn",
    "says": "Warn",
    "begins": "We ask you to change something. If it happens again, we may have to limit what you can do here.",
}


class ReasonShown(Shown):
    code = serializers.CharField(help_text="Stays the same; new ones may come.")
    title = serializers.CharField()
    tells = serializers.CharField(allow_blank=True, help_text="The sentence that the person reads.")
    grades = serializers.ListField(
        child=serializers.ChoiceField(Grade.choices), help_text="What it may stand for."
    )


class GradeShown(Shown):
    grade = serializers.ChoiceField(Grade.choices)
    says = serializers.CharField()
    begins = serializers.CharField(allow_blank=True, help_text="What the person reads first.")


class ReasonsShown(Shown):
    items = ReasonShown(many=True)
    grades = serializers.SerializerMethodField(help_text="All there are, the mildest first.")

    @extend_schema_field(GradeShown(many=True))
    def get_grades(self, found: dict[str, tuple[Reason, ...]]) -> Any:
        begins = wording.BEGINS
        told = [{"grade": one, "says": one.label, "begins": begins.get(one, "")} for one in Grade]
        return GradeShown(told, many=True).data


class DeskReasons(Desk):
    @looking(gives=ReasonsShown, example=(None, {"items": [REASON], "grades": [GRADE]}))
    def get(self, request: MemberRequest, community: str) -> Response:
        """Why something may be decided about a person, and what that may be; in every community the same."""
        return Response(ReasonsShown({"items": reasons.REASONS}).data)
