"""Closing a report once a moderator has looked into it."""

from datetime import datetime

from django.db import transaction

from accounts.models import Member
from support import policies, reports
from support.models import Decision, DecisionKind, Report
from support.moderation.decisions import record, told


@transaction.atomic
def close(*, report: Report, by: Member, because: str, now: datetime) -> None:
    """Says what came of a report, for the log, and lets the reporter know that somebody has looked."""
    remit = policies.require(by, report.community, report.reporter_id, report.about_id)
    if not remit.settles_reports_about(report.about_id):
        raise policies.not_allowed()
    because = told(because)
    reports.close(report=report, now=now)
    record(
        remit, DecisionKind.REPORT_CLOSED, member=report.about, because=because, report=report.uid, now=now
    )


def how_it_was_closed(report: Report) -> Decision | None:
    """The decision that closed it."""
    closed = Decision.objects.filter(kind=DecisionKind.REPORT_CLOSED, refers_to__report=str(report.uid))
    return closed.order_by("-pk").first()
