"""Who looks after the community, and whether a second step protects their account."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Role
from support.dashboard.desk import Desk, moderated, show
from support.moderation import people
from support.moderation import roles as moderation


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Role.choices)
    seen = forms.CharField(max_length=16)


@moderated
@require_safe
def roles(request: Desk) -> HttpResponse:
    lines = [(one.membership, one.protected, one.may_change) for one in people.caring(request.remit)]
    return show(request, "settings/roles.html", lines=lines, roles=Role.choices)


@moderated
@require_POST
def member_role(request: Desk, pk: int) -> HttpResponse:
    membership = get_object_or_404(request.remit.memberships().select_related("community"), pk=pk)
    form = RoleForm(request.POST)
    if not request.remit.decides_settings or not form.is_valid():
        raise Http404
    role = Role(form.cleaned_data["role"])
    try:
        moderation.appoint(
            membership=membership, role=role, seen=form.cleaned_data["seen"], by=request.user, now=request.now
        )
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(
            request, _("%(name)s: %(role)s.") % {"name": membership.display_name, "role": role.label}
        )
    if membership.member_id == request.user.pk and role == Role.MEMBER:
        return redirect("home")
    return redirect("dashboard_roles", request.remit.community.slug)
