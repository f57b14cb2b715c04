"""What somebody has begun to write on pages of several steps: kept in their session, encrypted, until it is posted.

Signing out forgets it with the session. Nothing of it is in a cookie, a log or an address.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import QueryDict

from accounts.fields import decrypt, encrypt
from accounts.models import Community

DRAFTS = "drafts"
ASK, OFFER = "ask", "offer"


class Draft:
    """The answers given so far, by field, in the form in which a form posts them."""

    def __init__(self, session: SessionBase, what: str, community: Community) -> None:
        self._session, self._name = session, f"{what} {community.slug}"
        self._answers: dict[str, list[str]] = {}
        self._read(session.get(DRAFTS, {}))

    def __bool__(self) -> bool:
        return bool(self._answers)

    def __contains__(self, field: object) -> bool:
        return field in self._answers

    def answers(self) -> QueryDict:
        """All answers, as a form takes them for its data."""
        data = QueryDict(mutable=True)
        for field, values in self._answers.items():
            data.setlist(field, values)
        return data

    def keep(self, posted: QueryDict, fields: Iterable[str]) -> None:
        """Replaces the answers to these fields by what was posted."""
        self._answers |= {field: posted.getlist(field) for field in fields}
        self._write({self._name: encrypt(json.dumps(self._answers))})

    @contextmanager
    def posting(self) -> Iterator[bool]:
        """Holds the draft while it is posted and forgets it afterwards; an exception keeps it.

        Gives False when another request of the same session has posted it in the meantime: sending twice posts once.
        """
        with transaction.atomic():
            row = Session.objects.select_for_update().get(session_key=self._session.session_key)
            stored = row.get_decoded().get(DRAFTS, {})
            yield self._name in stored
            self.forget()
            self._session.save()

    def forget(self) -> None:
        self._answers = {}
        self._write({})

    def _read(self, drafts: dict[str, str]) -> None:
        if self._name in drafts:
            self._answers = json.loads(decrypt(drafts[self._name]))

    def _write(self, mine: dict[str, str]) -> None:
        others = {name: kept for name, kept in self._session.get(DRAFTS, {}).items() if name != self._name}
        self._session[DRAFTS] = others | mine
