"""What two people say to each other: reading it in pages, saying something, putting it right, taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
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
from support.api.ready import Ready
from support.api.shapes import Asked, Given, Moment, Shown, moment
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
SAID = {
    "newest": Ready(conversations.readable_here, order=("-sent_at", "-pk")),
    "oldest": Ready(conversations.readable_here, order=("sent_at", "pk")),
}


class MessagesAsked(Asked):
    order = serializers.ChoiceField(
        list(SAID),
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

    id = serializers.UUIDField()
    mine = serializers.BooleanField(read_only=True)
    words = serializers.CharField(help_text="Empty once it was taken back.")
    status = serializers.CharField(
        read_only=True,
        help_text="Mine: waiting, given_back, arrived, seen (where both show that). Theirs: new, read.",
    )
    note = serializers.CharField(read_only=True)
    sent_at = Moment()
    edited_at = Moment(allow_null=True)
    taken_back_at = Moment(allow_null=True)
    put_aside_at = Moment(allow_null=True, help_text="By a moderator.")
    may_change = serializers.BooleanField(read_only=True)
    help_now = serializers.BooleanField(
        read_only=True,
        help_text="Mine, and it sounds as if somebody could be in danger: please show where to turn (`crisis/`).",
    )

    def to_representation(self, message: Message) -> dict[str, Any]:
        """The same as the fields say, in a fifth of their time: nothing is asked for as often."""
        around: Around = self.context["around"]
        mine = message.author_id == around.me.pk
        return {
            "id": str(message.uid),
            "mine": mine,
            "words": message.words,
            "status": around.status_of_mine(message) if mine else _status_of_theirs(message),
            "note": around.note(message) if mine else "",
            "sent_at": moment(message.sent_at),
            "edited_at": moment(message.edited_at),
            "taken_back_at": moment(message.taken_back_at),
            "put_aside_at": moment(message.hidden_at),
            "may_change": around.open and changing.may_change(message, around.me, now=around.now),
            "help_now": mine and not DANGEROUS.isdisjoint(message.signs),
        }


@dataclass(frozen=True)
class Around:
    """What all messages of a conversation are told by, to one of the two."""

    match: Match
    me: Member
    now: datetime

    def here(self, rows: Sequence[Message]) -> Sequence[Message]:
        """Messages of this match, which is known already."""
        for message in rows:
            message.match = self.match
        return rows

    @cached_property
    def open(self) -> bool:
        return conversations.is_open(self.match)

    @cached_property
    def shows_seen(self) -> bool:
        return self.open and conversations.both_show_seen(self.match)

    @cached_property
    def given_back(self) -> dict[str, str]:
        return holding.words_given_back(self.match, self.me)

    def note(self, message: Message) -> str:
        return holding.why_held(message, self.given_back if message.returned_at else None)

    def status_of_mine(self, message: Message) -> str:
        if message.held_at is not None and message.released_at is None:
            return "given_back" if message.returned_at else "waiting"
        return "seen" if self.shows_seen and message.seen_at else "arrived"


def _status_of_theirs(message: Message) -> str:
    return "read" if message.read_at or message.taken_back_at else "new"


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
        match, me = mine.conversation(request.user, uid), request.user
        rows = SAID[MessagesAsked.read(request.query_params)["order"]].of(match=match.pk, viewer=me.pk)
        around = Around(match, me, self.now)
        return page(request, rows, MessageShown, into=around.here, around=around)

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


def shown(message: Message, match: Match, me: Member, now: datetime) -> Any:
    """One message, told to one of the two."""
    around = Around(match, me, now)
    return MessageShown(around.here([message])[0], context={"around": around}).data
