"""What a kind of case is: a few facts about rows that wait, told once in a module of `support.cases.kinds`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Community
from support.policies import Remit

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Severity(IntEnum):
    """How grave it is, the gravest first."""

    DANGER = 1
    GRAVE = 2
    ORDINARY = 3


DANGER_WITHIN = timedelta(hours=1)  # as soon as possible; after this, it was not


def promised(severity: Severity, community: Community) -> timedelta:
    """Within what time somebody looks at what is so grave, as the community tells its members."""
    hours = {Severity.GRAVE: community.grave_hours, Severity.ORDINARY: community.response_hours}
    return timedelta(hours=hours[severity]) if severity in hours else DANGER_WITHIN


def _nothing_private(remit: Remit, rows: Sequence[Any], now: datetime) -> None:
    """A line without anybody's private words was no look at anything."""


@dataclass(frozen=True)
class CaseKind:
    """One kind. `rows` comes through the remit and nothing else, so that nobody finds a case near to themselves.

    `people` are the columns that lead to the members concerned: by their chosen names a case is found. `glanced` writes
    down (`support.privacy.looks`) what private lines the queue shows of these rows.
    """

    name: str  # stands in addresses, claims and notes: it never changes
    severity: Severity
    title: StrOrPromise
    rows: Callable[[Remit, datetime], QuerySet[Any]]
    since: str  # the column that says since when it waits
    sentence: Callable[[Remit, Any], str]  # never a private word that its reader may not see
    href: Callable[[Remit, Any], str]
    people: tuple[str, ...] = ()
    hides_moderators: bool = False  # a fellow moderator stays unnamed there, and is not found by name
    glanced: Callable[[Remit, Sequence[Any], datetime], None] = _nothing_private

    def promised(self, community: Community) -> timedelta:
        """Within what time somebody looks at it."""
        return promised(self.severity, community)

    def concerned(self, row: Any) -> list[int]:
        """The members whom a row is about, by id."""
        ids = (attrgetter(f"{column.replace('__', '.')}_id")(row) for column in self.people)
        return sorted({id for id in ids if id})


def page_of(remit: Remit, noun: str, *args: object) -> str:
    """The address of a moderators' page about this noun."""
    return reverse(f"dashboard_{noun}", args=[remit.community.slug, *args])
