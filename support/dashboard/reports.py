"""Reports: what was not right, with the reported message and a few around it, and nothing else."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Membership
from support import reports
from support.dashboard.desk import Desk, decide, moderated, page_of, show
from support.models import Grade, Measure, Report, ReportState
from support.moderation import actions, measures
from support.moderation import reports as moderation
from support.parties import names_of
from support.privacy import looks


@moderated
@require_safe
def reports_list(request: Desk) -> HttpResponse:
    decided = request.GET.get("show") == "decided"
    rows = request.remit.reports().filter(state=ReportState.DECIDED if decided else ReportState.OPEN)
    page = page_of(request, rows.order_by("-created_at" if decided else "created_at", "pk"))
    people = {id for report in page for id in (report.reporter_id, report.about_id)}
    names = names_of(request.remit.community, people)
    lines = [(report, names.get(report.about_id, ""), names.get(report.reporter_id, "")) for report in page]
    return show(request, "reports.html", page=page, lines=lines, decided=decided)


@moderated
@require_safe
def report(request: Desk, uid: UUID) -> HttpResponse:
    found, remit = _report(request, uid), request.remit
    said = reports.surroundings(found)
    looks.at_report(remit, found, said, now=request.now)
    names = names_of(remit.community, [found.reporter_id, found.about_id])
    about = remit.memberships().filter(member=found.about_id).first()
    earlier = remit.reports().filter(about=found.about_id).exclude(pk=found.pk)
    closing = moderation.how_it_was_closed(found)
    return show(
        request,
        "report.html",
        report=found,
        about=about,
        reporter=names.get(found.reporter_id, ""),
        said=[(message, names.get(message.author_id, "")) for message in said],
        former=reports.what_it_said(found),
        earlier=earlier.count(),
        closing=closing,
        grades=_grades(request, found, about),
        measures=Measure.objects.filter(report=found).order_by("-pk"),
        actions=actions.of_report(remit, found),
        of_an_equal=not remit.settles_reports_about(found.about_id),
    )


@moderated
@require_POST
def report_decide(request: Desk, uid: UUID) -> HttpResponse:
    found = _report(request, uid)
    decide(request, actions.REPORT, report=found)
    return redirect("dashboard_report", request.remit.community.slug, uid)


def _grades(request: Desk, report: Report, about: Membership | None) -> list[Grade]:
    """What may be decided about the person, and the report closed with it; "nothing" first."""
    if report.state != ReportState.OPEN or about is None:
        return []
    return measures.grades_about(request.remit, about, report)


def _report(request: Desk, uid: UUID) -> Report:
    rows = request.remit.reports().select_related("community", "match", "message", "reporter", "about")
    return get_object_or_404(rows, uid=uid)
