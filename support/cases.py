"""What waits for a moderator, read from the rows that wait: no list beside them could disagree."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from accounts.models import Standing
from matching.models import MatchState, NeedState
from support.models import ReportState
from support.policies import Remit

MOST = 50  # of each kind


class Kind(IntEnum):
    """Kinds of cases, the gravest first."""

    REPORT = 1
    MESSAGE = 2
    NEED = 3
    PROPOSAL = 4
    MEMBER = 5


@dataclass(frozen=True)
class Case:
    kind: Kind
    since: datetime
    about: Any  # the row that waits
    late: bool  # past the community's own response time


def waiting(remit: Remit, *, now: datetime) -> list[Case]:
    """What waits for this moderator: the gravest first, and of each kind what has waited longest."""
    promised = now - timedelta(hours=remit.community.response_hours)
    rows = [
        (kind, getattr(row, since), row)
        for kind, (queryset, since) in _queues(remit).items()
        for row in queryset.order_by(since, "pk")[:MOST]
    ]
    return [Case(kind, since, row, since < promised) for kind, since, row in rows]


def counts(remit: Remit) -> dict[str, int]:
    """How many of each kind wait, by the kind's lower-case name."""
    return {kind.name.lower(): queryset.count() for kind, (queryset, _) in _queues(remit).items()}


def _queues(remit: Remit) -> dict[Kind, tuple[Any, str]]:
    """Each kind's rows, and the column that says since when they wait."""
    reports = remit.reports().filter(state=ReportState.OPEN).select_related("match")
    members = remit.memberships().filter(standing=Standing.ASKED).exclude(member__in=remit.near)
    return {
        Kind.REPORT: (reports, "created_at"),
        Kind.MESSAGE: (remit.held_messages(), "held_at"),
        Kind.NEED: (remit.needs().filter(state=NeedState.IN_REVIEW), "changed_at"),
        Kind.PROPOSAL: (remit.matches().filter(state=MatchState.IN_REVIEW), "created_at"),
        Kind.MEMBER: (members, "asked_at"),
    }
