"""Everything that may hold signs of danger, read in one way: what it is, whose it is, where, and its exact words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Community
from matching.models import SIGNS, SIGNS_WAIT, Need
from support.models import CheckIn, Message
from support.policies import OPERATOR, Remit

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    Signed = Need | Message | CheckIn

FOUND = ~Q(signs=[])


@dataclass(frozen=True)
class Source:
    """One kind of rows. `writer` and `community` are paths from the row."""

    name: str  # stands in addresses and in the names of kinds of cases
    title: StrOrPromise
    model: Any
    writer: str
    community: str
    rows: Callable[[Remit], QuerySet[Any]]  # those that this moderator may come near to
    texts: Callable[[Any], list[str]]

    def waiting(self, remit: Remit) -> QuerySet[Any]:
        """What nobody has read yet; all of it, also what its writer has withdrawn or ended since."""
        return self.rows(remit).filter(SIGNS_WAIT)

    def found(self, remit: Remit) -> QuerySet[Any]:
        """What may be opened: whatever holds signs, read or not."""
        return self.rows(remit).filter(FOUND, signs_since__isnull=False).select_related(self.writer)

    def writer_id(self, row: Any) -> int:
        return int(getattr(row, f"{self.writer}_id"))

    def place(self, row: Any) -> Community:
        place: Community = row.community if self.community == "community" else row.match.community
        return place


def _messages(remit: Remit) -> QuerySet[Message]:
    return Message.objects.filter(match__in=remit.matches()).select_related("match__community")


def _checkins(remit: Remit) -> QuerySet[CheckIn]:
    mine = CheckIn.objects.filter(match__in=remit.matches()).exclude(member__in=remit.near)
    return mine.select_related("match__community")


def _said(message: Message) -> list[str]:
    """Also what it said before: somebody who takes back a cry for help may need it most."""
    return [*(before.words for before in message.former.all()), *([message.words] if message.words else [])]


NEEDS = Source(
    "need",
    _("A request that may speak of danger"),
    Need,
    "member",
    "community",
    lambda remit: remit.needs().select_related("community"),
    lambda need: [need.headline, need.words],
)
MESSAGES = Source(
    "message",
    _("A message that may speak of danger"),
    Message,
    "author",
    "match__community",
    _messages,
    _said,
)
CHECKINS = Source(
    "checkin",
    _("Words from looking back that may speak of danger"),
    CheckIn,
    "member",
    "match__community",
    _checkins,
    lambda checkin: [checkin.words],
)
SOURCES = (NEEDS, MESSAGES, CHECKINS)
BY_NAME = {source.name: source for source in SOURCES}


def reads(remit: Remit, writer_id: int) -> bool:
    """Whether this moderator reads the words. A fellow moderator's own are an operator's to read."""
    return writer_id not in remit.moderators or remit.rank >= OPERATOR


def names_of_signs(row: Signed) -> list[StrOrPromise]:
    """What the words suggest, in a sentence each."""
    return [words for sign, words in SIGNS.items() if sign in row.signs]
