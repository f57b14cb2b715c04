"""What a kind of case is: a few facts about rows that wait, told once in a module of `support.cases.kinds`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse

from support.policies import Remit

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Severity(IntEnum):
    """How grave it is, the gravest first."""

    DANGER = 1
    GRAVE = 2
    ORDINARY = 3


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
    glanced: Callable[[Remit, Sequence[Any], datetime], None] = _nothing_private


def page_of(remit: Remit, noun: str, *args: object) -> str:
    """The address of a moderators' page about this noun."""
    return reverse(f"dashboard_{noun}", args=[remit.community.slug, *args])
