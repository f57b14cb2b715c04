"""Who asks: by a key of theirs (`Authorization: Bearer cos_…`), or by the session of the pages on the same site."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts import clock
from accounts.models import Member
from support import tokens
from support.models import Token

BEARER = "Bearer"


class ByToken(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[Member, Token] | None:
        kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if not kind:
            return None
        token = tokens.find(secret.strip(), now=_now(request)) if kind.lower() == "bearer" else None
        if token is None:
            raise AuthenticationFailed(_("This key is not known, or is good no longer."), code="key_unknown")
        return token.member, token

    def authenticate_header(self, request: Request) -> str:
        return BEARER


def _now(request: Request) -> datetime:
    """The moment of this request; the pages about the API have none."""
    known: datetime | None = getattr(request.parser_context.get("view"), "now", None)
    return known or clock.database_now()


class BySession(SessionAuthentication):
    """The pages' own session; whatever changes something carries the token of the pages' forms."""

    def authenticate_header(self, request: Request) -> str:
        return BEARER

    def enforce_csrf(self, request: Any) -> None:
        super().enforce_csrf(request)
