"""The address that my own calendar reads."""

from django.conf import settings
from django.urls import reverse
from rest_framework import serializers
from rest_framework.response import Response

from support.api.conversations import AT
from support.api.operation import operation
from support.api.shapes import Moment, Nothing, Shown
from support.api.view import MemberRequest, View, key_of
from support.meetings import feeds
from support.scopes import Scope


class CalendarShown(Shown):
    made_at = Moment(allow_null=True, help_text="Null: there is no address.")


class CalendarMade(CalendarShown):
    address = serializers.CharField(help_text="Shown once. Whoever has it reads when I have meetings.")


class MyCalendar(View):
    @operation(Scope.TALK_READ, gives=CalendarShown, example=(None, {"made_at": AT}))
    def get(self, request: MemberRequest) -> Response:
        """Whether there is an address that my calendar may read."""
        return Response(self._shown_of(request))

    @operation(
        Scope.TALK_WRITE,
        takes=Nothing,
        gives=CalendarMade,
        status=201,
        keeps=False,
        example=({}, {"made_at": AT, "address": "https://support.example.org/calendar/8Zk3.ics"}),
    )
    def post(self, request: MemberRequest) -> Response:
        """Make an address that my calendar may read, in place of the one before. It is shown once.

        It works as long as the key that made it is not taken back.
        """
        Nothing(data=request.data).is_valid(raise_exception=True)
        secret = feeds.make(member=request.user, now=self.now, by_key=key_of(request))
        address = settings.SITE_URL + reverse("calendar_feed", args=[secret])
        return Response(
            CalendarMade({"made_at": self.now, "address": address}).data,
            status=201,
            headers={"Location": reverse("api:calendar")},
        )

    @operation(Scope.TALK_WRITE, status=204, example=(None, None))
    def delete(self, request: MemberRequest) -> Response:
        """Take the address back: it works no longer."""
        feeds.take_back(member=request.user)
        return Response(status=204)

    def _shown_of(self, request: MemberRequest) -> object:
        feed = feeds.of(request.user)
        return CalendarShown({"made_at": feed.made_at if feed else None}).data
