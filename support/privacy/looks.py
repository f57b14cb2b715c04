"""Each look of a moderator at private words is written down, once and for good, and told to whose words they are.

Members read that a moderator looked, where, when and why; never who. A look at somebody who was reported is told to
them much later: nobody shall have to fear to speak up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Community, Member
from matching.models import Match, Need, NeedState
from support import ledger
from support.models import CheckIn, Look, Looked, LookedWhy, Message, Report, ReportState
from support.policies import Remit

A_LOOK = timedelta(hours=1)  # a page that is opened again within this is the same look
A_GLANCE = timedelta(days=1)  # the same for a list
AFTER_A_REPORT = timedelta(days=90)
LATER = (LookedWhy.REPORT, LookedWhy.PATTERN)  # nobody shall be taken for having said something
KEPT = timedelta(days=365)
SHOWN = 50
ALL = 10_000


@dataclass(frozen=True)
class Seen:
    """One look, as the member reads of it."""

    community: str
    what: str
    why: str
    when: datetime


def of(member: Member, *, now: datetime, most: int = SHOWN) -> list[Seen]:
    """What moderators looked at, the newest first. Two queries."""
    rows = list(
        Look.objects.filter(member_key=member.pk, shown_from__lte=now).order_by("-looked_at", "-pk")[:most]
    )
    places = Community.objects.in_bulk({row.community_key for row in rows})
    return [_seen(row, places) for row in rows]


def _seen(row: Look, places: dict[int, Community]) -> Seen:
    place = places.get(row.community_key)
    return Seen(
        community=place.name if place else "",
        what=str(row.get_what_display()),
        why=str(row.get_why_display()),
        when=row.looked_at,
    )


def at_need(remit: Remit, need: Need, *, reading: bool, now: datetime) -> None:
    """`need` comes from `Remit.needs`; a fellow moderator's own that stays closed was not looked at."""
    _note(remit, now, _rows_of_needs(remit, [need], reading=reading))


def at_list(remit: Remit, needs: Iterable[Need], *, now: datetime) -> None:
    """The lines and names of many, from `Remit.needs`, one below the other: noted once a day for each, or the looks at
    one of them would be lost among glances.
    """
    read = [need for need in needs if need.state == NeedState.IN_REVIEW]
    others = [need for need in needs if need.state != NeedState.IN_REVIEW]
    rows = [
        *_rows_of_needs(remit, read, reading=True),
        *_rows_of_needs(remit, others, reading=False),
    ]
    _note(remit, now, rows, within=A_GLANCE)


def _rows_of_needs(remit: Remit, needs: Iterable[Need], *, reading: bool) -> "list[Row]":
    told = LookedWhy.READING if reading else LookedWhy.SEARCH
    return [
        (need.member_id, Looked.NEED, need.pk, LookedWhy.REPORT if getattr(need, "reported", False) else told)
        for need in needs
        if remit.reads_headline(need)
    ]


def at_proposal(remit: Remit, match: Match, *, now: datetime) -> None:
    """Says nothing of the proposal: nobody is told that somebody was put to them until they are asked."""
    rows = [
        (match.seeker_id, Looked.NEED, match.need_id, LookedWhy.SEARCH),
        (match.helper_id, Looked.OFFER, match.offer_id, LookedWhy.SEARCH),
    ]
    fellows = remit.moderators
    _note(remit, now, [row for row in rows if row[1] != Looked.NEED or row[0] not in fellows])


def at_held(remit: Remit, held: Iterable[Message], *, now: datetime) -> None:
    """First messages that wait for a moderator."""
    _note(remit, now, [(row.author_id, Looked.MESSAGE, row.pk, LookedWhy.READING) for row in held])


def at_danger(remit: Remit, signed: "Need | Message | CheckIn", *, now: datetime) -> None:
    """Words that suggest danger, exactly those; told to their writer at once."""
    whose, what = {
        Need: ("member_id", Looked.NEED),
        Message: ("author_id", Looked.MESSAGE),
        CheckIn: ("member_id", Looked.CHECKIN),
    }[type(signed)]
    _note(remit, now, [(getattr(signed, whose), what, signed.pk, LookedWhy.DANGER)])


def at_flagged(remit: Remit, said: Iterable[Message], *, now: datetime) -> None:
    """Early messages that belong to a pattern; their authors read of it as late as if somebody had reported them."""
    _note(remit, now, [(row.author_id, Looked.MESSAGE, row.pk, LookedWhy.PATTERN) for row in said])


def at_report(remit: Remit, report: Report, said: Iterable[Message], *, now: datetime) -> None:
    """The report itself, and the messages around it."""
    rows = [(report.reporter_id, Looked.REPORT, report.pk, LookedWhy.REPORT)]
    rows += [(row.author_id, Looked.MESSAGE, row.pk, LookedWhy.REPORT) for row in said]
    _note(remit, now, rows, speaks={report.reporter_id})


def at_member(remit: Remit, member_id: int, *, now: datetime) -> None:
    reported = remit.reports().filter(about=member_id, state=ReportState.OPEN).exists()
    why = LookedWhy.REPORT if reported else LookedWhy.STANDING
    _note(remit, now, [(member_id, Looked.MEMBER, member_id, why)])


Row = tuple[int, Looked, int, LookedWhy]


def _note(
    remit: Remit,
    now: datetime,
    rows: Iterable[Row],
    *,
    speaks: Iterable[int] = (),
    within: timedelta = A_LOOK,
) -> None:
    """Writes what is new. `speaks` have reported themselves: they are told at once."""
    wanted, known = list(rows), _lately(remit, now - within)
    fresh = [row for row in wanted if (row[0], row[1], row[2]) not in known]
    looks = [
        Look(
            community_key=remit.community.pk,
            moderator_key=remit.moderator.pk,
            member_key=member,
            what=what,
            thing_key=thing,
            why=why,
            looked_at=now,
            shown_from=now + AFTER_A_REPORT if why in LATER and member not in set(speaks) else now,
        )
        for member, what, thing, why in fresh
    ]
    if looks:
        with transaction.atomic():
            ledger.looked(Look.objects.bulk_create(looks), now=now)


def _lately(remit: Remit, since: datetime) -> set[tuple[int, str, int]]:
    same = Look.objects.filter(moderator_key=remit.moderator.pk, looked_at__gt=since)
    return set(same.values_list("member_key", "what", "thing_key"))
