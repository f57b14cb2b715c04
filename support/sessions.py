"""Sessions in the database, each with whose it is: Django's own cannot be found by their member.

Every page begins with the session and its member, so both are asked for ready.
"""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone

from accounts.models import Member
from accounts.prepared import Given, Prepared
from support.models import Session

LIVING = Prepared(lambda: Session.objects.filter(session_key=Given("key"), expire_date__gt=Given("now")))
MEMBER = Prepared(lambda: Member.objects.filter(pk=Given("pk")))
# By whom somebody was let in, as sessions from before `SignedIn` have it; they stay open.
BEFORE = f"{AuthenticationBackend.__module__}.{AuthenticationBackend.__qualname__}"


class SignedIn(AuthenticationBackend):  # type: ignore[misc]
    """Lets people in as allauth does, and knows them again at every page."""

    def get_user(self, user_id: int) -> Member | None:
        member = MEMBER.first(pk=user_id)
        return member if member and self.user_can_authenticate(member) else None


class SessionStore(DatabaseSessions):
    def _get_session_from_db(self) -> Session | None:
        """As Django's own, which every page asks for."""
        key = str(self.session_key)
        # No key of ours has one, and the database refuses to look for it.
        found = None if "\0" in key else LIVING.first(key=key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session: Session = super().create_model_instance(data)  # type: ignore[assignment]
        member = data.get("_auth_user_id")
        session.member_key = int(member) if member else None
        return session

    def decode(self, session_data: Any) -> dict[str, Any]:
        data = super().decode(session_data)
        if data.get(BACKEND_SESSION_KEY) == BEFORE:
            data[BACKEND_SESSION_KEY] = f"{SignedIn.__module__}.{SignedIn.__qualname__}"
        return data
