"""A community's public page, and coming and going."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts import communities
from accounts.invitations import role_of
from accounts.models import Community, Membership, Role, Standing
from accounts.names import NameNotUsable, clean_name
from matching import standing
from support import duty
from support.promises import PRIVATE
from support.web import arriving, going
from support.web.access import MemberRequest, any_community, my_membership, now, signed_in, signed_in_member
from support.web.context import HERE
from support.web.refusals import show_on


class JoinForm(forms.Form):
    display_name = forms.CharField(
        label=gettext_lazy("Your name here"),
        help_text=gettext_lazy(
            "It need not be your real name. People you are connected with see it, nobody else does."
        ),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={"required": gettext_lazy("Choose a name. Any name that you like to be called by.")},
    )

    def clean_display_name(self) -> str:
        """What cannot be a name is said here already, not after a letter has come and gone."""
        try:
            return clean_name(self.cleaned_data["display_name"])
        except NameNotUsable as refusal:
            raise ValidationError(refusal.messages) from refusal


@require_safe
def community(request: HttpRequest, community: str) -> HttpResponse:
    place = any_community(community)
    mine, door = _membership_in(request, place), request.GET.get("door", "")
    going.remember_door(request.session, place, door)
    # An hour is said on the reader's own clock; whoever is not signed in has none that we know.
    by = duty.looks_by(place, now()) if request.user.is_authenticated else None
    shown = {"community": place, "mine": mine, "looks_by": by, "private": PRIVATE, "now": now()}
    return render(request, "web/communities/community.html", shown)


def join(request: HttpRequest, community: str) -> HttpResponse:
    """The chosen name, and then in; those who are not signed in come back to this point by themselves."""
    place = any_community(community)
    going.remember_door(request.session, place, request.GET.get("door", ""))
    return _come_in(request, place, secret="")


def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """The page behind an invitation link."""
    found = communities.invitation_for(secret, now=now())
    if found is None:
        return render(request, "web/communities/invitation_over.html", status=404)
    return _come_in(request, found.community, secret=secret, role=role_of(found))


def _come_in(request: HttpRequest, place: Community, secret: str, role: Role = Role.MEMBER) -> HttpResponse:
    mine = _membership_in(request, place)
    if mine is not None and mine.standing == Standing.GOOD:
        request.session[HERE] = place.slug
        return going.onward(request)  # type: ignore[arg-type]
    form = JoinForm(request.POST or None, initial=going.begun_joining(request.session, place))
    if request.method == "POST" and form.is_valid():
        answer = _let_in(request, place, form, secret)
        if answer is not None:
            return answer
    step = None if signed_in_member(request) else arriving.progress("name", named=True)
    shown = {
        "community": place,
        "mine": mine,
        "form": form,
        "secret": secret,
        "role": role,
        "second_step": settings.MODERATORS_SECOND_FACTOR,
        "progress": step,
    }
    return render(request, "web/communities/join.html", shown)


def _let_in(request: HttpRequest, place: Community, form: JoinForm, secret: str) -> HttpResponse | None:
    """Joins somebody who is signed in; sends everybody else to sign up first. None where it was refused."""
    name = form.cleaned_data["display_name"]
    if signed_in_member(request) is None:
        going.begin_joining(request.session, place, name, secret)
        return redirect("account_signup")
    try:
        membership = going.joined(request, place, name, secret)  # type: ignore[arg-type]
    except ValidationError as refusal:
        show_on(form, refusal)
        return None
    return redirect("welcome" if membership.standing == Standing.GOOD else "home")


def _membership_in(request: HttpRequest, place: Community) -> Membership | None:
    member = signed_in_member(request)
    return place.memberships.filter(member=member).first() if member else None


@require_POST
@signed_in
def here(request: MemberRequest, community: str) -> HttpResponse:
    """Turns to another one of my communities."""
    request.session[HERE] = my_membership(request, community).community.slug
    return redirect("home")


@signed_in
def leave(request: MemberRequest, community: str) -> HttpResponse:
    membership = get_object_or_404(
        request.user.memberships.select_related("community"),
        community__slug=community,
        standing__in=[Standing.GOOD, Standing.ASKED],
    )
    if request.method != "POST":
        return render(request, "web/communities/leave.html", {"community": membership.community})
    try:
        standing.leave(membership=membership, now=now())
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
        return redirect("leave", community=community)
    messages.success(request, _("You have left %(name)s.") % {"name": membership.community.name})
    return redirect("home")
