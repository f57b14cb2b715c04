"""The list of the settings, and the page of each section: seen by every moderator, changed by owners."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from support.dashboard.desk import Desk, moderated, show
from support.dashboard.settings import SECTIONS
from support.dashboard.settings.section import SectionForm
from support.moderation import past
from support.moderation.settings import change


@moderated
@require_safe
def settings(request: Desk) -> HttpResponse:
    return show(request, "settings/settings.html", sections=SECTIONS)


@moderated
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: Desk, section: str) -> HttpResponse:
    here = next((one for one in SECTIONS if one.key == section and one.form), None)
    mine = request.remit.decides_settings
    if here is None or here.form is None or (request.method == "POST" and not mine):
        raise Http404
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = here.form(*typed, community=request.remit.community, mine=mine)
    if request.method == "POST" and form.is_valid() and _kept(request, form):
        messages.success(request, str(form.kept) or _("Kept."))
        return redirect("dashboard_section", request.remit.community.slug, here.key)
    return show(
        request,
        form.template,
        form=form,
        section=here,
        mine=mine,
        log=past.of_settings(request.remit.community, form.part),
    )


def _kept(request: Desk, form: SectionForm) -> bool:
    """Whether it was kept; says beside the fields why not."""
    try:
        change(
            community=request.remit.community,
            part=form.part,
            values=form.values(),
            seen=form.cleaned_data["seen"],
            by=request.user,
            now=request.now,
        )
    except ValidationError as refusal:
        form.refuse(refusal)
    return form.is_valid()
