"""What an open page asks for: a stream that says when something changed, or whether anything did since it looked."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from support.live import taking
from support.web.access import signed_in_member

STREAM = "text/event-stream"


@require_GET
def live(request: HttpRequest) -> HttpResponse:
    """A stream for those who accept one; else 204 while the `mark` still stands, or the new mark. 401: signed out."""
    member = signed_in_member(request)
    if member is None:
        return HttpResponse(status=401)
    mark: str = request.live_mark  # type: ignore[attr-defined]
    if STREAM in request.headers.get("Accept", ""):
        return _stream(request, taking.Ticket(member.pk, str(request.session.session_key), mark))
    if mark and mark == request.GET.get("mark"):
        return HttpResponse(status=204)
    return HttpResponse(mark, content_type="text/plain")


def _stream(request: HttpRequest, ticket: taking.Ticket) -> HttpResponse:
    if not taking.possible(request):
        return HttpResponse(status=204)  # to a browser that means: do not try again
    taking.promise(request, ticket)
    kept_open = {
        "Cache-Control": "no-store, no-transform, private",
        "X-Accel-Buffering": "no",
        "Connection": "close",
    }
    return HttpResponse(content_type=STREAM, headers=kept_open)
