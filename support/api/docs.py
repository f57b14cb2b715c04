"""Pages to read the description of the API on, and to try it."""

from functools import cache
from importlib.resources import files
from mimetypes import guess_type
from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.decorators import method_decorator
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer2
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularRedocView, SpectacularSwaggerSplitView
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Member
from support.api import limits, marks
from support.api.writing import Written

# Both pages style themselves as they run; they show no words of anybody.
STYLED = csp_replace(
    {"style-src": [SELF, UNSAFE_INLINE], "worker-src": [SELF, "blob:"], "img-src": [SELF, "data:"]}
)


@cache
def described() -> bytes:
    """The description, written out once a process: seconds of work, which anybody may ask for."""
    with translation.override(settings.LANGUAGE_CODE):
        schema = SchemaGenerator(api_version=None).get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        return bytes(OpenApiJsonRenderer2().render(schema, renderer_context={}))


class AboutTheApi(APIView):
    """Counted like everything else, and its problems are the documents that they are elsewhere."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        limits.require(limits.count(request, request.user if isinstance(request.user, Member) else None))

    def handle_exception(self, exc: Exception) -> Response:
        self.request.accepted_renderer = Written()
        self.request.accepted_media_type = Written.media_type
        return super().handle_exception(exc)


class SchemaFile(AboutTheApi, SpectacularJSONAPIView):
    """The description itself: the same for everybody, in every language."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As a file that may be kept for an hour."""
        response = HttpResponse(described(), content_type=OpenApiJsonRenderer2.media_type)
        response.headers["Cache-Control"] = "public, max-age=3600"
        return marks.stand_on(response, request)


@method_decorator(STYLED, name="dispatch")
class Docs(AboutTheApi, SpectacularSwaggerSplitView):
    """To read and to try."""

    url_name = "api:schema"


@method_decorator(STYLED, name="dispatch")
class Reference(AboutTheApi, SpectacularRedocView):
    """To read. Without the fonts of others: no page here asks anybody outside."""

    template_name = "api/reference.html"
    url_name = "api:schema"


PARTS = frozenset(
    {
        "swagger-ui-dist/swagger-ui.css",
        "swagger-ui-dist/swagger-ui-bundle.js",
        "swagger-ui-dist/swagger-ui-standalone-preset.js",
        "swagger-ui-dist/favicon-32x32.png",
        "redoc/bundles/redoc.standalone.js",
    }
)


class AsAsked(BaseContentNegotiation):
    """Whatever a browser would like instead: a file is what it is."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return next(iter(parsers), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class Part(AboutTheApi):
    """What these two pages are made of, straight from its package."""

    content_negotiation_class = AsAsked

    @extend_schema(exclude=True)
    def get(self, request: Request, name: str) -> HttpResponseBase:
        """One file, which may be kept for a day."""
        if name not in PARTS:
            raise Http404
        found = files("drf_spectacular_sidecar") / "static" / "drf_spectacular_sidecar" / name
        kind = guess_type(name)[0] or "application/octet-stream"
        headers = {"Cache-Control": "public, max-age=86400"}
        return HttpResponse(found.read_bytes(), content_type=kind, headers=headers)
