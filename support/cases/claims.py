"""Who looks into a case. A claim keeps two from doing the same work; it decides nothing, and lapses by itself.

Of two who claim at once the database lets one through.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts import live
from accounts.models import Member
from accounts.notifications.notify import notify
from support import ledger, policies
from support.cases.kind import CaseKind
from support.ledger import Done, Line
from support.models import Claim
from support.policies import Remit

FOR_NOW = timedelta(hours=1)  # a volunteer's evening
HANDED = timedelta(hours=24)  # whoever is asked to take over may not be here today


class Taken(ValidationError):
    """Somebody else looks into it."""

    problem = "conflict"


class NotTheirs(ValidationError):
    """Whoever should take over may not decide this case."""


Key = tuple[str, int]  # the kind's name, the row's id


def held(remit: Remit, *, now: datetime) -> dict[Key, Claim]:
    """All that hold at this moment in the community. One query."""
    holding = Claim.objects.filter(community=remit.community, until__gt=now)
    return {(claim.kind, claim.case_key): claim for claim in holding}


@transaction.atomic
def claim(remit: Remit, kind: CaseKind, case_key: int, *, now: datetime) -> None:
    """Takes the case for an hour; once more renews that. Raises NotAllowed or Taken."""
    concerned = _require(remit, kind, case_key, now)
    _take(remit, kind, case_key, remit.moderator, now, FOR_NOW)
    _write_down(remit, kind, case_key, Done.CLAIMED, concerned, now)


@transaction.atomic
def give_back(remit: Remit, kind: CaseKind, case_key: int, *, now: datetime) -> None:
    """Frees the case again; one that is somebody else's stays theirs. Raises NotAllowed."""
    concerned = _require(remit, kind, case_key, now)
    if _of(remit, kind, case_key).filter(by=remit.moderator).delete()[0]:
        live.changed(remit.moderators)
        _write_down(remit, kind, case_key, Done.GAVE_BACK, concerned, now)


@transaction.atomic
def hand_over(remit: Remit, kind: CaseKind, case_key: int, *, to: Member, now: datetime) -> None:
    """Gives the case to another moderator, who is told that something waits for them.

    Raises NotAllowed, Taken, or NotTheirs for somebody who may not decide it: then it says no reason, which could be a
    block.
    """
    concerned = _require(remit, kind, case_key, now)
    if to not in takers(remit, kind, case_key, now=now):
        raise NotTheirs(_("This one is for another moderator."))
    _take(remit, kind, case_key, to, now, HANDED)
    notify(
        member=to,
        kind="place_review",
        event=f"case:{kind.name}:{case_key}:handed:{now.timestamp():.0f}",
        now=now,
        community=remit.community,
        refers_to={"community": remit.community.slug},
    )
    _write_down(remit, kind, case_key, Done.HANDED_OVER, concerned, now)


def takers(remit: Remit, kind: CaseKind, case_key: int, *, now: datetime) -> list[Member]:
    """The other moderators who may see and decide this case."""
    others = Member.objects.filter(pk__in=remit.moderators, is_active=True).exclude(pk=remit.moderator.pk)
    theirs = [(member, policies.remit_of(member, remit.community)) for member in others.order_by("pk")]
    return [member for member, of in theirs if of and kind.rows(of, now).filter(pk=case_key).exists()]


def _require(remit: Remit, kind: CaseKind, case_key: int, now: datetime) -> list[int]:
    """Whom the case is about, where this moderator may see it. Raises NotAllowed."""
    row = kind.rows(remit, now).filter(pk=case_key).first()
    if row is None:
        raise policies.not_allowed()
    return kind.concerned(row)


def _write_down(
    remit: Remit, kind: CaseKind, case_key: int, done: Done, concerned: list[int], now: datetime
) -> None:
    about = {"case": kind.name, "number": case_key}
    line = Line(done, by=remit.moderator.pk, concerns=frozenset(concerned), about=about)
    ledger.append(remit.community.pk, [line], now=now)


@transaction.atomic
def _take(
    remit: Remit, kind: CaseKind, case_key: int, holder: Member, now: datetime, lasts: timedelta
) -> None:
    """Writes the claim where it is free, lapsed, or held by whoever acts. Two at once meet at one row."""
    given = {"by": holder, "claimed_at": now, "until": now + lasts}
    mine_or_over = Q(by=remit.moderator) | Q(until__lte=now)
    if not _of(remit, kind, case_key).filter(mine_or_over).update(**given):
        fresh = Claim(community=remit.community, kind=kind.name, case_key=case_key, **given)
        Claim.objects.bulk_create([fresh], ignore_conflicts=True)
        if not _of(remit, kind, case_key).filter(by=holder, claimed_at=now).exists():
            raise Taken(_("Somebody else has just taken this one."))
    live.changed(remit.moderators)


def _of(remit: Remit, kind: CaseKind, case_key: int) -> QuerySet[Claim]:
    return Claim.objects.filter(community=remit.community, kind=kind.name, case_key=case_key)
