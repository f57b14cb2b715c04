"""Around a time together: going on for longer, words that the community may read, how somebody felt as they asked."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matching import matches, seen
from support import conversations, feelings, followup, kind_words
from support.web import undo
from support.web.access import MemberRequest, my_conversation, my_membership, my_need, now, signed_in
from support.web.forms_looking_back import FeelingForm
from support.web.refusals import calmly


@signed_in
def longer(request: MemberRequest, uid: UUID) -> HttpResponse:
    """The wish to go on for longer. What the other wishes shows nowhere until both do."""
    mine = my_conversation(request, uid)
    if request.method == "POST":
        wanted = request.POST.get("wanted") == "yes"
        with calmly(request):
            mine = matches.longer(match=mine, member=request.user, wanted=wanted, now=now())
            messages.success(request, _said(wanted, both=mine.longer_since is not None))
        return redirect("conversation", uid=uid)
    shown = {
        "card": seen.card(mine, request.user, now=now(), fit=False),
        "community": mine.community,
        "open": conversations.is_open(mine),
        "both": mine.longer_since is not None,
        "i_wish": mine.seeker_longer if mine.seeker_id == request.user.pk else mine.helper_longer,
    }
    return render(request, "web/conversations/longer.html", shown)


def _said(wanted: bool, *, both: bool) -> str:
    if both:
        return _("You both would like to go on. So you do, for as long as you both like.")
    if wanted:
        return _("Noted. If they wish so too, you are both told.")
    return _("Noted.")


@require_POST
@signed_in
def share(request: MemberRequest, uid: UUID) -> HttpResponse:
    """Thanks of these two that the community may read, or not any more."""
    mine = my_conversation(request, uid)
    said = get_object_or_404(followup.thanks_for(mine, request.user), pk=_number(request.POST.get("thanks")))
    agreed = request.POST.get("agreed") == "yes"
    with calmly(request):
        kind_words.share(thanks=said, member=request.user, agreed=agreed, now=now())
        words = (
            _("Noted. Only if you both agree may others read it.") if agreed else _("It stays between you.")
        )
        messages.success(request, words)
    return redirect("match_thanks", uid=uid)


def _number(given: str | None) -> int:
    return int(given) if given and given.isascii() and given.isdigit() and len(given) < 19 else 0


@require_safe
@signed_in
def read(request: MemberRequest, community: str) -> HttpResponse:
    """Kind words of people here, without names; for members."""
    place = my_membership(request, community).community
    return render(
        request, "web/communities/kind_words.html", {"community": place, "words": kind_words.read_in(place)}
    )


@require_POST
@signed_in
def feeling(request: MemberRequest, uid: UUID) -> HttpResponse:
    """How somebody feels as they ask; only they themselves can take it back."""
    mine, form, moment = my_need(request, uid), FeelingForm(request.POST), now()
    back = reverse("need", args=[uid])
    if form.is_valid():
        value = form.cleaned_data["feeling"]
        with suppress(feelings.NotAsked):  # tapped twice, or found somebody in the meantime
            feelings.answer(need=mine, value=value, now=moment)
            words = _("Noted, for you alone.") if value else _("That is fine. We will not ask again.")
            undo.note(request, words, what="feeling", back=back, moment=moment, need=str(uid))
    return redirect(back)
