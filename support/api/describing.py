"""The description of the API (OpenAPI 3.1), made from the views themselves, and pages to read it on."""

from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularRedocView, SpectacularSwaggerSplitView

Schema = dict[str, Any]


def strict(result: Schema, **_: Any) -> Schema:
    """Nothing but what is named is taken: a misspelt name is a mistake that is said."""
    for name, shape in result["components"]["schemas"].items():
        if name.endswith("Given"):
            shape["additionalProperties"] = False
    return result


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
    """To read."""

    url_name = "api:schema"
