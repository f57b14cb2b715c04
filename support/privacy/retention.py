"""What members are told about how long things are kept is done here: little by little, so that nothing else waits."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from accounts.models import Arrival, KeepEnded, Member, Notification, PushReceipt, StillSuspended, Tombstone
from matching import matches
from matching import own_data as of_matching
from matching.models import Match, Round
from support import ledger, reflections
from support.models import (
    Alias,
    Answered,
    AppealState,
    CaseNote,
    CheckIn,
    Claim,
    Draft,
    Export,
    ExportState,
    Feeling,
    Grade,
    Look,
    Measure,
    Meeting,
    Message,
    Reflection,
    Report,
    ReportState,
    Session,
    Thanks,
    Token,
)
from support.privacy import looks
from support.privacy.erasing import TOMBSTONES_KEPT

CONVERSATIONS = timedelta(days=90)  # after their end
NOTIFICATIONS = timedelta(days=365)
REPORTS = timedelta(days=365)
MEASURES = timedelta(days=365)  # after their end
ROUNDS = timedelta(days=90)
LOOKED_BACK = timedelta(days=90)  # longer than anybody is asked about the same match
COPIES = timedelta(days=7)
RECEIPTS = timedelta(days=7)
KEYS = timedelta(days=30)  # after they ceased to work
ANSWERS = timedelta(hours=24)
NEVER_CONFIRMED = timedelta(days=30)

BATCH = 500
SECONDS = 20.0  # a sweep stops after this long; the next one goes on

log = logging.getLogger(__name__)

Sweep = Callable[[datetime], int]


def sweep(*, now: datetime) -> None:
    """Takes away whatever has been kept for as long as was said. One that fails keeps no other from being done."""
    begun = time.monotonic()
    for one in SWEEPS:
        try:
            while time.monotonic() - begun < SECONDS and one(now):
                pass
        except Exception as error:
            log.warning("What was kept (%s) was not taken away yet: %s", one.__name__, type(error).__name__)


def conversations(now: datetime) -> int:
    """Messages, thanks and meetings of two who parted, unless a moderator still has to look into a report about it."""
    over = Match.objects.filter(_kept_long_enough(now))
    over = over.exclude(reports__state=ReportState.OPEN)
    kept: tuple[type[Model], ...] = (Message, Thanks, Meeting)
    return sum(_some(model._default_manager.filter(match__in=over)) for model in kept)


def _kept_long_enough(now: datetime) -> Q:
    """Conversations that ended longer ago than the house keeps any, or than their community chose, once that counts."""
    over = matches.ended_before(now - CONVERSATIONS)
    for days in KeepEnded.values:
        counts = Q(community__keep_ended_days=days, community__keep_ended_from__lte=now)
        over |= counts & matches.ended_before(now - timedelta(days=days))
    return over


def looked_back(now: datetime) -> int:
    """How it went, and how people felt."""
    old = now - LOOKED_BACK
    asked = _some(CheckIn.objects.filter(asked_at__lte=old))
    return asked + _some(Feeling.objects.filter(said_at__lte=old))


def taken_out(now: datetime) -> int:
    """Pages of journals whose writers can no longer bring them back."""
    return _some(Reflection.objects.filter(removed_at__lte=now - reflections.UNDO))


def emptied(now: datetime) -> int:
    """What people who are gone had left for others to read."""
    return of_matching.forget_emptied(ended_before=now - CONVERSATIONS)


def notifications(now: datetime) -> int:
    """Old ones, and what was told to somebody at the very moment in which their account was erased."""
    old = Q(created_at__lte=now - NOTIFICATIONS) | Q(member__erased_at__isnull=False)
    return _some(Notification.objects.filter(old))


def reports(now: datetime) -> int:
    return _some(Report.objects.filter(state=ReportState.DECIDED, created_at__lte=now - REPORTS))


def beside_cases(now: datetime) -> int:
    """Who looked into what, once it has lapsed, and what moderators noted for each other."""
    lapsed = _some(Claim.objects.filter(until__lte=now))
    return lapsed + _some(CaseNote.objects.filter(written_at__lte=now - REPORTS))


def measures(now: datetime) -> int:
    """Graded decisions that hold no more, with what was said to them. What was only said once counts from then."""
    words = Q(grade__in=(Grade.GUIDANCE, Grade.WARN, Grade.HIDE), made_at__lte=now - MEASURES)
    ended = Q(ended_at__lte=now - MEASURES)
    waits = Q(appeal__state=AppealState.OPEN)
    return _some(Measure.objects.filter(words | ended).exclude(waits))


def looked(now: datetime) -> int:
    return _some(Look.objects.filter(looked_at__lte=now - looks.KEPT))


def the_log(now: datetime) -> int:
    return ledger.shorten(now=now)


def aliases(now: datetime) -> int:
    """Under which number somebody stood in the log, made at the very moment in which their account was erased."""
    return _some(Alias.objects.filter(member__erased_at__isnull=False))


def copies(now: datetime) -> int:
    old = Q(state=ExportState.READY, ready_at__lte=now - COPIES) | Q(asked_at__lte=now - 2 * COPIES)
    return _some(Export.objects.filter(old))


def keys(now: datetime) -> int:
    """Of programs, some time after they ceased to work, so that their owner can still see what there was."""
    return _some(Token.objects.filter(Q(expires_at__lte=now - KEYS) | Q(revoked_at__lte=now - KEYS)))


def answers(now: datetime) -> int:
    """What programs were answered: asked for only as long as the same request may come again."""
    return _some(Answered.objects.filter(asked_at__lte=now - ANSWERS))


def sessions(now: datetime) -> int:
    return _some(Session.objects.filter(expire_date__lte=now))


def receipts(now: datetime) -> int:
    """Which device has heard what: asked for only while the same message may be tried again."""
    return _some(PushReceipt.objects.filter(sent_at__lte=now - RECEIPTS))


def fingerprints(now: datetime) -> int:
    """Of accounts that were suspended when they were erased, and of all that were, once no backup holds them."""
    suspended = _some(StillSuspended.objects.filter(until__lte=now))
    return suspended + _some(Tombstone.objects.filter(erased_at__lte=now - TOMBSTONES_KEPT))


@transaction.atomic
def rounds(now: datetime) -> int:
    """What rounds of the matcher did; the matches that came of them stay."""
    old = list(
        Round.objects.filter(started_at__lte=now - ROUNDS).order_by("pk").values_list("pk", flat=True)[:BATCH]
    )
    matches.forget_rounds(old)
    return Round.objects.filter(pk__in=old)._raw_delete("default")


@transaction.atomic
def never_confirmed(now: datetime) -> int:
    """Accounts that somebody began and nobody confirmed: perhaps with another's address."""
    begun = Member.objects.filter(
        emailaddress__verified=False,
        memberships=None,
        last_login=None,
        is_operator=False,
        erased_at=None,
        created_at__lte=now - NEVER_CONFIRMED,
    ).exclude(emailaddress__verified=True)
    ids = list(begun.order_by("pk").values_list("pk", flat=True)[:BATCH])
    Notification.objects.filter(member__in=ids).delete()
    Arrival.objects.filter(member__in=ids).delete()
    EmailAddress.objects.filter(user__in=ids).delete()
    Draft.objects.filter(member__in=ids).delete()  # begun before signing up
    # They never came in, so nothing else is theirs; the database would refuse if it were.
    return Member.objects.filter(pk__in=ids)._raw_delete("default")


SWEEPS: tuple[Sweep, ...] = (
    conversations,
    looked_back,
    taken_out,
    emptied,
    copies,
    never_confirmed,
    notifications,
    receipts,
    sessions,
    keys,
    answers,
    fingerprints,
    beside_cases,
    looked,
    the_log,
    aliases,
    measures,
    reports,
    rounds,
)


def _some(rows: "QuerySet[Any]") -> int:
    """Deletes a batch and returns how many there were."""
    model: type[Model] = rows.model
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
    model._default_manager.filter(pk__in=ids).delete()
    return len(ids)
