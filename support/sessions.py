"""Sessions in the database, each with whose it is: Django's own cannot be found by their member."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone

from accounts.prepared import Given, Prepared
from support.models import Session

LIVING = Prepared(lambda: Session.objects.filter(session_key=Given("key"), expire_date__gt=Given("now")))


class SessionStore(DatabaseSessions):
    def _get_session_from_db(self) -> Session | None:
        """As Django's own, which every page asks for."""
        found = LIVING.first(key=self.session_key, now=timezone.now())
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
