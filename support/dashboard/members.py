"""Members: who asked to come in, who is here, and one person's standing."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Membership, Role, Standing
from support.dashboard.desk import Desk, decide, moderated, page_of, show
from support.ledger import reading
from support.models import Decision
from support.moderation import actions, measures
from support.parties import names_of
from support.privacy import looks

SHOWN = 20  # decisions and reports on one member's page


class Search(forms.Form):
    q = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=40)
    standing = forms.ChoiceField(
        label=gettext_lazy("Standing"), required=False, choices=[("", gettext_lazy("Any")), *Standing.choices]
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), required=False, choices=[("", gettext_lazy("Any")), *Role.choices]
    )


@moderated
@require_safe
def members_list(request: Desk) -> HttpResponse:
    form = Search(request.GET)
    rows = request.remit.memberships().order_by("display_name", "pk")
    if form.is_valid():
        wanted = form.cleaned_data
        rows = rows.filter(display_name__icontains=wanted["q"]) if wanted["q"] else rows
        rows = rows.filter(standing=wanted["standing"]) if wanted["standing"] else rows
        rows = rows.filter(role=wanted["role"]) if wanted["role"] else rows
    return show(request, "members.html", form=form, page=page_of(request, rows))


@moderated
@require_safe
def member(request: Desk, pk: int) -> HttpResponse:
    membership = _membership(request, pk)
    if not request.remit.covers(membership.member_id):
        return show(request, "member.html", membership=membership, actions=[], mine=False)
    looks.at_member(request.remit, membership.member_id, now=request.now)
    return show(
        request,
        "member.html",
        membership=membership,
        mine=True,
        roles=Role.choices if request.remit.decides_settings and membership.standing == Standing.GOOD else (),
        actions=actions.of_membership(request.remit, membership),
        grades=measures.grades_for(request.remit, membership),
        holding=measures.of_member_here(request.remit, membership),
        log=_log(request, membership),
        reports=request.remit.reports().filter(about=membership.member_id).order_by("-created_at")[:SHOWN],
    )


@moderated
@require_POST
def member_decide(request: Desk, pk: int) -> HttpResponse:
    membership = _membership(request, pk)
    decide(request, actions.MEMBERSHIP, membership=membership)
    return redirect("dashboard_member", request.remit.community.slug, membership.pk)


def _membership(request: Desk, pk: int) -> Membership:
    return get_object_or_404(request.remit.memberships().select_related("community"), pk=pk)


def _log(request: Desk, membership: Membership) -> list[tuple[Decision, str]]:
    """The last decisions about this member here, each with the name of who made it.

    None that touches people near to whoever looks: that somebody close to them spoke up is not theirs to learn.
    """
    community = request.remit.community
    decisions = Decision.objects.filter(community=community, member=membership.member_id)
    decisions = decisions.exclude(pk__in=reading.decisions_near(request.remit))
    newest = list(decisions.order_by("-made_at", "-pk")[:SHOWN])
    names = names_of(community, (decision.by_id for decision in newest if decision.by_id))
    return [(decision, names.get(decision.by_id or 0, _("An operator"))) for decision in newest]
