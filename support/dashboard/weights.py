"""What counts in the search: seen and tried by every moderator, changed by owners, with a reason."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from matching import policy
from matching.engine.ranking import WEIGHTS
from matching.rehearsal import Comparison
from matching.weighing import SCORES
from support.dashboard import tried
from support.dashboard.desk import Desk, moderated, show
from support.moderation import past
from support.moderation import weights as moderation

TRY, DEFAULT, SAVE = "try", "default", "save"
NO_WEIGHT = ("required", "invalid", "min_value", "max_value")


class WeightsForm(forms.Form):
    """One number for each score; what counts are their shares."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, said in SCORES.items():
            self.fields[name] = forms.IntegerField(
                label=said.label,
                help_text=said.does,
                min_value=0,
                max_value=policy.MOST,
                error_messages=dict.fromkeys(NO_WEIGHT, policy.no_weight()),
            )


class ReasonForm(forms.Form):
    """Why it was changed, and the version of it that was changed."""

    because = forms.CharField(
        label=gettext_lazy("Why do you change it?"),
        help_text=gettext_lazy(
            "Only moderators read this. Members are matched by it from the next round on."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 2000}),
        error_messages={"required": gettext_lazy("Please say why, in a sentence or two.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


@moderated
@require_http_methods(["GET", "HEAD", "POST"])
def weights(request: Desk) -> HttpResponse:
    typed, version = policy.typed_of(request.remit.community.pk)
    if request.method != "POST":
        return _page(request, WeightsForm(initial=typed), typed)
    does = request.POST.get("do")
    if does not in (TRY, DEFAULT, *([SAVE] if request.remit.decides_weights else [])):
        raise Http404
    form = WeightsForm(WEIGHTS if does == DEFAULT else request.POST)
    reason = ReasonForm(request.POST if does == SAVE else None, initial={"seen": version})
    if not _stands(form):
        return _page(request, form, typed)
    if does == SAVE and _saved(request, form, reason):
        messages.success(request, _("Kept. From the next round on this is what counts."))
        return redirect("dashboard_weights", request.remit.community.slug)
    comparison = moderation.trial(request.remit, form.cleaned_data, now=request.now)
    return _page(request, form, typed, reason=reason, comparison=comparison)


def _stands(form: WeightsForm) -> bool:
    """Whether these numbers could be what counts; says beside each why not."""
    if form.is_valid():
        try:
            policy.tidy(form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return form.is_valid()


def _saved(request: Desk, form: WeightsForm, reason: ReasonForm) -> bool:
    """Whether it was kept; says above the reason why not."""
    if reason.is_valid():
        try:
            moderation.change(
                community=request.remit.community,
                weights=form.cleaned_data,
                by=request.user,
                now=request.now,
                **reason.cleaned_data,
            )
        except ValidationError as refusal:
            reason.add_error("because", refusal)
    return reason.is_valid()


def _page(
    request: Desk,
    form: WeightsForm,
    typed: dict[str, int],
    *,
    reason: ReasonForm | None = None,
    comparison: Comparison | None = None,
) -> HttpResponse:
    shares = policy.in_force(form.cleaned_data if comparison else typed)
    return show(
        request,
        "weights.html",
        form=form,
        rows=[(form[name], shares[name] / 100) for name in SCORES],
        own=typed != WEIGHTS,
        reason=reason,
        comparison=comparison,
        lines=tried.lines(comparison) if comparison else [],
        log=past.of_weights(request.remit.community),
    )
