"""What every page has in common, before and after its view."""

import zoneinfo
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect
from django.utils import timezone, translation

from accounts import customs, live
from accounts.languages import pages_in
from accounts.models import Member
from support.web import errors, health

GetResponse = Callable[[HttpRequest], HttpResponse]

PERMISSIONS = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()"


class WhetherItAnswers:
    """Asked every few seconds by machines, of whom neither session nor language matters."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return health.healthz(request) if request.path == health.ADDRESS else self.get_response(request)


class PrivatePages:
    """Nothing that a member saw stays behind in a shared browser: pages are not stored unless a view says otherwise."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


class MemberLanguage:
    """Speaks the language that the member chose, in whatever browser they are; others get what theirs asks for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "")
        if chosen in pages_in():
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        return self.get_response(request)


class AboutToBeErased:
    """Whoever asked for their account to be erased finds one door inside: back, or out again."""

    OPEN = frozenset(
        {
            "erase",
            "erase_undo",
            "export",
            "export_file",
            "account_logout",
            "account_reauthenticate",
            "mfa_reauthenticate",
            "language",
            "crisis",
            "about",
            "privacy",
            "goodbye",
            "healthz",
            "live",
            "manifest",
            "service_worker",
            "offline",
            "offline_crisis",
        }
    )

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        member, route = request.user, request.resolver_match
        if not isinstance(member, Member) or member.erase_asked_at is None:
            return None
        if route and "api" in route.namespaces:  # programs are told so in their own way
            return None
        return None if route and route.url_name in self.OPEN else redirect("erase")


class MemberTimeZone:
    """Shows times in the member's own zone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = getattr(request.user, "time_zone", "UTC")
        with timezone.override(zoneinfo.ZoneInfo(zone)):
            return self.get_response(request)


class ReadersCustoms:
    """Reads the clock and the week as people do where the reader's browser comes from."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        accepted = request.headers.get("Accept-Language", "")
        with customs.override(customs.of_browser(accepted, translation.get_language() or "")):
            return self.get_response(request)


class LightForStrangers(GZipMiddleware):
    """Pages travel compressed to whoever is not signed in, often on a slow line.

    A member's do not: what is secret and what others may write would be compressed together, and lengths tell (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return response
        return super().process_response(request, response)


class KindRefusals:
    """Where Django would leave an empty page, somebody who looks at one reads what happened."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content and request.accepts("text/html"):
            return errors.not_this_way(request, response)
        return response


class LivePages:
    """A page knows what had changed for its member before it was made, so that it hears of all that changes after.

    And what somebody does here shows in their other windows too.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        member = request.user if isinstance(request.user, Member) else None
        if member and request.method == "GET":
            request.live_mark = live.mark(member.pk)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if member and request.method == "POST" and response.status_code < 400:
            live.changed([member.pk])
        return response
