"""A journal of one's own. Nobody else has a page that shows it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from support import inviting, reflections
from support.models import Reflection
from support.web import undo
from support.web.access import MemberRequest, now, signed_in
from support.web.forms_looking_back import JournalForm
from support.web.refusals import show_on

A_PAGE = 20


@signed_in
def journal(request: MemberRequest) -> HttpResponse:
    form = JournalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reflections.write(member=request.user, now=now(), **form.cleaned_data)
        except ValidationError as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, _("Kept in your journal. Only you can read it."))
            return redirect("journal")
    page = Paginator(reflections.of(request.user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "web/journal/journal.html", {"form": form, "page": page})


@signed_in
def reflection(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine = _mine(request, uid)
    given = {"helped": mine.helped, "learned": mine.learned}
    form = JournalForm(request.POST if request.method == "POST" else None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            reflections.rewrite(reflection=mine, now=now(), **form.cleaned_data)
        except ValidationError as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, _("Changed."))
            return redirect("journal")
    return render(request, "web/journal/reflection.html", {"form": form, "page": mine})


@require_POST
@signed_in
def remove(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine, moment, back = _mine(request, uid), now(), reverse("journal")
    reflections.remove(reflection=mine, now=moment)
    words = _("Deleted from your journal.")
    undo.note(request, words, what="page", back=back, moment=moment, page=str(uid))
    return redirect(back)


@require_POST
@signed_in
def not_for_me(request: MemberRequest) -> HttpResponse:
    """The invitation to help is not shown again."""
    inviting.put_aside(member=request.user, now=now())
    messages.success(request, _("That is fine. We will not suggest it again."))
    return redirect("home")


def _mine(request: MemberRequest, uid: UUID) -> Reflection:
    return get_object_or_404(reflections.of(request.user), uid=uid)
