"""The language of the pages: chosen in the foot of each, kept with the account, and in this browser."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts import members
from accounts.languages import pages_in
from support.web.access import signed_in_member


# Without a token, so that public pages need no cookie for it: another site could change a visitor's language at worst,
# and never a member's, whose session it cannot send along (SameSite).
@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keeps the choice and goes back to the page on which it was made. What is no language of ours changes nothing."""
    chosen, answer = request.POST.get("language", ""), redirect(_back(request))
    if chosen in pages_in():
        if member := signed_in_member(request):
            members.update_profile(member=member, language=chosen)
        remember_here(answer, chosen)
    return answer


def remember_here(answer: HttpResponse, chosen: str) -> None:
    """In this browser, for whoever is not signed in."""
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )


def _back(request: HttpRequest) -> str:
    """The page before, if it is one of ours. The browser says it: so no page has to hold its own address."""
    before = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    path = urlsplit(before)._replace(scheme="", netloc="").geturl() if ours else ""
    # What was ours with its host in front may lead elsewhere without it: //elsewhere.example.
    safe = path.startswith("/") and url_has_allowed_host_and_scheme(path, None)
    return path if safe else resolve_url("front")
