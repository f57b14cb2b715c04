"""Open doors."""

from typing import TYPE_CHECKING

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

if TYPE_CHECKING:
    from support.sessions import SessionStore


class Session(AbstractBaseSession):
    """Somebody's open door, findable by whose it is, so that erasing an account closes all of its doors."""

    member_key = models.BigIntegerField(null=True, db_index=True)

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        from support.sessions import SessionStore

        return SessionStore
