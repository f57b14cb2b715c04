"""What a page may load and run is said as django-csp says it, however it came to be written."""

from collections.abc import Callable

import pytest
from csp.constants import HEADER, SELF
from csp.exceptions import CSPNonceError
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from support.web.policy import Policy

View = Callable[[HttpRequest], HttpResponse]


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def with_script(request: HttpRequest) -> HttpResponse:
    request._csp_nonce = "bm9uY2U="  # type: ignore[attr-defined]  # as its first use keeps it
    return HttpResponse(request.csp_nonce)  # type: ignore[attr-defined]


def of_its_own(request: HttpRequest) -> HttpResponse:
    response = HttpResponse()
    response._csp_replace = {"style-src": [SELF]}  # type: ignore[attr-defined]
    return response


def sealed(request: HttpRequest) -> HttpResponse:
    return HttpResponse(headers={HEADER: "sandbox"})


def said(middleware: type[CSPMiddleware], view: View, request: HttpRequest) -> str:
    answer = middleware(view)(request)
    assert isinstance(answer, HttpResponse)
    return str(answer.headers[HEADER])


@pytest.mark.parametrize("view", [plain, with_script, of_its_own, sealed])
def test_it_says_the_same(view: View, rf: RequestFactory) -> None:
    ours = said(Policy, view, rf.get("/"))
    assert ours == said(CSPMiddleware, view, rf.get("/"))
    assert ("nonce-bm9uY2U=" in ours) == (view is with_script)


def test_nobody_gives_out_a_word_for_scripts_once_the_policy_is_written(rf: RequestFactory) -> None:
    request = rf.get("/")
    Policy(plain)(request)
    with pytest.raises(CSPNonceError):
        str(request.csp_nonce)  # type: ignore[attr-defined]
