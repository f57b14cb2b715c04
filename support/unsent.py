"""What somebody has begun to write in a conversation: kept encrypted, wherever they sign in, gone once it is sent."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.locking import lock_members
from accounts.models import Member
from accounts.prepared import Given, Prepared
from accounts.rows import change
from matching.models import Match
from support.models import Message, UnsentWords
from support.parties import is_side

KEPT = timedelta(days=14)
LONGEST = 8000  # more than one message holds: nothing is cut while somebody is writing
KEPT_HERE = Prepared(
    lambda: UnsentWords.objects.filter(
        match=Given("match"), author=Given("author"), kept_at__gt=Given("since")
    )
)
FORGET = "DELETE FROM support_unsentwords WHERE match_id = %(match)s AND author_id = %(author)s"


def of(match: Match, author: Member, *, now: datetime) -> str:
    """What they have begun here, or ""."""
    kept = KEPT_HERE.first(match=match.pk, author=author.pk, since=now - KEPT)
    return kept.words if kept else ""


@transaction.atomic
def keep(*, match: Match, author: Member, words: str, form_key: UUID, now: datetime) -> None:
    """Keeps what stands in the form with this key; nothing, once that form was sent. Touches the writer alone."""
    if not is_side(match, author):
        return
    lock_members([author.pk])
    if not words.strip():
        forget(match=match, author=author)
    elif not Message.objects.filter(match=match, author=author, form_key=form_key).exists():
        kept = {"words": words[:LONGEST], "kept_at": now}
        UnsentWords.objects.update_or_create(match=match, author=author, defaults=kept)


def forget(*, match: Match, author: Member) -> None:
    change(FORGET, match=match.pk, author=author.pk)


def forget_old(*, now: datetime) -> None:
    UnsentWords.objects.filter(kept_at__lte=now - KEPT).delete()
