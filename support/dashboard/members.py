"""Members: who asked to come in, who is here, and one person's standing."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Membership, Role, Standing
from support.dashboard.desk import Desk, decide, moderated, page_of, show
from support.moderation import actions, measures, past, people
from support.privacy import looks

SHOWN = 20  # reports on one member's page


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
    wanted = form.cleaned_data if form.is_valid() else {"q": ""}
    rows = people.found(request.remit, name=wanted.pop("q"), **wanted)
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
        log=past.about(request.remit, membership),
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
