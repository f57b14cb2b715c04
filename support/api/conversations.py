"""Whom I talk with: all of them and each, what is begun to be written, what is read, and gentle first words."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from rest_framework import serializers
from rest_framework.response import Response

from accounts.models import Member
from matching import seen
from matching.models import Match, MatchState
from support import (
    conversations,
    finding,
    followup,
    inviting,
    mine,
    parties,
    reading,
    silence,
    starters,
    talks,
    unsent,
)
from support.api import limits
from support.api.operation import operation
from support.api.paging import page
from support.api.shapes import Asked, Given, Line, Moment, Shown
from support.api.view import MemberRequest, View
from support.moderation import in_force
from support.scopes import Scope

UID = "3f0f9b0e-6f5e-4b0a-9c57-1d2c7f1b9a10"
AT = "2026-11-23T12:00:00Z"
BESIDE = {
    "id": UID,
    "community": "riverside",
    "my_side": "seeker",
    "other_name": "Omar",
    "open": True,
    "connected_at": AT,
    "ended_at": None,
}
IN_LIST = BESIDE | {"unread": 1, "last_at": AT}
CONVERSATION: dict[str, Any] = BESIDE | {
    "may_write": True,
    "why_not": "",
    "asked_whether_it_goes_on": False,
    "helped": False,
    "may_thank": True,
    "i_wish_longer": False,
    "both_wish_longer": False,
    "i_want_again": False,
    "invites_to_help": False,
}
STARTERS = {
    "beginnings": ["Hello. Thank you for saying yes. I am not sure how to begin."],
    "partings": [
        {
            "number": 0,
            "words": "Thank you for your time. I would like to stop here. I wish you well.",
        }
    ],
}
HIT = {
    "conversation": UID,
    "message": "0a6f6c1e-5a77-4a53-8f3b-0f2b3a3b6c01",
    "other_name": "Omar",
    "mine": False,
    "sent_at": AT,
    "before": "I go there every ",
    "found": "Thursday",
    "after": ", too.",
}


class ConversationsAsked(Asked):
    open = serializers.BooleanField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Only those that go on, or only those that are over.",
    )


class ConversationInList(Line):
    id = serializers.UUIDField(source="connection.uid")
    community = serializers.SlugField(source="connection.community_slug")
    my_side = serializers.ChoiceField(["seeker", "helper"], source="connection.my_side")
    other_name = serializers.CharField(source="connection.other_name", help_text="As they chose it there.")
    open = serializers.BooleanField(source="connection.open")
    unread = serializers.IntegerField()
    last_at = Moment(source="last", help_text="When something was last said.")
    connected_at = Moment(source="connection.connected_at")
    ended_at = Moment(source="connection.ended_at", allow_null=True)


class ConversationShown(Shown):
    """Nothing here tells why it ended, or what the other one wishes, until both wish the same."""

    id = serializers.UUIDField()
    community = serializers.SlugField()
    my_side = serializers.ChoiceField(["seeker", "helper"])
    other_name = serializers.CharField()
    open = serializers.BooleanField()
    connected_at = Moment(allow_null=True)
    ended_at = Moment(allow_null=True)
    may_write = serializers.BooleanField()
    why_not = serializers.CharField(help_text="For people, where a moderator has limited what they write.")
    asked_whether_it_goes_on = serializers.BooleanField(
        help_text="It fell silent, and both were asked. A word, or going on for longer, is an answer."
    )
    helped = serializers.BooleanField(help_text="It came to a good end.")
    may_thank = serializers.BooleanField()
    i_wish_longer = serializers.BooleanField()
    both_wish_longer = serializers.BooleanField()
    i_want_again = serializers.BooleanField()
    invites_to_help = serializers.BooleanField(
        help_text="Being there for somebody else may be suggested here, gently; `me/not-for-me/` ends that."
    )


class ReadGiven(Given):
    until = serializers.UUIDField(
        required=False,
        allow_null=True,
        default=None,
        help_text="The last message that was seen; all without it.",
    )


class DraftGiven(Given):
    words = serializers.CharField(max_length=unsent.LONGEST, allow_blank=True, trim_whitespace=False)
    key = serializers.UUIDField(
        required=False,
        default=uuid4,
        help_text="The `key` that the message will be sent with: late drafts are dropped.",
    )


class DraftShown(Shown):
    words = serializers.CharField(help_text="Empty where nothing is begun.")


class PartingShown(Shown):
    number = serializers.IntegerField()
    words = serializers.CharField()


class StartersShown(Shown):
    beginnings = serializers.ListField(child=serializers.CharField())
    partings = PartingShown(many=True, help_text="To end with, by their number.")


class SearchGiven(Given):
    words = serializers.CharField(max_length=finding.LONGEST, help_text="Neither kept nor written down.")


class HitShown(Shown):
    conversation = serializers.UUIDField(source="match_uid")
    message = serializers.UUIDField(source="message_uid")
    other_name = serializers.CharField()
    mine = serializers.BooleanField()
    sent_at = Moment()
    before = serializers.CharField()
    found = serializers.CharField()
    after = serializers.CharField()


class HitsShown(Shown):
    items = HitShown(many=True)


class Conversations(View):
    @operation(
        Scope.TALK_READ,
        gives=ConversationInList,
        asks=ConversationsAsked,
        many=True,
        example=(None, {"items": [IN_LIST], "next": None}),
    )
    def get(self, request: MemberRequest) -> Response:
        """My conversations, the newest words first."""
        wanted = ConversationsAsked.read(request.query_params)["open"]
        rows = [one for one in talks.of(request.user) if wanted is None or one.connection.open == wanted]
        return page(request, rows, ConversationInList)


class OneConversation(View):
    @operation(Scope.TALK_READ, gives=ConversationShown, example=(None, CONVERSATION))
    def get(self, request: MemberRequest, uid: UUID) -> Response:
        """How it stands between the two of us."""
        return Response(shown(mine.conversation(request.user, uid), request.user, self.now))


class ConversationRead(View):
    of = OneConversation

    @operation(Scope.TALK_WRITE, takes=ReadGiven, status=204, example=({"until": HIT["message"]}, None))
    def put(self, request: MemberRequest, uid: UUID) -> Response:
        """Say that the messages were read, up to one or all.

        Letters about them that wait are not sent. That it was seen is told where both show it.
        """
        match, given = mine.conversation(request.user, uid), ReadGiven(data=request.data)
        given.is_valid(raise_exception=True)
        wanted = given.validated_data["until"]
        until = conversations.messages_of(match, request.user).get(uid=wanted) if wanted else None
        reading.note_read(match=match, reader=request.user, now=self.now, until=until)
        return Response(status=204)


class ConversationDraft(View):
    @operation(Scope.TALK_READ, gives=DraftShown, example=(None, {"words": "I have been thinking"}))
    def get(self, request: MemberRequest, uid: UUID) -> Response:
        """What I have begun to write. Nobody else sees it."""
        return self._draft(request, mine.conversation(request.user, uid))

    @operation(
        Scope.TALK_WRITE,
        takes=DraftGiven,
        gives=DraftShown,
        example=({"words": "I have been thinking"}, {"words": "I have been thinking"}),
    )
    def put(self, request: MemberRequest, uid: UUID) -> Response:
        """Keep what I have begun to write, for two weeks or until it is sent."""
        match, given = mine.conversation(request.user, uid), DraftGiven(data=request.data)
        given.is_valid(raise_exception=True)
        words, key = given.validated_data["words"], given.validated_data["key"]
        unsent.keep(match=match, author=request.user, words=words, form_key=key, now=self.now)
        return self._draft(request, match)

    @operation(Scope.TALK_WRITE, status=204, example=(None, None))
    def delete(self, request: MemberRequest, uid: UUID) -> Response:
        """Forget what I have begun to write."""
        unsent.forget(match=mine.conversation(request.user, uid), author=request.user)
        return Response(status=204)

    def _draft(self, request: MemberRequest, match: Match) -> Response:
        return Response({"words": unsent.of(match, request.user, now=self.now)})


class ConversationStarters(View):
    @operation(Scope.TALK_READ, gives=StartersShown, example=(None, STARTERS))
    def get(self, request: MemberRequest, uid: UUID) -> Response:
        """Gentle words to begin with, and last ones. Nothing is sent by itself."""
        side = parties.side_of(mine.conversation(request.user, uid), request.user)
        last = [{"number": number, "words": words} for number, words in enumerate(starters.partings(side))]
        return Response({"beginnings": starters.beginnings(side), "partings": last})


class ConversationSearch(View):
    @operation(
        Scope.TALK_READ,
        takes=SearchGiven,
        gives=HitsShown,
        keeps=False,
        example=({"words": "thursday"}, {"items": [HIT]}),
    )
    def post(self, request: MemberRequest) -> Response:
        """Find words in my conversations, the newest first. Case and accents do not matter."""
        limits.at_most(finding.A_MINUTE, "find_words", request.user)
        given = SearchGiven(data=request.data)
        given.is_valid(raise_exception=True)
        hits = finding.find(member=request.user, words=given.validated_data["words"])
        return Response({"items": HitShown(hits, many=True).data})


def shown(match: Match, me: Member, now: datetime) -> Any:
    """How a conversation stands, as one of its two may know it."""
    card, is_open = seen.card(match, me, now=now, fit=False), conversations.is_open(match)
    limit = in_force.silence(me, match.community, now=now) if is_open else None
    asked = (
        is_open and match.nudged_at is not None and silence.asked_about(match, reading.newest(match, me).said)
    )
    facts = {
        "id": match.uid,
        "community": card.community_slug,
        "my_side": card.my_side,
        "other_name": card.other_name,
        "open": is_open,
        "connected_at": card.connected_at,
        "ended_at": card.ended_at,
        "may_write": is_open and limit is None,
        "why_not": conversations.silence_says(limit) if limit else "",
        "asked_whether_it_goes_on": asked,
        "helped": match.state == MatchState.COMPLETED,
        "may_thank": followup.may_thank(match, me),
        "i_wish_longer": match.seeker_longer if card.my_side == "seeker" else match.helper_longer,
        "both_wish_longer": match.longer_since is not None,
        "i_want_again": card.i_want_again,
        "invites_to_help": inviting.to_help(match, me),
    }
    return ConversationShown(facts).data
