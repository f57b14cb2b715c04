"""How I want to be told, sort by sort; and the page behind a letter's link, where letters are stopped signed out."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Channel, Letters
from accounts.notifications import preferences, unsubscribe
from accounts.notifications.kinds import CHOSEN, Group
from support.web.access import MemberRequest, now, signed_in
from support.web.forms import Chips, ChipsOne


class Ways(forms.MultipleChoiceField):
    """A line of chips; none of them is an answer, so nothing says that it may stay empty."""

    none_is_answer = True
    widget = Chips


class ReachForm(forms.Form):
    """A line of chips for each sort of news. An empty line is a choice, too: then it is in the app only."""

    prefix = "told"  # a field called "matches" alone would hide the form's own `matches` from scripts

    hears_calls = forms.BooleanField(
        label=gettext_lazy("Tell me where helpers are missing"),
        help_text=gettext_lazy(
            "Now and then, at most once a month, and never while you look for help with the same thing. Off at first."
        ),
        required=False,
    )
    letters = forms.ChoiceField(
        label=gettext_lazy("How often may letters come?"), choices=Letters.choices, widget=ChipsOne
    )
    letters_at = forms.TimeField(
        label=gettext_lazy("When one letter tells it all, it comes at"),
        help_text=gettext_lazy(
            "Once a week means on Mondays. Urgent things and your account never wait for it."
        ),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in CHOSEN:
            self.fields[group] = Ways(label=group.label, choices=Channel.choices, required=False)

    def groups(self) -> list[forms.BoundField]:
        return [self[group] for group in CHOSEN]

    def ways(self) -> dict[Group, list[Channel]]:
        return {group: [Channel(way) for way in self.cleaned_data[group]] for group in CHOSEN}


@signed_in
def reach(request: MemberRequest) -> HttpResponse:
    member = request.user
    given = {name: getattr(member, name) for name in ("hears_calls", "letters", "letters_at")} | {
        str(group): list(preferences.wanted(member, group)) for group in CHOSEN
    }
    form = ReachForm(request.POST if request.method == "POST" else None, initial=given)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        preferences.choose(
            member=member,
            ways=form.ways(),
            letters=Letters(said["letters"]),
            letters_at=said["letters_at"],
            hears_calls=said["hears_calls"],
            now=now(),
        )
        messages.success(request, _("Kept."))
        return redirect("reach")
    return render(request, "web/reach/reach.html", {"form": form})


@require_POST
@signed_in
def letters_again(request: MemberRequest) -> HttpResponse:
    preferences.trust_address(member=request.user)
    messages.success(request, _("Letters come to you again. If one comes back once more, we tell you here."))
    return redirect("reach")


# Signed out, from a mail program and without a form of ours: the token alone says what is meant. Opening it, as
# scanners of mail do, changes nothing.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_letters(request: HttpRequest, token: str) -> HttpResponse:
    stop = unsubscribe.read(token)
    done = stop is not None and request.method == "POST"
    if stop is not None and done:
        groups = CHOSEN if stop.group is None or "all" in request.POST else [stop.group]
        preferences.stop_letters(member=stop.member, groups=groups, now=now())
    return render(
        request,
        "web/reach/stop_letters.html",
        {"stop": stop, "done": done, "every": done and "all" in request.POST},
        status=200 if stop else 404,
    )
