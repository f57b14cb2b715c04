"""One pattern: a statement that finds what happened, and a sentence for whoever looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from support.models import PatternKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Noticed:
    """`events` finds rows of (community, member, other, thing, at) since %(since)s: what the member did to the other.

    It is a pattern once it happened to `people` different others. `sentence` says so, given how many; `advice` says
    what else it may be, so that nobody is taken for worse than they are.
    """

    kind: PatternKind
    people: int
    events: str
    sentence: Callable[[int], str]
    advice: StrOrPromise
    given: dict[str, Any] = field(default_factory=dict)
