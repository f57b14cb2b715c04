"""The service itself, for machines: whether it answers, which version it is, what can go wrong."""

from importlib.metadata import PackageNotFoundError, version

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from support import health
from support.api.operation import OPEN, operation
from support.api.problems import MEANING, Problem
from support.api.shapes import Shown
from support.api.view import View

VERSION = "1.0.0"  # of the API; docs/api-changes.md says what is new


class StartShown(Shown):
    version = serializers.CharField()
    schema = serializers.CharField()
    documentation = serializers.CharField()


class HealthShown(Shown):
    status = serializers.CharField()


class VersionShown(Shown):
    api = serializers.CharField()
    service = serializers.CharField()


class ProblemMeaning(Shown):
    code = serializers.CharField()
    status = serializers.IntegerField()
    meaning = serializers.CharField(help_text="For people, in their language.")


class ProblemsShown(Shown):
    items = ProblemMeaning(many=True)


class Start(View):
    @operation(
        OPEN,
        gives=StartShown,
        example=(None, {"version": VERSION, "schema": "/api/v1/schema/", "documentation": "/api/v1/docs/"}),
    )
    def get(self, request: Request) -> Response:
        """Where everything begins."""
        places = {"schema": reverse("api:schema"), "documentation": reverse("api:docs")}
        return Response({"version": VERSION, **places})


class Health(View):
    @operation(OPEN, gives=HealthShown, example=(None, {"status": "ok"}))
    def get(self, request: Request) -> Response:
        """Whether the service can answer; 503 where it cannot."""
        if not health.answers():
            raise Problem("busy", **{"Retry-After": "5"})
        return Response({"status": "ok"})


class Version(View):
    @operation(OPEN, gives=VersionShown, example=(None, {"api": VERSION, "service": "0.1.0"}))
    def get(self, request: Request) -> Response:
        """Which version of the API and of the service this is."""
        return Response({"api": VERSION, "service": _service()})


class Problems(View):
    @operation(
        OPEN,
        gives=ProblemsShown,
        example=(
            None,
            {"items": [{"code": "not_found", "status": 404, "meaning": "There is nothing here for you."}]},
        ),
    )
    def get(self, request: Request) -> Response:
        """Every code that a problem document may carry, and what it means."""
        rows = [
            {"code": code, "status": status, "meaning": str(says)} for code, (status, says) in MEANING.items()
        ]
        return Response({"items": rows})


def _service() -> str:
    try:
        return version("culture-of-support")
    except PackageNotFoundError:  # run from its folder, as it usually is
        return "0.1.0"
