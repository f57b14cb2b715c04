"""What I should know, how I want to be told, and the devices on which I am."""

from functools import cache
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts import prepared
from accounts.models import Channel, Letters, Notification
from accounts.notifications import inbox, links, preferences
from accounts.notifications.kinds import CHOSEN, KINDS
from accounts.push import devices, keys
from support.api.conversations import AT, UID
from support.api.operation import operation
from support.api.paging import page
from support.api.ready import Ready
from support.api.shapes import Asked, ClockTime, Given, Line, Moment, Nothing, Shown
from support.api.undo import with_key
from support.api.view import MemberRequest, View, key_of
from support.scopes import Scope

TOLD = {
    "id": "c1b7a8f4-4b53-4b6a-b0c1-7f9f0b8e2d33",
    "kind": "message_new",
    "community": "riverside",
    "title": "There is a new message for you",
    "sentence": "Somebody wrote to you.",
    "page": f"/matches/{UID}/conversation/",
    "about": {"match": UID},
    "created_at": AT,
    "read_at": None,
}
REACH: dict[str, Any] = {
    "ways": {str(group): ["email", "push"] for group in CHOSEN},
    "letters": Letters.AT_ONCE.value,
    "letters_at": "08:00",
    "hears_calls": False,
    "letters_stopped": False,
}
DEVICE = {"id": UID, "name": "Phone", "made_at": AT}


LISTED = ("uid", "kind", "refers_to", "created_at", "read_at", "community__slug")


class NotificationsAsked(Asked):
    unread = serializers.BooleanField(required=False, default=False, help_text="Only what is new.")


class NotificationShown(Line):
    id = serializers.UUIDField(source="uid")
    kind = serializers.CharField()
    community = serializers.SlugField(source="community.slug", allow_null=True, default=None)
    title = serializers.SerializerMethodField()
    sentence = serializers.SerializerMethodField()
    page = serializers.SerializerMethodField(help_text="The page that it is about.")
    about = serializers.DictField(
        child=serializers.CharField(), source="refers_to", help_text="Ids by what they name."
    )
    created_at = Moment()
    read_at = Moment(allow_null=True)

    def get_title(self, told: Notification) -> str:
        return str(KINDS[told.kind].title)

    def get_sentence(self, told: Notification) -> str:
        return str(KINDS[told.kind].sentence)

    def get_page(self, told: Notification) -> str:
        return links.path(told)


class ReadShown(Shown):
    read = serializers.IntegerField(help_text="How many of them were new.")


class WaysShown(Shown):
    """By what it is about: in which ways, beside being in the app."""

    def get_fields(self) -> dict[str, Any]:
        return {
            str(group): serializers.ListField(child=serializers.ChoiceField(Channel.choices), required=False)
            for group in CHOSEN
        }


class WaysGiven(Given, WaysShown):
    """What is not named stays as it is."""


class ReachChosenGiven(Given):
    ways = WaysGiven(required=False)
    letters = serializers.ChoiceField(
        Letters.choices, required=False, help_text="How often letters may come."
    )
    letters_at = ClockTime(required=False)
    hears_calls = serializers.BooleanField(required=False, help_text="Tell me where helpers are missing.")


class ReachChosenShown(Shown):
    """Quiet hours stand in `me/`."""

    ways = WaysShown()
    letters = serializers.ChoiceField(Letters.choices)
    letters_at = ClockTime()
    hears_calls = serializers.BooleanField()
    letters_stopped = serializers.BooleanField(help_text="They came back, so none are sent.")


class DeviceGiven(Given):
    """What a browser's push subscription says."""

    endpoint = serializers.CharField(max_length=2000)
    p256dh = serializers.CharField(max_length=200)
    auth = serializers.CharField(max_length=100)
    signed_with = serializers.CharField(
        max_length=100, help_text="The key of `me/devices/key/` that it was made with."
    )
    name = serializers.CharField(max_length=devices.LONGEST_NAME)


class DeviceShown(Shown):
    id = serializers.UUIDField(source="uid")
    name = serializers.CharField()
    made_at = Moment()


class DeviceKeyShown(Shown):
    key = serializers.CharField(help_text="Empty where this service rings no devices.")


class Notifications(View):
    @operation(
        Scope.ME_READ,
        gives=NotificationShown,
        asks=NotificationsAsked,
        many=True,
        example=(None, {"items": [TOLD], "next": None}),
    )
    def get(self, request: MemberRequest) -> Response:
        """What I was told, the newest first. Looking marks nothing as read."""
        rows = _listed(NotificationsAsked.read(request.query_params)["unread"])
        return page(request, rows.of(member=request.user.pk), NotificationShown)


@cache
def _listed(unread: bool) -> Ready[Notification]:
    def build() -> Any:
        rows = inbox.inbox(prepared.Given("member")).only(*LISTED)
        return rows.filter(read_at=None) if unread else rows

    return Ready(build)


class OneNotification(View):
    @operation(Scope.ME_READ, gives=NotificationShown, example=(None, TOLD))
    def get(self, request: MemberRequest, uid: UUID) -> Response:
        """One thing that I was told."""
        return Response(NotificationShown(inbox.inbox(request.user).get(uid=uid)).data)


class NotificationRead(View):
    of = OneNotification

    @operation(Scope.ME_WRITE, takes=Nothing, status=204, example=({}, None))
    def put(self, request: MemberRequest, uid: UUID) -> Response:
        """Mark one as read. A letter about it that waits is not sent."""
        Nothing(data=request.data).is_valid(raise_exception=True)
        inbox.mark_read(notification=inbox.inbox(request.user).get(uid=uid), now=self.now)
        return Response(status=204)


class NotificationsReading(View):
    @operation(Scope.ME_WRITE, takes=Nothing, gives=ReadShown, undoes=True, example=({}, {"read": 3}))
    def post(self, request: MemberRequest) -> Response:
        """Mark all as read."""
        Nothing(data=request.data).is_valid(raise_exception=True)
        read = inbox.mark_all_read(member=request.user, now=self.now)
        told = Response({"read": read})
        return (
            told
            if not read
            else with_key(told, request, what="reading", now=self.now, read_at=self.now.isoformat())
        )


class MyReach(View):
    @operation(Scope.ME_READ, gives=ReachChosenShown, example=(None, REACH))
    def get(self, request: MemberRequest) -> Response:
        """How I want to be told. All of it is in the app, whatever I choose."""
        return Response(self._chosen(request))

    @operation(
        Scope.ME_WRITE,
        takes=ReachChosenGiven,
        gives=ReachChosenShown,
        example=({"ways": {"messages": ["push"]}}, REACH | {"ways": REACH["ways"] | {"messages": ["push"]}}),
    )
    def patch(self, request: MemberRequest) -> Response:
        """Choose how I want to be told. An empty list means: in the app only."""
        given = ReachChosenGiven(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data
        preferences.choose(
            member=request.user,
            ways={group: said["ways"][group] for group in CHOSEN if group in said.get("ways", {})},
            letters=Letters(said["letters"]) if "letters" in said else None,
            letters_at=said.get("letters_at"),
            hears_calls=said.get("hears_calls"),
            now=self.now,
        )
        return Response(self._chosen(request))

    def _chosen(self, request: MemberRequest) -> Any:
        me = request.user
        facts = {name: getattr(me, name) for name in ("letters", "letters_at", "hears_calls")}
        ways = {str(group): sorted(preferences.wanted(me, group)) for group in CHOSEN}
        return ReachChosenShown(
            facts | {"ways": ways, "letters_stopped": me.email_stopped_at is not None}
        ).data


class ReachLetters(View):
    @operation(Scope.ME_WRITE, takes=Nothing, status=204, example=({}, None))
    def post(self, request: MemberRequest) -> Response:
        """Say that letters reach me again, after they were stopped because they came back."""
        Nothing(data=request.data).is_valid(raise_exception=True)
        preferences.trust_address(member=request.user)
        return Response(status=204)


class MyDevices(View):
    @operation(Scope.ME_READ, gives=DeviceShown, many=True, example=(None, {"items": [DEVICE], "next": None}))
    def get(self, request: MemberRequest) -> Response:
        """The devices that tell me while nothing of ours is open."""
        return page(request, list(devices.of(request.user)), DeviceShown)

    @operation(
        Scope.ME_WRITE,
        takes=DeviceGiven,
        gives=DeviceShown,
        status=201,
        example=(
            {
                "endpoint": "https://push.example.org/x",
                "p256dh": "BNc",
                "auth": "tBHI",
                "signed_with": "BOE",
                "name": "Phone",
            },
            DEVICE,
        ),
    )
    def post(self, request: MemberRequest) -> Response:
        """Put a device in by its push subscription (RFC 8030, RFC 8292). What it is sent, it alone can read.

        It is rung as long as the key that put it in is not taken back.
        """
        given = DeviceGiven(data=request.data)
        given.is_valid(raise_exception=True)
        made = devices.put_in(
            member=request.user, now=self.now, by_key=key_of(request), **given.validated_data
        )
        where = reverse("api:device", args=[made.uid], request=request)
        return Response(DeviceShown(made).data, status=201, headers={"Location": where})


class OneDevice(View):
    @operation(Scope.ME_READ, gives=DeviceShown, example=(None, DEVICE))
    def get(self, request: MemberRequest, uid: UUID) -> Response:
        """One device of mine."""
        return Response(DeviceShown(devices.of(request.user).get(uid=uid)).data)

    @operation(Scope.ME_WRITE, status=204, example=(None, None))
    def delete(self, request: MemberRequest, uid: UUID) -> Response:
        """Take a device out: it tells me nothing any more."""
        devices.take_out(member=request.user, uid=devices.of(request.user).get(uid=uid).uid)
        return Response(status=204)


class DeviceKey(View):
    @operation(Scope.ME_READ, gives=DeviceKeyShown, example=(None, {"key": "BOE3"}))
    def get(self, request: MemberRequest) -> Response:
        """The key that a push subscription is made with (VAPID)."""
        key = keys.current()
        return Response({"key": key.public if key else ""})
