"""A helper, as the moderators look after them: what paused them, what they are trusted with, notes among moderators."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import HelperRecord, Membership, Standing
from support import helpers, numbers
from support.dashboard.desk import Desk, decide, moderated, show
from support.moderation import helper_actions as actions
from support.moderation import past
from support.moderation.helpers import missing_for, take_note_back, write_note
from support.privacy import looks


@moderated
@require_safe
def helper(request: Desk, pk: int) -> HttpResponse:
    membership, remit = _membership(request, pk), request.remit
    looks.at_member(remit, membership.member_id, now=request.now)
    seen = HelperRecord.objects.filter(membership=membership).first()
    missing, not_now = missing_for(membership, seen), bool(seen and seen.not_now_at)
    return show(
        request,
        "helper.html",
        membership=membership,
        seen=seen,
        missing=missing,
        evidence=numbers.evidence(remit, membership, now=request.now)
        if membership.paused_by_numbers
        else None,
        patterns=remit.patterns().filter(member=membership.member_id, set_aside_at=None).order_by("found_at"),
        limits=helpers.limits_of(membership, now=request.now),
        notes=past.notes_about(remit, membership),
        of_pause=actions.of_pause(remit, membership),
        of_admission=actions.of_admission(membership, missing=missing, not_now=not_now),
        of_training=actions.of_training(membership),
        of_limits=actions.of_limits(membership),
    )


@moderated
@require_POST
def helper_decide(request: Desk, pk: int) -> HttpResponse:
    membership = _membership(request, pk)
    decide(request, actions.HELPER, membership=membership)
    return redirect("dashboard_helper", request.remit.community.slug, pk)


@moderated
@require_POST
def helper_note(request: Desk, pk: int) -> HttpResponse:
    membership, taken = _membership(request, pk), request.POST.get("take_back", "")
    about: dict[str, Any] = {"membership": membership, "by": request.user, "now": request.now}
    try:
        if taken:
            take_note_back(pk=int(taken) if taken.isdecimal() and len(taken) < 19 else 0, **about)
        else:
            write_note(words=request.POST.get("words", ""), **about)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        said = (
            _("Taken back. That there was a note stays to be seen.")
            if taken
            else _("Noted, for moderators alone.")
        )
        messages.success(request, said)
    return redirect("dashboard_helper", request.remit.community.slug, pk)


def _membership(request: Desk, pk: int) -> Membership:
    """Somebody near to the moderator is not there for them, themselves among these."""
    rows = request.remit.memberships().select_related("community").filter(standing=Standing.GOOD)
    found = get_object_or_404(rows, pk=pk)
    if not request.remit.covers(found.member_id):
        raise Http404
    return found
