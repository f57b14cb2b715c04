"""Decisions and looks, as entries: what an entry says of the row beside it, and whether that row is still so."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from django.db import connection

from support.ledger.concerned import concerned
from support.ledger.kinds import Done
from support.ledger.sealing import fingerprint
from support.ledger.writing import Line, append
from support.models import Decision, Look

# The words of a decision as they lie in the database, each time enciphered anew: this tells nothing about them, and
# nothing at all once they are gone.
STORED = """
    SELECT id, encode(sha256(convert_to(because || '|' || words, 'UTF8')), 'hex'), because || words = ''
    FROM support_decision WHERE id = ANY(%s)"""


def decided(decision: Decision) -> None:
    """A decision that was just written, in its transaction."""
    (stored, _empty) = stored_words([decision.pk])[decision.pk]
    line = Line(
        kind=decision.kind,
        by=decision.by_id,
        member=decision.member_id,
        concerns=concerned(decision.refers_to),
        about={"refers_to": decision.refers_to, "words": stored},
        decision=decision.pk,
    )
    append(decision.community_id, [line], now=decision.made_at)


def looked(looks: Sequence[Look], *, now: datetime) -> None:
    """Looks that were just written, all of one community."""
    lines = [
        Line(
            kind=Done.LOOKED,
            by=look.moderator_key,
            member=look.member_key,
            about={"what": look.what, "why": look.why, "look": of_look(look)},
            look=look.pk,
        )
        for look in looks
    ]
    append(looks[0].community_key, lines, now=now)


def stored_words(decisions: Collection[int]) -> dict[int, tuple[str, bool]]:
    """For each decision: a fingerprint of its stored words, and whether there are none."""
    with connection.cursor() as cursor:
        cursor.execute(STORED, [list(decisions)])
        return {id: (stored, empty) for id, stored, empty in cursor.fetchall()}


def of_look(look: Look) -> str:
    """A fingerprint of everything in its row."""
    return fingerprint(
        look.pk,
        look.community_key,
        look.moderator_key,
        look.member_key,
        look.what,
        look.thing_key,
        look.why,
        look.looked_at.astimezone(UTC).isoformat(),
        look.shown_from.astimezone(UTC).isoformat(),
    )
