"""Pages to read the description of the API on, and to try it."""

from importlib.resources import files
from mimetypes import guess_type

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularRedocView, SpectacularSwaggerSplitView

# Both pages style themselves as they run; they show no words of anybody.
STYLED = csp_replace(
    {"style-src": [SELF, UNSAFE_INLINE], "worker-src": [SELF, "blob:"], "img-src": [SELF, "data:"]}
)


class SchemaFile(SpectacularJSONAPIView):
    """The description itself."""


@method_decorator(STYLED, name="dispatch")
class Docs(SpectacularSwaggerSplitView):
    """To read and to try."""

    url_name = "api:schema"


@method_decorator(STYLED, name="dispatch")
class Reference(SpectacularRedocView):
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


@require_safe
def part(request: HttpRequest, name: str) -> HttpResponse:
    """What these two pages are made of, straight from its package."""
    if name not in PARTS:
        raise Http404
    found = files("drf_spectacular_sidecar") / "static" / "drf_spectacular_sidecar" / name
    kind = guess_type(name)[0] or "application/octet-stream"
    return HttpResponse(
        found.read_bytes(), content_type=kind, headers={"Cache-Control": "public, max-age=86400"}
    )
