"""One address of the API: who asks, how often, in which language, and what every answer carries."""

import zoneinfo
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import clock, intake, live
from accounts.languages import pages_in
from accounts.models import Member, SpokenFor
from matching.locking import hold_around
from support import second_factor
from support.api import limits, marks
from support.api.operation import OPEN, SIGNED_IN
from support.api.problems import Problem
from support.models import Token
from support.scopes import FOR_OTHERS, MODERATING, Scope

ON_BEHALF_OF = "On-Behalf-Of"
# Other websites may ask with a key of their member. Never with the session of ours: that needs a named origin.
FROM_ELSEWHERE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Accept-Language, Idempotency-Key,"
    " If-Match, If-None-Match, On-Behalf-Of",
    "Access-Control-Expose-Headers": "ETag, Location, Link, RateLimit, RateLimit-Policy, Retry-After,"
    " Idempotency-Replayed, Undo-Key",
    "Access-Control-Max-Age": "600",
}


class MemberRequest(Request):
    """A request of somebody who is signed in: what every operation but the open ones gets."""

    user: Member
    auth: Token | None


class View(APIView):
    """Operations are methods with `@operation`. `of` is the view whose GET shows what this one changes; else itself."""

    of: "type[View] | None" = None
    # What this address names beside what the one of `of` names.
    names_more: tuple[str, ...] = ()
    # Whoever asked to be erased reads, copies and comes back; nothing else.
    open_while_leaving = False
    # True where a GET only tells whether it still is what the caller saw: nobody reads that answer.
    compares = False
    left: limits.Left | None = None
    metadata_class = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.now, self.format_kwarg = clock.database_now(), None
        member = self._who(request)
        self._speak_to(request, member)
        limits.require(self._counted(request, member))
        negotiated = self.perform_content_negotiation(request)  # what is refused is counted, too
        request.accepted_renderer, request.accepted_media_type = negotiated
        self._require(request, member)
        if member and ON_BEHALF_OF in request.headers:
            self._speak_for(request, member)

    def _who(self, request: Request) -> Member | None:
        try:
            self.perform_authentication(request)
        except exceptions.AuthenticationFailed:
            limits.require(self._counted(request, None))
            raise
        return request.user if isinstance(request.user, Member) else None

    def _counted(self, request: Request, member: Member | None) -> limits.Left:
        self.left = limits.count(request, member)
        return self.left

    def _require(self, request: Request, member: Member | None) -> None:
        handler = getattr(self, (request.method or "").lower(), None)
        who = getattr(handler, "who", OPEN)
        if who == OPEN:
            return
        if member is None:
            raise exceptions.NotAuthenticated
        if member.erase_asked_at is not None and not self.open_while_leaving:
            raise Problem("being_erased")
        if who == SIGNED_IN:
            return
        if isinstance(request.auth, Token):
            if who not in request.auth.scopes:
                raise Problem("scope_missing")
            if who in MODERATING and second_factor.gone(member):
                raise Problem("second_step")
        elif who in MODERATING and second_factor.missing(request._request):
            raise Problem("second_step")

    def _speak_for(self, request: Request, desk: Member) -> None:
        """From here on whoever asks is the person for whom this desk speaks: theirs is seen, and done in their name."""
        who = getattr(getattr(self, (request.method or "").lower(), None), "who", OPEN)
        if who not in FOR_OTHERS or not (
            isinstance(request.auth, Token) and Scope.PROXY in request.auth.scopes
        ):
            raise Problem("scope_missing")
        try:
            spoken = intake.active_person(desk, UUID(request.headers[ON_BEHALF_OF]))
        except (ValueError, SpokenFor.DoesNotExist) as unknown:
            raise Problem("not_found") from unknown
        request.user = spoken.membership.member

    def _speak_to(self, request: Request, member: Member | None) -> None:
        """In the language that the program asks for, else the member's own; times in words as their clock has them."""
        wanted = [
            code for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
        ]
        known = [code.partition("-")[0] for code in wanted if code.partition("-")[0] in pages_in()]
        chosen = [*known, *([member.language] if member and member.language in pages_in() else [])]
        translation.activate(chosen[0] if chosen else settings.LANGUAGE_CODE)
        if member:
            timezone.activate(zoneinfo.ZoneInfo(member.time_zone))

    def as_seen(self, request: Request, act: Callable[[], Response], **address: Any) -> Response:
        """Acts if what the caller saw (If-Match) still is what is there; nobody changes it between look and act."""
        with transaction.atomic():
            self.hold(request)
            marks.require(request, lambda: self._shown(request, **address))
            return act()

    def hold(self, request: Request) -> None:
        """Holds what is about to be changed, in the order of locks: mostly whatever is around the caller."""
        if isinstance(request.user, Member):
            hold_around(request.user)

    def _shown(self, request: Request, **address: Any) -> Response:
        view = (self.of or type(self))()
        address = {name: value for name, value in address.items() if name not in self.names_more}
        if not hasattr(view, "get"):  # nothing is there that somebody could have seen
            raise Problem("changed")
        view.request, view.args, view.kwargs = request, (), address
        view.now, view.format_kwarg, view.compares = self.now, None, True
        return view.get(request, **address)  # type: ignore[no-any-return]

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ("Accept-Language", "Authorization", "Cookie", "Origin"))
        said = (self.left.headers if self.left else {}) | (
            FROM_ELSEWHERE if "Origin" in request.headers else {}
        )
        for name, value in said.items():
            response.headers[name] = value
        if request.method in ("GET", "HEAD") and response.status_code == 200:
            response = marks.stand_on(response, request)
        if request.method not in ("GET", "HEAD") and response.status_code < 400:
            self._tell_open_pages(request)
        return response

    def _tell_open_pages(self, request: Request) -> None:
        """What a program did for somebody shows in the pages that they have open."""
        if isinstance(request.user, Member):
            live.changed([request.user.pk])

    def options(  # type: ignore[override]
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Browsers ask before another site's page may ask."""
        return HttpResponse(status=204, headers={"Allow": ", ".join(self.allowed_methods)})


def key_of(request: Request) -> UUID | None:
    """Which key asks; None for a session. What it makes that opens something goes when it is taken back."""
    return request.auth.uid if isinstance(request.auth, Token) else None


class NoSuchAddress(View):
    """Every address below ours that there is not."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise Problem("not_found")
