"""What a person reads when a page cannot be shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: usually one that stayed open for a long time."""
    return render(request, "stale_form.html", status=403)
