"""The row that every decision leaves: who did what, about whom, and why."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Member
from support import ledger
from support.models import Decision, DecisionKind
from support.policies import Remit

LONGEST = 2000


class NoReason(ValidationError):
    """A decision against somebody that says no reason, or nothing to the person."""


class TooLong(ValidationError):
    """A reason longer than LONGEST characters."""


def record(
    remit: Remit,
    kind: DecisionKind,
    *,
    now: datetime,
    member: Member | None = None,
    because: str = "",
    words: str = "",
    **refers_to: object,
) -> Decision:
    """Writes the decision, in the transaction that carries it out. `refers_to` are ids and figures, never words.

    The last thing that a transaction does: it holds the log of the community, and nothing is locked after that.

    About somebody who has erased their account neither who it was nor any words are kept.
    """
    if member is not None and member.erased_at is not None:
        member, because, words = None, "", ""
    decision = Decision.objects.create(
        community=remit.community,
        by=remit.moderator,
        kind=kind,
        member=member,
        because=because.strip(),
        words=words.strip(),
        refers_to={noun: str(id) for noun, id in refers_to.items()},
        made_at=now,
    )
    ledger.decided(decision)
    return decision


def told(words: str) -> str:
    """The reason of a decision that needs one. Raises NoReason or TooLong."""
    words = words.strip()
    if not words:
        raise NoReason(_("Please say why, in a sentence or two."))
    return not_too_long(words)


def not_too_long(words: str) -> str:
    """A reason that may be empty. Raises TooLong."""
    if len(words.strip()) > LONGEST:
        raise TooLong(_("Please keep this under %(most)s characters.") % {"most": LONGEST})
    return words.strip()


def last_words(kind: DecisionKind, **refers_to: object) -> str:
    """What the newest decision of this kind told the member; empty when there is none."""
    about = {f"refers_to__{noun}": str(id) for noun, id in refers_to.items()}
    newest = Decision.objects.filter(kind=kind, **about).order_by("-made_at", "-pk").first()
    return newest.words if newest else ""
