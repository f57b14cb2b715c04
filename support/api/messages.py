"""What two people say to each other: reading it in pages, saying something, putting it right, taking it back."""

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.models import Member
from matching.danger import DANGEROUS
from matching.models import Match
from support import changing, conversations, holding, mine
from support.api import limits
from support.api.conversations import AT, HIT
from support.api.operation import operation
from support.api.paging import page
from support.api.shapes import Asked, Given, Moment, Shown
from support.api.view import MemberRequest, View
from support.models import Message
from support.scopes import Scope

WORDS = {"words": "Hello. Thank you for saying yes."}
MESSAGE: dict[str, Any] = WORDS | {
    "id": HIT["message"],
    "mine": True,
    "status": "arrived",
    "note": "",
    "sent_at": AT,
    "edited_at": None,
    "taken_back_at": None,
    "put_aside_at": None,
    "may_change": True,
    "help_now": False,
}
NEWEST, OLDEST = ("-sent_at", "-pk"), ("sent_at", "pk")


class MessagesAsked(Asked):
    order = serializers.ChoiceField(
        ["newest", "oldest"],
        required=False,
        default="newest",
        help_text="`oldest` with `after` gives what was said since.",
    )


class WordsGiven(Given):
    words = serializers.CharField(max_length=conversations.LONGEST)


class MessageGiven(WordsGiven):
    key = serializers.UUIDField(
        required=False,
        default=uuid4,
        help_text="Yours, for this message: twice is once, also without Idempotency-Key.",
    )


class MessageShown(Shown):
    """`waiting` and `given_back` are seen by their author alone; `note` tells them why, in their language."""

    id = serializers.UUIDField(source="uid")
    mine = serializers.SerializerMethodField()
    words = serializers.CharField(help_text="Empty once it was taken back.")
    status = serializers.SerializerMethodField(
        help_text="Mine: waiting, given_back, arrived, seen (where both show that). Theirs: new, read."
    )
    note = serializers.SerializerMethodField()
    sent_at = Moment()
    edited_at = Moment(allow_null=True)
    taken_back_at = Moment(allow_null=True)
    put_aside_at = Moment(source="hidden_at", allow_null=True, help_text="By a moderator.")
    may_change = serializers.SerializerMethodField()
    help_now = serializers.SerializerMethodField(
        help_text="Mine, and it sounds as if somebody could be in danger: please show where to turn (`crisis/`)."
    )

    def get_mine(self, message: Message) -> bool:
        return message.author_id == self._me.pk

    def get_status(self, message: Message) -> str:
        if not self.get_mine(message):
            return "read" if message.read_at or message.taken_back_at else "new"
        if message.held_at is not None and message.released_at is None:
            return "given_back" if message.returned_at else "waiting"
        return "seen" if self.context["shows_seen"] and message.seen_at else "arrived"

    def get_note(self, message: Message) -> str:
        return holding.why_held(message, self.context["given_back"]) if self.get_mine(message) else ""

    def get_may_change(self, message: Message) -> bool:
        return self.context["open"] and changing.may_change(message, self._me, now=self.context["now"])

    def get_help_now(self, message: Message) -> bool:
        return self.get_mine(message) and not DANGEROUS.isdisjoint(message.signs)

    @property
    def _me(self) -> Member:
        me: Member = self.context["me"]
        return me


class Messages(View):
    @operation(
        Scope.TALK_READ,
        gives=MessageShown,
        asks=MessagesAsked,
        many=True,
        example=(None, {"items": [MESSAGE], "next": None}),
    )
    def get(self, request: MemberRequest, uid: UUID) -> Response:
        """What was said, the newest first, or the oldest. Looking marks nothing as read."""
        match, asked = mine.conversation(request.user, uid), MessagesAsked(data=request.query_params)
        asked.is_valid(raise_exception=True)
        order = OLDEST if asked.validated_data["order"] == "oldest" else NEWEST
        rows = conversations.messages_of(match, request.user)
        shown_here = partial(_shown, match)
        return page(request, rows, shown_here, order=order, **_around(match, request.user, self.now))

    @operation(
        Scope.TALK_WRITE,
        takes=MessageGiven,
        gives=MessageShown,
        status=201,
        example=(WORDS, MESSAGE),
        wrong=("not_allowed",),
    )
    def post(self, request: MemberRequest, uid: UUID) -> Response:
        """Say something.

        A moderator may read a first message before it arrives: then it is `waiting`, and its note says why.
        """
        limits.at_most(conversations.A_MINUTE, "say", request.user)
        match, given = mine.conversation(request.user, uid), MessageGiven(data=request.data)
        given.is_valid(raise_exception=True)
        words, key = given.validated_data["words"], given.validated_data["key"]
        said = conversations.send(match=match, author=request.user, words=words, form_key=key, now=self.now)
        where = reverse("api:message", args=[uid, said.uid], request=request)
        return Response(shown(said, match, request.user, self.now), status=201, headers={"Location": where})


class OneMessage(View):
    @operation(Scope.TALK_READ, gives=MessageShown, example=(None, MESSAGE))
    def get(self, request: MemberRequest, uid: UUID, message: UUID) -> Response:
        """One message."""
        match = mine.conversation(request.user, uid)
        found = conversations.messages_of(match, request.user).get(uid=message)
        return Response(shown(found, match, request.user, self.now))

    @operation(
        Scope.TALK_WRITE,
        takes=WordsGiven,
        gives=MessageShown,
        example=(WORDS, MESSAGE),
        wrong=("not_allowed",),
    )
    def patch(self, request: MemberRequest, uid: UUID, message: UUID) -> Response:
        """Put a message of mine right, within ten minutes.

        One that still waits for a moderator becomes another message: the answer has its new id.
        """
        match, given = mine.conversation(request.user, uid), WordsGiven(data=request.data)
        given.is_valid(raise_exception=True)
        found, words = self._mine(request, match, message), given.validated_data["words"]
        changed = changing.change(message=found, author=request.user, words=words, now=self.now)
        return Response(shown(changed, match, request.user, self.now))

    @operation(Scope.TALK_WRITE, status=204, example=(None, None))
    def delete(self, request: MemberRequest, uid: UUID, message: UUID) -> Response:
        """Take a message of mine back, within ten minutes. A calm line stands in its place."""
        found = self._mine(request, mine.conversation(request.user, uid), message)
        changing.take_back(message=found, author=request.user, now=self.now)
        return Response(status=204)

    def _mine(self, request: MemberRequest, match: Match, message: UUID) -> Message:
        return conversations.messages_of(match, request.user).get(uid=message, author=request.user)


def _around(match: Match, me: Member, now: Any) -> dict[str, Any]:
    """What all messages of a conversation are shown by."""
    is_open = conversations.is_open(match)
    return {
        "me": me,
        "now": now,
        "open": is_open,
        "shows_seen": is_open and conversations.both_show_seen(match),
        "given_back": holding.words_given_back(match, me),
    }


def _shown(match: Match, rows: Iterable[Message], **options: Any) -> MessageShown:
    """Messages of one match, which is known already."""
    for message in rows:
        message.match = match
    return MessageShown(rows, **options)


def shown(message: Message, match: Match, me: Member, now: Any) -> Any:
    """One message, told to one of the two."""
    message.match = match
    return MessageShown(message, context=_around(match, me, now)).data
