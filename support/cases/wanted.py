"""What part of the queue a moderator wants to see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from support.cases.claims import Key
from support.cases.kind import CaseKind
from support.models import Claim
from support.policies import Remit

MINE, FREE = "mine", "free"


@dataclass(frozen=True)
class Wanted:
    """Which cases; as it stands, all of them. `name` is part of the chosen name of somebody concerned,
    `severity` one of `Severity`; nought is all."""

    kind: str = ""
    whose: str = ""
    late: bool = False
    name: str = ""
    severity: int = 0

    def __bool__(self) -> bool:
        return self != EVERYTHING

    def rows(self, kind: CaseKind, remit: Remit, held: dict[Key, Claim], *, now: datetime) -> QuerySet[Any]:
        """The rows of this kind that are wanted."""
        rows = kind.rows(remit, now)
        if self.severity and self.severity != kind.severity:
            return rows.none()
        if self.kind and self.kind != kind.name:
            return rows.none()
        if self.late:
            rows = rows.filter(**{f"{kind.since}__lt": now - kind.promised(remit.community)})
        if self.whose == MINE:
            mine = [key for (name, key), one in held.items() if name == kind.name and _mine(one, remit)]
            rows = rows.filter(pk__in=mine)
        if self.whose == FREE:
            rows = rows.exclude(pk__in=[key for name, key in held if name == kind.name])
        return rows.filter(_named(self.name.strip(), kind, remit)) if self.name.strip() else rows


EVERYTHING = Wanted()


def _mine(claim: Claim, remit: Remit) -> bool:
    return claim.by_id == remit.moderator.pk


def _named(name: str, kind: CaseKind, remit: Remit) -> Q:
    """Cases that concern somebody of this name. Where moderators stay unnamed, their names find nothing."""
    people = remit.community.memberships.filter(display_name__icontains=name)
    if kind.hides_moderators:
        people = people.exclude(member__in=remit.moderators)
    found, named = people.values("member"), Q(pk__in=[])
    for column in kind.people:
        named |= Q(**{f"{column}__in": found})
    return named
