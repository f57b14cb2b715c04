"""A copy of everything that is kept about a member: asked for with one tap, made by a worker, kept for a week.

The row is the queue: a lost doorbell costs half a minute. The file is encrypted at rest.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import translation

from accounts import doorbell
from accounts import own_data as of_accounts
from accounts.fields import seal, unseal
from accounts.locking import lock_members
from accounts.models import Member
from accounts.notifications.notify import notify
from matching import own_data as of_matching
from support.models import Export, ExportState
from support.privacy import files
from support.privacy import own_data as of_support
from support.privacy.retention import COPIES
from support.tasks import make_export

LEASE = timedelta(minutes=2)  # longer than a worker's hard limit: who has not finished by then is dead
MOST_ATTEMPTS = 4
AGAIN_AFTER = timedelta(hours=1)  # a copy that is younger is good enough

Clock = Callable[[], datetime]


@transaction.atomic
def ask(*, member: Member, now: datetime) -> Export:
    """The copy that is on its way or ready; a new one where there is none, or only one from earlier."""
    lock_members([member.pk])
    export = Export.objects.filter(member=member).first()
    if export and not _stale(export, now):
        return export
    if export:
        export.delete()
    export = Export.objects.create(member=member, asked_at=now, language=translation.get_language() or "en")
    doorbell.ring(make_export, export_id=export.pk)
    return export


def _stale(export: Export, now: datetime) -> bool:
    if export.state == ExportState.WAITING:
        return False
    return export.state == ExportState.FAILED or now - export.asked_at > AGAIN_AFTER


def of(member: Member, *, now: datetime) -> Export | None:
    """The member's copy as it stands, without the file; one that is too old is gone."""
    kept = Export.objects.defer("sealed").filter(member=member)
    return kept.exclude(state=ExportState.READY, ready_at__lte=now - COPIES).first()


def file_of(member: Member, *, now: datetime) -> bytes | None:
    """The zip, if it is ready."""
    export = of(member, now=now)
    if export is None or export.state != ExportState.READY or export.sealed is None:
        return None
    return unseal(bytes(export.sealed))


def make_waiting(*, clock: Clock) -> int:
    """Makes what doorbells and dead workers have left; returns how many."""
    waiting = list(
        Export.objects.filter(_free(clock())).order_by("asked_at", "pk").values_list("pk", flat=True)
    )
    return sum(make(export_id=pk, clock=clock) for pk in waiting)


def make(*, export_id: int, clock: Clock) -> bool:
    """Makes one copy, step by step; False where somebody else is at it, or it is no longer wanted."""
    mine = Export.objects.filter(pk=export_id)
    now = clock()
    if not mine.filter(_free(now)).update(lease_until=now + LEASE, attempts=F("attempts") + 1, step=0):
        return False
    export = mine.defer("sealed").select_related("member").get()
    if export.attempts > MOST_ATTEMPTS:
        return bool(mine.update(state=ExportState.FAILED, lease_until=None))
    with translation.override(export.language):
        file = _gather(export, now)
    return _finish(export, file, clock())


def _free(now: datetime) -> Q:
    return Q(state=ExportState.WAITING) & (Q(lease_until=None) | Q(lease_until__lte=now))


def _gather(export: Export, now: datetime) -> bytes:
    """Each part in a step of its own, which the page shows."""
    member = export.member
    parts: tuple[Callable[[], files.Parts], ...] = (
        lambda: of_accounts.export(member),
        lambda: of_matching.export(member),
        lambda: of_support.export(member, now=now),
    )
    told: files.Parts = {}
    for step, part in enumerate(parts, start=1):
        Export.objects.filter(pk=export.pk).update(step=step)
        told |= part()
    Export.objects.filter(pk=export.pk).update(step=len(parts) + 1)
    return files.packed(told, member=member, now=now)


@transaction.atomic
def _finish(export: Export, file: bytes, now: datetime) -> bool:
    """The file and the word about it are one; neither where the member is gone by now."""
    lock_members([export.member_id])
    mine = Export.objects.filter(pk=export.pk, state=ExportState.WAITING, attempts=export.attempts)
    if not mine.update(state=ExportState.READY, ready_at=now, sealed=seal(file), lease_until=None):
        return False
    notify(member=export.member, kind="copy_ready", event=f"export:{export.pk}:ready", now=now)
    return True
