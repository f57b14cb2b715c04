"""The letters that this machine keeps instead of sending them. These pages exist only where it does so."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from support import letters

NEWEST = 100
# What a letter brings along is shown as it is and can do nothing: no script, no request, no form, no origin of ours.
SEALED = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "frame-ancestors": ["'none'"],
    "sandbox": [],
}


def local_mail(request: HttpRequest) -> HttpResponse:
    """All letters, newest first."""
    return render(request, "local/mail.html", {"letters": letters.newest(_folder(), NEWEST)})


def local_letter(request: HttpRequest, name: str) -> HttpResponse:
    """One letter as text; with `?as=html`, as a mail program would show it."""
    letter = letters.find(_folder(), name)
    if letter is None:
        raise Http404
    if request.GET.get("as") == "html":
        return _sealed(HttpResponse(letter.html))
    return render(request, "local/letter.html", {"letter": letter})


def _sealed(response: HttpResponse) -> HttpResponse:
    response._csp_config = SEALED  # type: ignore[attr-defined]  # what django-csp's own decorator does
    return response


def _folder() -> Path:
    if not settings.MAIL_FOLDER:
        raise Http404
    return Path(settings.MAIL_FOLDER)
