"""Graded decisions about a person: choosing one with its reason and words, and looking at one again."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Membership
from support import undoing
from support.dashboard.desk import Desk, decide, moderated, show
from support.models import Grade, Measure, MeasureState, Report, ReportState
from support.moderation import actions, hiding, measures, reasons, wording
from support.moderation.decisions import LONGEST
from support.parties import names_of
from support.privacy import looks

USUAL_DAYS = 7
LASTING = gettext_lazy("Without an end")


class MeasureForm(forms.Form):
    """What goes with one grade: the reason is chosen, the words are a first version that may be changed."""

    reason = forms.ChoiceField(label=gettext_lazy("Why"))
    days = forms.TypedChoiceField(label=gettext_lazy("For how many days"), coerce=int, empty_value=None)
    thing = forms.ChoiceField(label=gettext_lazy("What should nobody see any more?"))
    meanwhile = forms.BooleanField(
        label=gettext_lazy("No messages and no matching until a second moderator has looked"), required=False
    )
    words = forms.CharField(
        label=gettext_lazy("What they read"),
        help_text=gettext_lazy("In their language. Change it so that it fits; say nothing of who told you."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST,
    )

    def __init__(
        self, grade: Grade, membership: Membership, report: Report | None, *args: Any, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["reason"].choices = [(one.code, one.title) for one in reasons.of_grade(grade)]
        days = [(str(day), str(day)) for day in measures.DAYS]
        fields["days"].choices = [*([("", LASTING)] if grade == Grade.SUSPEND else []), *days]
        fields["days"].required = grade in measures.TIMED
        fields["thing"].choices = list(hiding.what_may_be(report).items())
        waits = grade == Grade.SUSPEND and membership.community.two_for_suspension
        there = {
            "reason": True,
            "words": grade != Grade.NOTHING,
            "days": grade in measures.MAY_END,
            "thing": grade == Grade.HIDE,
            "meanwhile": waits,
        }
        for name, wanted in there.items():
            if not wanted:
                del fields[name]


@moderated
def choose(request: Desk, pk: int) -> HttpResponse:
    """One grade for this person: what they would read, then the decision. Without script, two steps."""
    membership, report = _about(request, pk)
    grade = _grade(request, membership, report)
    if request.method == "POST" and "again" not in request.POST:
        form = MeasureForm(grade, membership, report, request.POST)
        if form.is_valid():
            try:
                made = _decide(request, membership, report, grade, form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, " ".join(refusal.messages))
            else:
                return _done(request, membership, report, made)
    else:
        form = MeasureForm(grade, membership, report, initial=_first(membership, grade, request))
    return show(
        request,
        "measure_new.html",
        membership=membership,
        report=report,
        grade=grade,
        form=form,
        says_nothing=grade == Grade.NOTHING,
    )


def _about(request: Desk, pk: int) -> tuple[Membership, Report | None]:
    rows = request.remit.memberships().select_related("community")
    membership = get_object_or_404(rows, pk=pk)
    if not request.remit.covers(membership.member_id):
        raise Http404
    given = (request.POST if request.method == "POST" else request.GET).get("report", "")
    if not given:
        return membership, None
    try:
        uid = UUID(given)
    except ValueError as wrong:
        raise Http404 from wrong
    reports = request.remit.reports().filter(about=membership.member_id, state=ReportState.OPEN)
    return membership, get_object_or_404(
        reports.select_related("match__need", "match__offer", "message"), uid=uid
    )


def _grade(request: Desk, membership: Membership, report: Report | None) -> Grade:
    wanted = (request.POST if request.method == "POST" else request.GET).get("grade", "")
    open_to_me = measures.grades_about(request.remit, membership, report)
    found = next((grade for grade in open_to_me if grade == wanted), None)
    if found is None:
        raise Http404
    return found


def _first(membership: Membership, grade: Grade, request: Desk) -> dict[str, object]:
    """The words for the reason that is chosen; until one is, for the first of the list."""
    possible = [reason.code for reason in reasons.of_grade(grade)]
    given = request.POST if request.method == "POST" else request.GET
    reason = given.get("reason", possible[0])
    reason = reason if reason in possible else possible[0]
    words = wording.first_words(membership.member, grade, reason)
    return {"reason": reason, "words": words, "days": given.get("days", str(USUAL_DAYS))}


def _decide(
    request: Desk, membership: Membership, report: Report | None, grade: Grade, given: dict[str, Any]
) -> Measure | None:
    chosen = measures.Decided(grade=grade, **given)
    return measures.decide(
        membership=membership, chosen=chosen, by=request.user, now=request.now, report=report
    )


def _done(request: Desk, membership: Membership, report: Report | None, made: Measure | None) -> HttpResponse:
    community = request.remit.community
    page, args = ("report", report.uid) if report else ("member", membership.pk)
    where = redirect(f"dashboard_{page}", community.slug, args)
    if made is None or made.state == MeasureState.PROPOSED:
        undoing.say(request, wording.after(made))
    else:
        undoing.note(
            request,
            wording.after(made),
            what="measure",
            back=where.url,
            moment=request.now,
            measure=str(made.uid),
        )
    return where


@moderated
@require_safe
def measure(request: Desk, uid: UUID) -> HttpResponse:
    """One decision: what the person read, what they said to it, and what may be done now."""
    found = _measure(request, uid)
    looks.at_member(request.remit, found.member_id, now=request.now)
    names = names_of(request.remit.community, [id for id in (found.by_id, found.second_id) if id])
    membership = request.remit.memberships().filter(member=found.member_id).first()
    return show(
        request,
        "measure.html",
        measure=found,
        membership=membership,
        reason=reasons.BY_CODE[found.reason].title,
        appeal=getattr(found, "appeal", None),
        by=names.get(found.by_id or 0, _("An operator")),
        second=names.get(found.second_id or 0, ""),
        actions=actions.of_measure(request.remit, found, membership),
    )


@moderated
@require_POST
def measure_decide(request: Desk, uid: UUID) -> HttpResponse:
    found = _measure(request, uid)
    if request.POST.get("kind") in {action.kind for action in actions.APPEAL} and hasattr(found, "appeal"):
        decide(request, actions.APPEAL, appeal=found.appeal)
    else:
        decide(request, (actions.LIFT, actions.CONFIRM, actions.DROP), measure=found)
    return redirect("dashboard_measure", request.remit.community.slug, uid)


def _measure(request: Desk, uid: UUID) -> Measure:
    rows = request.remit.measures().select_related("community", "member", "appeal", "report")
    return get_object_or_404(rows, uid=uid)
