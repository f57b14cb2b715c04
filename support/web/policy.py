"""What a page may load and run: most answers carry the same words, which are written once."""

from functools import cache

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class Policy(CSPMiddleware):
    """Leaves to django-csp whatever has a word of its own: a nonce that was given out, or a policy of its view's."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if settings.DEBUG or getattr(request, "_csp_nonce", None) or _has_its_own(response):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _usual())
        vars(request)["csp_nonce"] = CheckableLazyObject(self._csp_nonce_post_response)
        return response


def _has_its_own(response: HttpResponseBase) -> bool:
    return any(name.startswith("_csp") for name in vars(response))


@cache
def _usual() -> str:
    return build_policy()
