"""What a moderator does about words that suggest danger: reads them, and says who may be asked to help."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import live
from accounts.models import Member
from matching import needs
from matching.models import SIGNS_WAIT, Need
from support import policies
from support.danger.rows import SOURCES, Source, reads
from support.models import DecisionKind
from support.moderation.decisions import not_too_long, record
from support.policies import Remit

if TYPE_CHECKING:
    from support.danger.rows import Signed


class AlreadyRead(ValidationError):
    """Another moderator has read it."""

    problem = "conflict"


@transaction.atomic
def read(*, signed: "Signed", by: Member, now: datetime, because: str = "") -> None:
    """A moderator has read it and done what they may do: it waits no more. What else holds stays as it is.

    `because` is a note for moderators. Raises NotAllowed, AlreadyRead.
    """
    source, remit = _remit(signed, by)
    because = not_too_long(because)
    _settle(source, signed, now)
    _record(remit, source, signed, DecisionKind.DANGER_READ, because, now)


@transaction.atomic
def lift(*, signed: Need, by: Member, now: datetime, because: str = "") -> None:
    """It was no danger, or is none any more: every helper who fits may be asked. Raises NotAllowed."""
    _decide_on(signed, by, DecisionKind.DANGER_LIFTED, because, now)


@transaction.atomic
def keep_for_trained(*, signed: Need, by: Member, now: datetime, because: str = "") -> None:
    """Only helpers who are trained and have opted in are asked from now on. Raises NotAllowed."""
    _decide_on(signed, by, DecisionKind.DANGER_SET, because, now)


def _decide_on(need: Need, by: Member, kind: DecisionKind, because: str, now: datetime) -> None:
    source, remit = _remit(need, by)
    because = not_too_long(because)
    needs.set_danger(need=need, danger=kind == DecisionKind.DANGER_SET, now=now)
    source.model.objects.filter(SIGNS_WAIT, pk=need.pk).update(signs_read_at=now)
    _record(remit, source, need, kind, because, now)


def _remit(signed: "Signed", by: Member) -> tuple[Source, Remit]:
    """Raises NotAllowed for whoever may not read these words."""
    source = next(one for one in SOURCES if isinstance(signed, one.model))
    remit = policies.remit_of(by, source.place(signed))
    found = remit is not None and source.rows(remit).filter(pk=signed.pk).exists()
    if remit is None or not found or not reads(remit, source.writer_id(signed)):
        raise policies.not_allowed()
    return source, remit


def _settle(source: Source, signed: "Signed", now: datetime) -> None:
    """Words that came since this moderator opened the page wait on."""
    here = source.model.objects.filter(SIGNS_WAIT, pk=signed.pk, signs_since=signed.signs_since)
    if not here.update(signs_read_at=now):
        raise AlreadyRead(_("Somebody has already read this."))
    live.changed([source.writer_id(signed)])


def _record(
    remit: Remit, source: Source, signed: "Signed", kind: DecisionKind, because: str, now: datetime
) -> None:
    writer = getattr(signed, source.writer)
    refers_to: dict[str, str] = {source.name: str(getattr(signed, "uid", signed.pk))}
    record(remit, kind, member=writer, because=because, now=now, **refers_to)
