"""All my conversations, the newest words first, and looking for words in them."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from support import finding
from support import talks as all_talks
from support.web.access import MemberRequest, signed_in
from support.web.forms_conversations import FindForm
from support.web.often import at_most
from support.web.refusals import show_on

ROWS = 20


@require_safe
@signed_in
def talks(request: MemberRequest) -> HttpResponse:
    page = Paginator(all_talks.of(request.user), ROWS).get_page(request.GET.get("page"))
    return render(request, "web/conversations/talks.html", {"page": page, "form": FindForm()})


@at_most(finding.A_MINUTE, "find_words")
@signed_in
def find(request: MemberRequest) -> HttpResponse:
    """Words that somebody looks for are private: they come in a form, and stand in no address."""
    if request.method != "POST":
        return redirect("conversations")
    form = FindForm(request.POST)
    hits: list[finding.Hit] = []
    if form.is_valid():
        try:
            hits = finding.find(member=request.user, words=form.cleaned_data["words"])
        except ValidationError as refusal:
            show_on(form, refusal)
    shown = {"form": form, "hits": hits, "most": finding.SHOWN, "looked_through": finding.LOOKED_THROUGH}
    return render(request, "web/conversations/found.html", shown)
