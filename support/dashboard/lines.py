"""The crisis lines: seen by every moderator, changed by those who answer for all communities that show them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from support import safety
from support.dashboard.desk import Desk, decide, moderated, show
from support.dashboard.line_form import LineForm, NewLineForm
from support.models import CrisisResource
from support.moderation import line_actions, line_list
from support.moderation import lines as moderation


@moderated
@require_safe
def lines(request: Desk) -> HttpResponse:
    every = line_list.every(request.remit.community, today=request.now.date())
    shown = [one for one in every if one.line.removed_on is None]
    return show(
        request,
        "lines.html",
        lines=shown,
        removed=[one for one in every if one.line.removed_on is not None],
        stale=sum(one.stale for one in shown),
        days=safety.GOOD_FOR.days,
        mine=request.remit.decides_lines,
        check=line_actions.CHECK,
        put_back=line_actions.PUT_BACK,
    )


@moderated
@require_http_methods(["GET", "HEAD", "POST"])
def line_new(request: Desk) -> HttpResponse:
    if not request.remit.decides_lines:
        raise Http404
    country = request.remit.community.country
    form = NewLineForm(request.POST or None, country=country, today=request.now.date())
    if request.method == "POST" and form.is_valid():
        try:
            line = moderation.add(
                country=form.cleaned_data["country"],
                values=form.values(),
                checked=form.cleaned_data["checked"],
                community=request.remit.community,
                by=request.user,
                now=request.now,
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Added. It is shown from now on."))
            return _list(request, line)
    return show(request, "line_new.html", form=form)


@moderated
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: Desk, pk: int) -> HttpResponse:
    line = get_object_or_404(CrisisResource, pk=pk)
    mine = request.remit.decides_lines and line.removed_on is None
    if request.method == "POST" and not mine:
        raise Http404
    today = request.now.date()
    form = LineForm(request.POST or None, line=line, today=today) if mine else None
    if request.method == "POST" and form and form.is_valid() and _kept(request, line, form):
        messages.success(request, _("Kept. Everybody sees it so from now on."))
        return _list(request, line)
    actions = line_actions.of_line(request.remit, line)
    return show(request, "line.html", shown=line_list.shown(line, today=today), form=form, actions=actions)


@moderated
@require_POST
def line_decide(request: Desk, pk: int) -> HttpResponse:
    line = get_object_or_404(CrisisResource, pk=pk)
    about = {"line": line, "seen": request.GET.get("seen", ""), "community": request.remit.community}
    decide(request, line_actions.of_line(request.remit, line), **about)
    return _list(request, line)


def _kept(request: Desk, line: CrisisResource, form: LineForm) -> bool:
    """Whether it was kept; beside the fields stands why not."""
    try:
        moderation.change(
            line=line,
            values=form.values(),
            checked=form.cleaned_data["checked"],
            seen=form.cleaned_data["seen"],
            community=request.remit.community,
            by=request.user,
            now=request.now,
        )
    except ValidationError as refusal:
        form.refuse(refusal)
    return form.is_valid()


def _list(request: Desk, line: CrisisResource) -> HttpResponse:
    """Back to the list, at this line."""
    return redirect(f"{reverse('dashboard_lines', args=[request.remit.community.slug])}#line-{line.pk}")
