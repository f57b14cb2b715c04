"""What somebody has begun to write on pages of several steps, as a request finds it.

A member's lies with their account; of one that was begun before signing in, the session holds nothing but its uid.
Nothing of it is in a cookie, a log or an address.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from accounts.models import Community, Member
from support import drafts, models
from support.drafts import ASK, OFFER

__all__ = ["ASK", "OFFER", "Draft", "bring_along", "forget", "holds", "take_over"]

HELD = "drafts"  # the session's key: the uid of each draft that was begun without signing in


class Draft:
    """The answers given so far, by field, as a form posts them. `member` is None before signing in."""

    def __init__(
        self, request: HttpRequest, what: str, community: Community, *, member: Member | None, now: datetime
    ) -> None:
        self._session, self._what, self._community = request.session, what, community
        self._member, self._now = member, now
        self._answers = drafts.answers(self._first())

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
        kept = drafts.keep(
            found=self._found(),
            member=self._member,
            what=self._what,
            community=self._community,
            given={field: posted.getlist(field) for field in fields},
            now=self._now,
        )
        self._answers = drafts.answers(kept)
        if self._member is None:
            self._session[HELD] = self._session.get(HELD, {}) | {self._name: str(kept.uid)}

    @contextmanager
    def posting(self) -> Iterator[bool]:
        """As `support.drafts.posting`."""
        with drafts.posting(self._found()) as mine:
            yield mine

    @property
    def _name(self) -> str:
        return f"{self._what} {self._community.slug}"

    def _first(self) -> models.Draft | None:
        """The draft that every step of it begins with."""
        if self._member is None:
            return self._found().first()
        return drafts.first_of_member(
            member=self._member, what=self._what, community=self._community, now=self._now
        )

    def _found(self) -> QuerySet[models.Draft]:
        what, place, now = self._what, self._community, self._now
        if self._member:
            return drafts.of_member(member=self._member, what=what, community=place, now=now)
        return drafts.of_session(
            uid=_held(self._session).get(self._name), what=what, community=place, now=now
        )


def _held(session: SessionBase) -> dict[str, UUID]:
    return {name: UUID(uid) for name, uid in session.get(HELD, {}).items()}


def holds(session: SessionBase) -> bool:
    """Whether something was begun in this browser by somebody who had not signed in."""
    return bool(session.get(HELD))


def take_over(session: SessionBase, member: Member, *, now: datetime) -> None:
    """Whoever signs in, and comes back to what they began in this browser, goes on with it."""
    if holds(session):
        drafts.hand_over(uids=_held(session).values(), member=member, now=now)
        del session[HELD]


def bring_along(session: SessionBase, member: Member, *, now: datetime) -> None:
    """At sign-up: what was begun in this browser goes with the account, into whatever browser confirms its address.

    What an earlier sign-up under this address had brought is forgotten: it may have been somebody else's. A copy stays
    in this browser, as it does where there was an account already: nobody learns from it which of the two it was.
    """
    drafts.forget_all(member)
    drafts.hand_over(uids=_held(session).values(), member=member, now=now, leave_a_copy=True)


def forget(session: SessionBase) -> None:
    """Forgets what was begun in this browser without signing in."""
    if holds(session):
        drafts.forget(uids=_held(session).values())
        del session[HELD]
