"""An hour that two people find, keep, move or call off, and what became of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.models import Member
from matching import connections
from matching.models import Match
from support import conversations, meetings, mine
from support.api import files
from support.api.conversations import UID
from support.api.operation import operation
from support.api.shapes import Asked, Given, Moment, Shown
from support.api.view import MemberRequest, View
from support.meetings import calls, coming, entries, hours, planning
from support.models import Meeting, Said
from support.scopes import Scope

USUAL = 30  # minutes
HOUR = {"begins_at": "2026-11-24T18:30:00Z", "ends_at": "2026-11-24T19:00:00Z"}
SUGGESTED = {"begins_at": HOUR["begins_at"], "minutes": 30}
WANTED = HOUR | {"by_me": False, "outside": False}
MEETING: dict[str, Any] = {"open": True, "planned": None, "wanted": WANTED, "room": "", "past": None}
PLANNED = MEETING | {"planned": HOUR, "wanted": None, "room": "https://call.example.org/5b1f0c"}
COMING = HOUR | {"conversation": UID, "other_name": "Omar", "what": "planned"}


class HoursAsked(Asked):
    minutes = serializers.ChoiceField(meetings.LENGTHS, required=False, default=USUAL)


class SuggestionGiven(Given):
    begins_at = Moment(help_text="On a quarter-hour, within two months.")
    minutes = serializers.ChoiceField(meetings.LENGTHS, required=False, default=USUAL)
    outside = serializers.BooleanField(
        required=False,
        default=False,
        help_text="All the same, though it is outside of the hours that both share.",
    )


class MeetingAnswerGiven(Given):
    answer = serializers.ChoiceField(["yes", "not_then"])
    begins_at = Moment(
        required=False,
        allow_null=True,
        default=None,
        help_text="With a yes: what was suggested, as you saw it.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["answer"] == "yes" and attrs["begins_at"] is None:
            raise serializers.ValidationError(
                {"begins_at": _("Please choose one of these hours.")}, "required"
            )
        return attrs


class SaidGiven(Given):
    said = serializers.ChoiceField(Said.choices)


class MeetingHourShown(Shown):
    begins_at = Moment()
    ends_at = Moment()


class MeetingHoursShown(Shown):
    items = MeetingHourShown(many=True)


class WantedShown(MeetingHourShown):
    by_me = serializers.BooleanField(help_text="Then the other one is asked.")
    outside = serializers.BooleanField(help_text="It is outside of the hours that both share.")


class PastShown(MeetingHourShown):
    said = serializers.ChoiceField(
        Said.choices, allow_blank=True, help_text="By me. The other one is not told."
    )


class MeetingShown(Shown):
    """What is planned, what is suggested, and what is past. While a meeting is to be moved, what was agreed stands."""

    open = serializers.BooleanField()
    planned = MeetingHourShown(allow_null=True)
    wanted = WantedShown(allow_null=True)
    room = serializers.CharField(help_text="Where the call is; empty where the two agree on that themselves.")
    past = PastShown(allow_null=True)


class ComingShown(Shown):
    conversation = serializers.UUIDField(source="match.uid")
    other_name = serializers.CharField(source="name")
    what = serializers.ChoiceField(
        ["planned", "asked", "waiting", "past"],
        help_text="`asked`: my answer is awaited. `waiting`: theirs is.",
    )
    begins_at = Moment(source="begins")
    ends_at = Moment(source="ends")


class ComingsShown(Shown):
    items = ComingShown(many=True)


class ConversationMeeting(View):
    @operation(Scope.TALK_READ, gives=MeetingShown, example=(None, MEETING))
    def get(self, request: MemberRequest, uid: UUID) -> Response:
        """What we have planned, or suggest. Good hours are in `hours/`."""
        return self._as_it_is(request, uid)

    @operation(
        Scope.TALK_WRITE,
        takes=SuggestionGiven,
        gives=MeetingShown,
        status=201,
        example=(SUGGESTED, MEETING | {"wanted": WANTED | {"by_me": True}}),
    )
    def post(self, request: MemberRequest, uid: UUID) -> Response:
        """Suggest an hour, or another one for what is planned.

        It takes the place of whatever is suggested now. `outside` (code) asks for the field of that name.
        """
        match, given = mine.conversation(request.user, uid), SuggestionGiven(data=request.data)
        given.is_valid(raise_exception=True)
        hour = given.validated_data
        with _by_our_names():
            meetings.suggest(
                match=match,
                member=request.user,
                begins=hour["begins_at"],
                minutes=int(hour["minutes"]),
                outside=hour["outside"],
                now=self.now,
            )
        made = self._as_it_is(request, uid)
        made.status_code = 201
        made.headers["Location"] = reverse("api:meeting", args=[uid], request=request)
        return made

    @operation(Scope.TALK_WRITE, status=204, example=(None, None))
    def delete(self, request: MemberRequest, uid: UUID) -> Response:
        """Call a planned meeting off. No reason is asked; both are told."""
        match = mine.conversation(request.user, uid)
        meetings.cancel(match=match, member=request.user, now=self.now)
        return Response(status=204)

    def _as_it_is(self, request: MemberRequest, uid: UUID) -> Response:
        return Response(shown(mine.conversation(request.user, uid), request.user, self.now))


class MeetingHours(View):
    @operation(Scope.TALK_READ, gives=MeetingHoursShown, asks=HoursAsked, example=(None, {"items": [HOUR]}))
    def get(self, request: MemberRequest, uid: UUID) -> Response:
        """A few good hours that both of us share, the soonest first."""
        match, asked = mine.conversation(request.user, uid), HoursAsked(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = _good(match, request.user, int(asked.validated_data["minutes"]), self.now)
        return Response({"items": MeetingHourShown([_hour(one) for one in found], many=True).data})


class MeetingAnswer(View):
    of = ConversationMeeting

    @operation(
        Scope.TALK_WRITE,
        takes=MeetingAnswerGiven,
        gives=MeetingShown,
        example=({"answer": "yes", "begins_at": HOUR["begins_at"]}, PLANNED),
    )
    def post(self, request: MemberRequest, uid: UUID) -> Response:
        """Say yes to what is suggested, or not then. Whoever suggested it takes it back with `not_then`."""
        match, given = mine.conversation(request.user, uid), MeetingAnswerGiven(data=request.data)
        given.is_valid(raise_exception=True)
        with _by_our_names():
            if given.validated_data["answer"] == "yes":
                wanted = given.validated_data["begins_at"]
                meetings.accept(match=match, member=request.user, wanted=wanted, now=self.now)
            else:
                meetings.refuse(match=match, member=request.user, now=self.now)
        return Response(shown(mine.conversation(request.user, uid), request.user, self.now))


class MeetingSaid(View):
    of = ConversationMeeting

    @operation(
        Scope.TALK_WRITE,
        takes=SaidGiven,
        gives=MeetingShown,
        example=({"said": "met"}, MEETING | {"wanted": None, "past": HOUR | {"said": "met"}}),
    )
    def put(self, request: MemberRequest, uid: UUID) -> Response:
        """Say whether the last meeting happened. Nothing is counted, and the other one is not told."""
        match, given = mine.conversation(request.user, uid), SaidGiven(data=request.data)
        given.is_valid(raise_exception=True)
        meetings.say(match=match, member=request.user, said=given.validated_data["said"], now=self.now)
        return Response(shown(mine.conversation(request.user, uid), request.user, self.now))


class MeetingEntry(View):
    renderer_classes = files.renderers("text/calendar")

    @operation(Scope.TALK_READ, gives=OpenApiTypes.STR, media="text/calendar")
    def get(self, request: MemberRequest, uid: UUID) -> Response:
        """The meeting as calendars read it (iCalendar): it puts the entry in, changes it, or takes it out."""
        last = meetings.latest_of(mine.conversation(request.user, uid))
        if last is None or last.agreed is None:
            raise Http404
        media = f"text/calendar; charset=utf-8; method={entries.method_of(last)}"
        return files.file(entries.invitation(last), media, entries.NAME)


class MyMeetings(View):
    @operation(Scope.TALK_READ, gives=ComingsShown, example=(None, {"items": [COMING]}))
    def get(self, request: MemberRequest) -> Response:
        """What I have planned, what waits for an answer, and what I may say something of; the soonest first."""
        names = {one.match_id: one.other_name for one in connections.of(request.user) if one.open}
        found = coming.of(request.user, names, now=self.now)
        return Response({"items": ComingShown(found, many=True).data})


def shown(match: Match, me: Member, now: datetime) -> Any:
    """The meeting of two people, told to one of them."""
    is_open, current, last = conversations.is_open(match), meetings.ahead_of(match), meetings.latest_of(match)
    planned = current is not None and current.agreed is not None and not planning.has_begun(current, now)
    facts = {
        "open": is_open,
        "planned": _hour(current.agreed) if planned and current and current.agreed else None,
        "wanted": _wanted(match, current, me) if is_open and current and current.wanted else None,
        "room": calls.link_of(match.community, current) if planned and current else "",
        "past": _past(match, last, me, now),
    }
    return MeetingShown(facts).data


def _wanted(match: Match, current: Meeting, me: Member) -> dict[str, Any]:
    begins, ends = current.wanted or (current.created_at, current.created_at)
    return _hour((begins, ends)) | {
        "by_me": current.suggested_by == me.pk,
        "outside": not hours.is_shared(match, begins, ends),
    }


def _past(match: Match, last: Meeting | None, me: Member, now: datetime) -> dict[str, Any] | None:
    if last is None or last.agreed is None or not planning.has_begun(last, now):
        return None
    return _hour(last.agreed) | {"said": last.seeker_said if me.pk == match.seeker_id else last.helper_said}


def _good(match: Match, me: Member, minutes: int, now: datetime) -> list[hours.Hour]:
    if not conversations.is_open(match):
        return []
    return hours.good(match, zone=me.time_zone, minutes=minutes, now=now, but=meetings.ahead_of(match))


def _hour(hour: tuple[datetime, datetime]) -> dict[str, Any]:
    return {"begins_at": hour[0], "ends_at": hour[1]}


@contextmanager
def _by_our_names() -> Iterator[None]:
    """The pages ask for a day and a time; here both are `begins_at`."""
    try:
        yield
    except ValidationError as refusal:
        if hasattr(refusal, "error_dict"):
            named = {
                "begins_at" if name in ("day", "time") else name: said
                for name, said in refusal.error_dict.items()
            }
            refusal.error_dict = named
        raise
