"""Meetings: an hour that two connected people find, keep, move or call off, and what became of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matching import seen
from matching.models import Match
from support import conversations, meetings
from support.meetings import calls, entries, hours, planning
from support.models import Meeting
from support.parties import is_side, other_side
from support.web import both_clocks
from support.web.access import MemberRequest, my_conversation, now, signed_in
from support.web.forms_meetings import HourForm, length_in_words
from support.web.refusals import calmly, show_on
from support.web.told import read_here

USUAL = 30  # minutes


@signed_in
def meeting(request: MemberRequest, uid: UUID) -> HttpResponse:
    """What is suggested or planned, and hours to choose from: one tap suggests one."""
    mine, moment = my_conversation(request, uid), now()
    read_here(request, moment, match=uid)
    form = HourForm(
        request.POST if request.method == "POST" and "begins" not in request.POST else None,
        zone=request.user.time_zone,
        initial={"minutes": _length(request.GET.get("minutes"))},
    )
    if request.method == "POST":
        if "begins" in request.POST:
            with calmly(request):
                _suggest_listed(request, mine, moment)
            return redirect("match_meeting", uid=uid)
        if form.is_valid() and _suggested(request, mine, form, moment):
            return redirect("match_meeting", uid=uid)
    return render(request, "web/meetings/meeting.html", _shown(request, mine, form, moment))


def _suggest_listed(request: MemberRequest, match: Match, moment: datetime) -> None:
    """An hour from the short list; free a moment ago, it is asked about again."""
    begins, minutes = _moment(request.POST.get("begins")), _length(request.POST.get("minutes"))
    meetings.suggest(match=match, member=request.user, begins=begins, minutes=minutes, now=moment)
    messages.success(request, _("Suggested. You will hear as soon as there is an answer."))


def _suggested(request: MemberRequest, match: Match, form: HourForm, moment: datetime) -> bool:
    """Whether the hour of one's own choice was suggested; beside its field stands why not."""
    given = form.cleaned_data
    try:
        begins = _best(match, form.beginnings(), given["minutes"])
        meetings.suggest(
            match=match,
            member=request.user,
            begins=begins,
            minutes=given["minutes"],
            now=moment,
            outside=given["outside"],
        )
    except meetings.Outside as refusal:
        form.ask_of_outside()
        show_on(form, refusal)
        return False
    except ValidationError as refusal:
        show_on(form, refusal)
        return False
    messages.success(request, _("Suggested. You will hear as soon as there is an answer."))
    return True


def _best(match: Match, beginnings: list[datetime], minutes: int) -> datetime:
    """Of two readings of the same time, the one at which both are free."""
    shared = [at for at in beginnings if hours.is_shared(match, at, at + minutes * hours.MINUTE)]
    return (shared or beginnings)[0]


def _shown(request: MemberRequest, match: Match, form: HourForm, moment: datetime) -> dict[str, Any]:
    me, other = request.user, other_side(match, request.user)
    card = seen.card(match, me, now=moment)
    to = both_clocks.reader(me, other, card.other_name or "", moment)
    current, last = meetings.ahead_of(match), meetings.latest_of(match)
    is_open = conversations.is_open(match)
    minutes = _length(request.GET.get("minutes"))
    good = hours.good(match, zone=me.time_zone, minutes=minutes, now=moment, but=current) if is_open else []
    planned = current is not None and current.agreed is not None and not planning.has_begun(current, moment)
    return {
        "card": card,
        "community": match.community,
        "open": is_open,
        "form": form,
        "meeting": current,
        "planned": both_clocks.said(current.agreed, to) if current and current.agreed and planned else None,
        "wanted": both_clocks.said(current.wanted, to) if is_open and current and current.wanted else None,
        "outside": bool(
            is_open and current and current.wanted and not hours.is_shared(match, *current.wanted)
        ),
        "by_me": current is not None and current.suggested_by == me.pk,
        "room": calls.link_of(match.community, current) if current and planned else "",
        "calls": bool(match.community.meeting_link),
        "in_person": "in_person" in card.formats,
        "good": [both_clocks.said(hour, to) for hour in good],
        "minutes": minutes,
        "lengths": [(length, length_in_words(length)) for length in meetings.LENGTHS],
        "happened": _happened(last, match, me.pk, to, moment),
        "now": moment,
    }


def _happened(
    last: Meeting | None, match: Match, member_id: int, to: both_clocks.Reader, moment: datetime
) -> dict[str, Any] | None:
    """The meeting that is past, and what this side has said of it."""
    if last is None or last.agreed is None or not planning.has_begun(last, moment):
        return None
    mine = last.seeker_said if member_id == match.seeker_id else last.helper_said
    return {"hour": both_clocks.said(last.agreed, to), "said": mine}


@require_POST
@signed_in
def answer(request: MemberRequest, uid: UUID) -> HttpResponse:
    """Yes to the hour that stood on the page, or not then; the one who suggested it takes it back."""
    mine, given = my_conversation(request, uid), request.POST.get("answer")
    with calmly(request):
        if given == "yes":
            wanted = _moment(request.POST.get("wanted"))
            meetings.accept(match=mine, member=request.user, wanted=wanted, now=now())
            messages.success(request, _("Your meeting is planned. Both of you are told."))
        else:
            meetings.refuse(match=mine, member=request.user, now=now())
            messages.success(request, _("Noted. You can suggest another hour here."))
    return redirect("match_meeting", uid=uid)


@signed_in
def off(request: MemberRequest, uid: UUID) -> HttpResponse:
    """One calm step before the other person hears of it."""
    mine, moment = my_conversation(request, uid), now()
    if request.method == "POST":
        with calmly(request):
            meetings.cancel(match=mine, member=request.user, now=moment)
            messages.success(request, _("The meeting is called off. Both of you are told."))
        return redirect("match_meeting", uid=uid)
    shown = _shown(request, mine, HourForm(zone=request.user.time_zone), moment)
    return render(request, "web/meetings/off.html", shown)


@require_POST
@signed_in
def said(request: MemberRequest, uid: UUID) -> HttpResponse:
    """Whether it happened. Where it did not, the next page has other hours."""
    mine, given = my_conversation(request, uid), request.POST.get("said", "")
    with calmly(request):
        meetings.say(match=mine, member=request.user, said=given, now=now())
        words = _("Thank you. That is good to hear.")
        missed = _("Thank you for saying so. It happens, and it counts against nobody.")
        messages.success(request, words if given == "met" else missed)
    return redirect("match_meeting", uid=uid)


@require_safe
@signed_in
def entry(request: MemberRequest, uid: UUID) -> HttpResponse:
    """The calendar entry, as it is now."""
    mine = my_conversation(request, uid)
    last = meetings.latest_of(mine)
    if last is None or last.agreed is None or not is_side(mine, request.user):
        raise Http404
    return ics(entries.invitation(last), entries.method_of(last))


def ics(file: str, method: str) -> HttpResponse:
    """A calendar file; nobody but its reader keeps it."""
    response = HttpResponse(file, content_type=f"text/calendar; charset=utf-8; method={method}")
    response["Content-Disposition"] = f'attachment; filename="{entries.NAME}"'
    response["Cache-Control"] = "private, no-cache"
    return response


def _length(given: str | None) -> int:
    lengths = {str(minutes): minutes for minutes in meetings.LENGTHS}
    return lengths.get(given or "", USUAL)


def _moment(given: str | None) -> datetime:
    """The hour that a button names. Raises NotThisHour for anything else."""
    try:
        moment = parse_datetime(given or "")
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise meetings.NotThisHour(_("Please choose one of these hours."))
    return moment
