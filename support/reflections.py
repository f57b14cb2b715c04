"""A journal of one's own: what helped, what somebody learned. Only its writer reads it; nobody else has a way to it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.locking import lock_members
from accounts.models import Member
from support.models import Reflection

LONGEST = 4000
UNDO = timedelta(hours=1)  # longer than the button says; then it is gone for good


class NothingWritten(ValidationError):
    """A page without a word."""


class TooLong(ValidationError):
    """A page longer than LONGEST characters."""


def of(member: Member) -> QuerySet[Reflection]:
    """This member's pages, the newest first."""
    return Reflection.objects.filter(member=member, removed_at=None).order_by("-written_at", "-pk")


def write(*, member: Member, now: datetime, helped: str = "", learned: str = "") -> Reflection:
    """A new page; the same words sent twice in a row are one. Raises NothingWritten and TooLong."""
    words = _readable(helped=helped, learned=learned)
    with transaction.atomic():
        lock_members([member.pk])
        last = of(member).first()
        if last is not None and (last.helped, last.learned) == (words["helped"], words["learned"]):
            return last
        return Reflection.objects.create(member=member, written_at=now, changed_at=now, **words)


def rewrite(*, reflection: Reflection, now: datetime, helped: str = "", learned: str = "") -> None:
    """The page as it reads now. Raises NothingWritten and TooLong."""
    words = _readable(helped=helped, learned=learned)
    reflection.helped, reflection.learned, reflection.changed_at = words["helped"], words["learned"], now
    reflection.save(update_fields=["helped", "learned", "changed_at"])


def remove(*, reflection: Reflection, now: datetime) -> None:
    """Takes a page out. It can be brought back for a while, and is then gone for good."""
    Reflection.objects.filter(pk=reflection.pk, removed_at=None).update(removed_at=now)


def bring_back(*, member: Member, uid: UUID) -> None:
    """A page that was taken out is there again. Raises DoesNotExist where it is gone for good."""
    page = Reflection.objects.get(member=member, uid=uid)
    page.removed_at = None
    page.save(update_fields=["removed_at"])


def _readable(**words: str) -> dict[str, str]:
    words = {name: written.strip() for name, written in words.items()}
    if not any(words.values()):
        raise NothingWritten(_("A few words in one of the two are enough."))
    for name, written in words.items():
        if len(written) > LONGEST:
            raise TooLong({name: _("Please keep this under %(most)s characters.") % {"most": LONGEST}})
    return words
