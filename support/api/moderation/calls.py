"""Where calls happen: seen by every moderator, changed by owners."""

from rest_framework import serializers
from rest_framework.response import Response

from accounts.meeting_link import LONGEST
from support.api.moderation.desk import deciding, looking
from support.api.moderation.settings.section import SettingsDesk
from support.api.shapes import Given, Shown
from support.api.view import MemberRequest
from support.moderation import calls as moderation

CALLS = {"address": "https://calls.example.org/{meeting}", "may_change": True}


class CallsGiven(Given):
    address = serializers.CharField(
        max_length=LONGEST,
        allow_blank=True,
        help_text="With `{meeting}` where the name of the room goes; empty: people agree on it themselves.",
    )


class CallsShown(Shown):
    address = serializers.CharField(source="meeting_link", allow_blank=True)
    may_change = serializers.SerializerMethodField()

    def get_may_change(self, place: object) -> bool:
        return bool(self.context["remit"].decides_weights)


class DeskCalls(SettingsDesk):
    @looking(gives=CallsShown, example=(None, CALLS))
    def get(self, request: MemberRequest, community: str) -> Response:
        """The site that planned meetings lead to."""
        return Response(CallsShown(self.remit.community, context={"remit": self.remit}).data)

    @deciding(takes=CallsGiven, gives=CallsShown, example=({"address": CALLS["address"]}, CALLS))
    def put(self, request: MemberRequest, community: str) -> Response:
        """From now on calls happen there, those of meetings that are planned already, too. An owner's to decide."""
        given, place = self.taken(CallsGiven, request.data), self.remit.community
        moderation.change(community=place, pattern=given["address"], by=request.user, now=self.now)
        return Response(CallsShown(place, context={"remit": self.remit}).data)
