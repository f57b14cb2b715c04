"""Whether the service can answer: for supervisors and load balancers, not for people."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from support import health

ADDRESS = "/healthz"


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 "ok" when database and cache answer, else 503; what is wrong goes to the log, not to the caller."""
    answered = health.answers()
    words = b"ok" if answered else b"unavailable"
    return HttpResponse(
        words,
        status=200 if answered else 503,
        content_type="text/plain",
        headers={"Cache-Control": "no-store", "Content-Length": str(len(words))},
    )
