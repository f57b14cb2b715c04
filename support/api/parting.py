"""Going on, finishing, ending, meeting again, and keeping somebody away."""

from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from matching import blocks, matches
from support import mine, parties, parting, starters
from support.api.conversations import AT, CONVERSATION, ConversationShown, OneConversation, shown
from support.api.operation import operation
from support.api.shapes import Given, Nothing
from support.api.view import MemberRequest, View
from support.scopes import Scope

ENDED = CONVERSATION | {"open": False, "may_write": False, "ended_at": AT}


class EndingGiven(Given):
    how = serializers.ChoiceField(
        ["helped", "early"], help_text="`helped` is a good end of the request; `early` needs no reason."
    )
    parting = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        min_value=0,
        max_value=9,
        help_text="The number of one of the last words of `starters/`, with an early end.",
    )

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        if attrs["how"] == "helped" and attrs["parting"] is not None:
            text = _("Last words come with an early end. After a good one there is a word of thanks.")
            raise serializers.ValidationError({"parting": text}, "not_here")
        return attrs


class WishGiven(Given):
    wanted = serializers.BooleanField()


class ConversationEnding(View):
    of = OneConversation

    @operation(
        Scope.TALK_WRITE, takes=EndingGiven, gives=ConversationShown, example=({"how": "helped"}, ENDED)
    )
    def post(self, request: MemberRequest, uid: UUID) -> Response:
        """End it, well or early. The other one reads an ordinary ending; both can still read all of it."""
        match, given = mine.conversation(request.user, uid), EndingGiven(data=request.data)
        given.is_valid(raise_exception=True)
        if given.validated_data["how"] == "helped":
            matches.complete(match=match, member=request.user, now=self.now)
        else:
            words = _last_words(parties.side_of(match, request.user), given.validated_data["parting"])
            parting.part(match=match, member=request.user, words=words, now=self.now)
        return _as_it_is(self, request, uid)


class ConversationLonger(View):
    of = OneConversation

    @operation(
        Scope.TALK_WRITE,
        takes=WishGiven,
        gives=ConversationShown,
        example=({"wanted": True}, CONVERSATION | {"i_wish_longer": True}),
    )
    def put(self, request: MemberRequest, uid: UUID) -> Response:
        """Say whether I would like to go on for longer. The other one hears of it once both wish so."""
        match, wanted = mine.conversation(request.user, uid), _wanted(request)
        matches.longer(match=match, member=request.user, wanted=wanted, now=self.now)
        return _as_it_is(self, request, uid)


class ConversationAgain(View):
    of = OneConversation

    @operation(
        Scope.TALK_WRITE,
        takes=WishGiven,
        gives=ConversationShown,
        example=({"wanted": True}, ENDED | {"i_want_again": True}),
    )
    def put(self, request: MemberRequest, uid: UUID) -> Response:
        """Say, after the end, whether I would like to be paired with this person again. It counts once both do."""
        match, wanted = mine.conversation(request.user, uid), _wanted(request)
        matches.again(match=match, member=request.user, wanted=wanted, now=self.now)
        return _as_it_is(self, request, uid)


class ConversationBlock(View):
    of = OneConversation

    @operation(Scope.SAFETY_WRITE, takes=Nothing, status=204, example=({}, None))
    def post(self, request: MemberRequest, uid: UUID) -> Response:
        """Block the other one, everywhere. What is live between us ends, and looks to them like any other ending."""
        given = Nothing(data=request.data)
        given.is_valid(raise_exception=True)
        other = parties.other_side(mine.conversation(request.user, uid), request.user)
        blocks.block(blocker=request.user, blocked=other, now=self.now)
        return Response(status=204)


def _wanted(request: MemberRequest) -> bool:
    given = WishGiven(data=request.data)
    given.is_valid(raise_exception=True)
    wanted: bool = given.validated_data["wanted"]
    return wanted


def _last_words(side: str, number: int | None) -> str:
    ready = starters.partings(side)
    if number is None:
        return ""
    if number >= len(ready):
        raise serializers.ValidationError(
            {"parting": _("Please choose one of these last words, or none.")}, "unknown"
        )
    return ready[number]


def _as_it_is(view: View, request: MemberRequest, uid: UUID) -> Response:
    return Response(shown(mine.conversation(request.user, uid), request.user, view.now))
