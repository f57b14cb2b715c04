"""Whom I never want to meet here: people I blocked, and addresses that I listed."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from matching import blocks as blocking
from matching import never_ask as listing
from support.web import undo
from support.web.access import MemberRequest, now, signed_in
from support.web.refusals import show_on


class AddressForm(forms.Form):
    address = forms.EmailField(
        label=gettext_lazy("The e-mail address of somebody you never want to meet here"),
        help_text=gettext_lazy(
            "They are not told, and you do not learn whether they have an account. Questions that wait for your "
            "answer are put back, whoever they are from."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Write an e-mail address, such as name@example.org."),
            "invalid": gettext_lazy("This does not look like an e-mail address, such as name@example.org."),
        },
    )


@require_safe
@signed_in
def blocks(request: MemberRequest) -> HttpResponse:
    mine = blocking.with_names(request.user, blocking.blocked_by(request.user))
    return render(request, "web/blocks/blocks.html", {"blocks": mine})


@require_POST
@signed_in
def unblock(request: MemberRequest, pk: int) -> HttpResponse:
    block = get_object_or_404(blocking.blocked_by(request.user), pk=pk)
    back, moment = reverse("blocks"), now()
    blocking.unblock(blocker=request.user, blocked=block.blocked, now=moment)
    words = _("The block is lifted.")
    undo.note(request, words, what="unblocking", back=back, moment=moment, blocked=block.blocked_id)
    return redirect(back)


@signed_in
def never_ask(request: MemberRequest) -> HttpResponse:
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            listing.add(member=request.user, address=form.cleaned_data["address"], now=now())
        except ValidationError as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, _("Noted. You two will not be put to each other."))
            return redirect("never_ask")
    shown = {"form": form, "entries": list(listing.of(request.user))}
    return render(request, "web/blocks/never_ask.html", shown)


@require_POST
@signed_in
def never_ask_remove(request: MemberRequest, pk: int) -> HttpResponse:
    entry, back = get_object_or_404(listing.of(request.user), pk=pk), reverse("never_ask")
    facts = undo.facts_of_address(entry)
    listing.remove(entry=entry)
    undo.note(request, _("The address is forgotten."), what="forgetting", back=back, moment=now(), **facts)
    return redirect(back)
