"""The devices on which I am told while no page is open: this one put in by its own button, any of mine taken out.

Which of them this browser is stands in its session, so that signing out takes it out, with or without a script.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.models import Member
from accounts.push import devices as ringing
from accounts.push import keys
from support.web.access import MemberRequest, now, signed_in
from support.web.often import at_most
from support.web.refusals import show_on

HERE = "rings_here"  # the session's key for the device that this browser is
MOVES_A_MINUTE = 20


class BrowserForm(forms.Form):
    """What a browser says of itself; a script fills it in."""

    endpoint = forms.CharField(max_length=2000, widget=forms.HiddenInput)
    p256dh = forms.CharField(max_length=200, widget=forms.HiddenInput)
    auth = forms.CharField(max_length=100, widget=forms.HiddenInput)
    signed_with = forms.CharField(max_length=100, widget=forms.HiddenInput)


class DeviceForm(BrowserForm):
    name = forms.CharField(
        label=gettext_lazy("What you call this device"),
        max_length=ringing.LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give it a short name, such as “Phone”.")},
    )

    def clean(self) -> dict[str, Any]:
        """Where the script could not ask the browser, one sentence says so."""
        said = super().clean() or {}
        if any(name in self.errors for name in BrowserForm.base_fields):
            for name in BrowserForm.base_fields:
                self.errors.pop(name, None)
            raise ValidationError(_("This browser did not say how it can be rung. Please try it once more."))
        return said


class MovedForm(BrowserForm):
    old = forms.CharField(max_length=2000)


@signed_in
def devices(request: MemberRequest) -> HttpResponse:
    key = keys.current()
    form = DeviceForm(
        request.POST if request.method == "POST" else None, initial={"name": _name_for(request)}
    )
    if key and request.method == "POST" and form.is_valid():
        try:
            mine = ringing.put_in(member=request.user, now=now(), **form.cleaned_data)
        except ValidationError as refusal:
            show_on(form, refusal)
        else:
            request.session[HERE] = str(mine.uid)
            messages.success(request, _("From now on this device tells you."))
            return redirect("devices")
    shown = {
        "form": form,
        "key": key.public if key else "",
        "devices": ringing.of(request.user),
        "here": request.session.get(HERE, ""),
    }
    return render(request, "web/devices/devices.html", shown)


@require_POST
@signed_in
def device_remove(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine = get_object_or_404(ringing.of(request.user), uid=uid)
    ringing.take_out(member=request.user, uid=mine.uid)
    messages.success(request, _("Taken out. It tells you nothing any more."))
    return redirect("devices")


@csrf_exempt  # the old address, which only this browser knows, says who it is; its page may be closed for weeks
@require_POST
@at_most(MOVES_A_MINUTE, "device_moved")
def device_moved(request: HttpRequest) -> HttpResponse:
    """A browser's push service gave it another address. Nobody learns whether the old one was known."""
    form = MovedForm(request.POST)
    if form.is_valid():
        try:
            ringing.renew(**form.cleaned_data)
        except ValidationError:
            return HttpResponse(status=400)
        return HttpResponse(status=204)
    return HttpResponse(status=400)


def silence_this(session: SessionBase, member: Member) -> None:
    """Whoever signs out here is told here no longer."""
    if uid := session.get(HERE):
        ringing.take_out(member=member, uid=UUID(uid))


def silence_others(session: SessionBase | None, member: Member) -> None:
    """A new password was chosen in this browser."""
    ringing.take_out_others(member=member, but=session.get(HERE, "") if session is not None else "")


def _name_for(request: HttpRequest) -> str:
    """A first guess, from what every browser says of itself."""
    says = request.headers.get("User-Agent", "")
    if "iPad" in says or "Tablet" in says:
        return _("Tablet")
    return _("Phone") if "Mobi" in says else _("Computer")
