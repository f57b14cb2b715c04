"""What rounds did, kept for operators: a row from the beginning on, so that one that was killed is seen, too."""

from datetime import datetime

from accounts.rows import Later, ask, change
from matching.models import Round

BEGUN = """
INSERT INTO matching_round (community_id, started_at, waiting, candidates, matched, proposals, total)
VALUES (%(community)s, %(started)s, %(waiting)s, 0, 0, 0, 0) RETURNING id
"""
DONE = (
    "finished_at",
    "candidates",
    "matched",
    "proposals",
    "total",
    "bound",
    "offers",
    "whole",
    "passed_over",
)
TIMES = ("gather_ms", "solve_ms", "write_ms")
KEPT = f"UPDATE matching_round SET {', '.join(f'{name} = %({name})s' for name in DONE + TIMES)} WHERE id = %(id)s"  # noqa: S608 - constants only


def begin(community_id: int, *, started: datetime, waiting: int) -> Later[Round]:
    """A round begins, in which so many needs wait."""
    rows = ask(BEGUN, community=community_id, started=started, waiting=waiting)

    def begun() -> Round:
        ((id,),) = rows()
        return Round(pk=id, community_id=community_id, started_at=started, waiting=waiting)

    return begun


def keep(round: Round) -> None:
    """A round is over: what it did is noted."""
    change(KEPT, id=round.pk, **{name: getattr(round, name) for name in DONE + TIMES})
