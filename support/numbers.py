"""Safety by numbers, seen from the moderators' side: reports that pause, telling whom it concerns, what is shown.

Blocks are counted in `matching.numbers`. Of blocks a moderator learns how many there were and when, never whose: they
are nobody's to read. Whoever is paused is told kindly, and some hours later, so that it points to nobody.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from accounts.models import Community, Member, Membership, Notification, Numbers, Standing
from accounts.notifications.notify import notify
from matching import numbers, standing
from matching.models import Block, Match
from support.models import Report
from support.policies import Remit
from support.review import call_moderators

TOLD_AFTER = timedelta(hours=12)


def after_report(report: Report, *, now: datetime) -> None:
    """Pauses a helper about whom enough people of this community have spoken up.

    The caller holds everything live around them.
    """
    if report.match is None or report.match.helper_id != report.about_id:
        return
    membership = report.community.memberships.filter(member=report.about_id).first()
    if membership and _reporters(membership, now=now) >= numbers.REPORTS:
        numbers.pause(membership, Numbers.REPORTS, now=now)


def _reporters(membership: Membership, *, now: datetime) -> int:
    since = numbers.counts_since(membership, now=now)
    told = reports_of_helper(membership.community, membership.member_id).filter(created_at__gt=since)
    return told.values("reporter").distinct().count()


def reports_of_helper(community: Community, member_id: int) -> QuerySet[Report]:
    """Reports about somebody, by people whom they helped or were to help."""
    return Report.objects.filter(community=community, about=member_id, match__helper=F("about"))


def waiting() -> QuerySet[Membership]:
    """Whom the numbers have paused, and nobody has looked at yet."""
    return Membership.objects.filter(standing=Standing.GOOD).exclude(paused_by_numbers="")


def sweep(*, now: datetime) -> None:
    """Calls the moderators to whoever was paused, and tells those who were paused a while ago. Twice does no harm."""
    for membership in waiting().select_related("community", "member").order_by("pk"):
        _call(membership, now)
        if membership.matching_paused_at and membership.matching_paused_at <= now - TOLD_AFTER:
            tell(membership, now=now)


def _call(membership: Membership, now: datetime) -> None:
    event = f"paused:{membership.pk}:{membership.matching_paused_at:%Y%m%d%H%M%S}"
    if not Notification.objects.filter(event=event).exists():
        call_moderators(
            community=membership.community, concerned=(membership.member_id,), event=event, now=now
        )


@transaction.atomic
def tell(membership: Membership, *, now: datetime) -> None:
    """Lets a paused member know, once: that matching rests and that a moderator looks, not who or why."""
    untold = Membership.objects.filter(pk=membership.pk, matching_paused_at__isnull=False, pause_told_at=None)
    if untold.update(pause_told_at=now):
        notify(
            member=membership.member,
            kind="matching_paused",
            event=f"paused:{membership.pk}:{membership.matching_paused_at:%Y%m%d%H%M%S}:told",
            now=now,
            community=membership.community,
            refers_to={"community": membership.community.slug},
        )


def keep(membership: Membership, *, now: datetime) -> None:
    """The pause stays, as a moderator's own."""
    standing.keep_paused(membership=membership, now=now)


def told_of_pause(member: Member, community: Community) -> bool:
    """Whether this member is paused here and knows it: their pages say so then, and not before."""
    rows = Membership.objects.filter(member=member, community=community, matching_paused_at__isnull=False)
    return rows.filter(pause_told_at__isnull=False).exists()


@dataclass(frozen=True)
class Evidence:
    """What a moderator is shown of the numbers: how many and when, of reports also where to read them.

    Blocks are those by people of this community. `several` says that blocks paused them without saying how many: fewer
    were from here than it takes, and a number would tell that they are a member elsewhere, too.
    """

    several: bool
    blocks: int  # different people
    blocked_on: list[date]
    reports: list[Report]


def evidence(remit: Remit, membership: Membership, *, now: datetime) -> Evidence:
    """What counts at this moment; for whoever is paused, what counted when the pause began."""
    since = numbers.counts_since(membership, now=membership.matching_paused_at or now)
    met = Match.objects.filter(
        helper=membership.member, community=membership.community, connected_at__isnull=False
    )
    blocks = Block.objects.filter(
        blocked=membership.member, created_at__gt=since, blocker__in=met.values("seeker")
    )
    told = reports_of_helper(remit.community, membership.member_id).filter(
        pk__in=remit.reports().values("pk"), created_at__gt=since
    )
    days = [row.created_at.date() for row in blocks.order_by("created_at")]
    several = membership.paused_by_numbers == Numbers.BLOCKS and len(days) < numbers.BLOCKS
    return Evidence(
        several=several,
        blocks=0 if several else len(days),
        blocked_on=[] if several else days,
        reports=list(told.order_by("created_at")),
    )
