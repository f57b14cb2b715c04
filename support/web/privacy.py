"""What is kept about me, who looked at it, a copy of it, and how it goes."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Member, Role, Standing
from matching.models import Match, MatchState, NeedState, OfferState
from support.privacy import erasing, exporting, kept, looks
from support.privacy.retention import CONVERSATIONS, COPIES
from support.web.access import MemberRequest, now, password_again, signed_in

# What a copy goes through, as its page says it.
STEPS = 4


@require_safe
@signed_in
def privacy(request: MemberRequest) -> HttpResponse:
    moment = now()
    shown = {
        "chapters": kept.counted(request.user),
        "looks": looks.of(request.user, now=moment),
        "export": exporting.of(request.user, now=moment),
    }
    return render(request, "web/privacy/privacy.html", shown)


@signed_in
def copy(request: MemberRequest) -> HttpResponse:
    """Where my copy stands; asking for one starts it."""
    if request.method == "POST":
        exporting.ask(member=request.user, now=now())
        return redirect("export")
    export = exporting.of(request.user, now=now())
    shown = {
        "export": export,
        "step": min(export.step + 1, STEPS) if export else 0,
        "of": STEPS,
        "until": export.ready_at + COPIES if export and export.ready_at else None,
    }
    return render(request, "web/privacy/copy.html", shown)


@require_safe
@signed_in
@password_again
def copy_file(request: MemberRequest) -> HttpResponse:
    """The copy itself, for somebody who has just typed their password."""
    file = exporting.file_of(request.user, now=now())
    if file is None:
        return redirect("export")
    name = _("everything-about-me") + ".zip"
    return HttpResponse(
        file,
        content_type="application/zip",
        headers={
            "Content-Disposition": content_disposition_header(True, name) or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )


@signed_in
def erase(request: MemberRequest) -> HttpResponse:
    """What goes, what stays and for how long; then, after the password, it begins."""
    asked = request.user.erase_asked_at
    if asked is not None:
        return render(request, "web/privacy/erase_asked.html", {"until": asked + erasing.GRACE})
    return _erase(request)


@password_again
def _erase(request: MemberRequest) -> HttpResponse:
    if request.method == "POST":
        erasing.ask(member=request.user, now=now())
        logout(request)
        answer = redirect("goodbye")
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer
    return render(request, "web/privacy/erase.html", _what_ends(request.user))


def _what_ends(member: Member) -> dict[str, object]:
    live = Match.objects.filter(kept.matches_of(member), state=MatchState.CONNECTED)
    owned = member.memberships.filter(standing=Standing.GOOD, role=Role.OWNER).select_related("community")
    return {
        "talks": live.count(),
        "needs": member.needs.exclude(state__in=(NeedState.CLOSED, NeedState.CONNECTED)).count(),
        "offers": member.offers.exclude(state=OfferState.CLOSED).count(),
        "owned": [place.community.name for place in owned],
        "days": erasing.GRACE.days,
        "conversation_days": CONVERSATIONS.days,
        "export": exporting.of(member, now=now()),
    }


@require_POST
@signed_in
def erase_undo(request: MemberRequest) -> HttpResponse:
    if erasing.take_back(member=request.user):
        messages.success(request, _("Good to have you back. Your account stays."))
    return redirect("home")
