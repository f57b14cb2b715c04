"""Sessions in the database, each with whose it is: Django's own cannot be found by their member."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

from support.models import Session


class SessionStore(DatabaseSessions):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session: Session = super().create_model_instance(data)  # type: ignore[assignment]
        member = data.get("_auth_user_id")
        session.member_key = int(member) if member else None
        return session
