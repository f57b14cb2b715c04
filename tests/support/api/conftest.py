"""Programs of the cast."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import Member
from support import tokens
from tests.support.web.conftest import Clock, browser, put, wall_clock

__all__ = ["Program", "browser", "program", "put", "wall_clock"]

Program = Callable[..., "Api"]


class Api:
    """A program with a key: speaks JSON, below /api/v1/."""

    def __init__(self, secret: str = "") -> None:
        self.client = Client(headers={"authorization": f"Bearer {secret}"} if secret else {})

    def get(self, address: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1/{address}", headers=_named(headers))

    def post(self, address: str, body: Any = None, **headers: str) -> Any:
        return self._send("post", address, body, headers)

    def put(self, address: str, body: Any = None, **headers: str) -> Any:
        return self._send("put", address, body, headers)

    def patch(self, address: str, body: Any = None, **headers: str) -> Any:
        return self._send("patch", address, body, headers)

    def delete(self, address: str, body: Any = None, **headers: str) -> Any:
        return self._send("delete", address, body, headers)

    def _send(self, method: str, address: str, body: Any, headers: dict[str, str]) -> Any:
        send = getattr(self.client, method)
        given = {} if body is None else body
        return send(f"/api/v1/{address}", given, content_type="application/json", headers=_named(headers))


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture
def program(wall_clock: Clock, now: datetime) -> Program:
    """A program of this member, with a key for these scopes, or all; a stranger's without a member."""

    def make(member: Member | None = None, *scopes: str) -> Api:
        if member is None:
            return Api()
        given = scopes or tuple(tokens.offered(member, second_step=True))
        _token, secret = tokens.make(
            member=member, name="Phone", scopes=given, days=30, now=now, second_step=True
        )
        return Api(secret)

    return make
