"""Pages to read the description of the API on, and to try it."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.utils.decorators import method_decorator
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
    """To read."""

    url_name = "api:schema"
