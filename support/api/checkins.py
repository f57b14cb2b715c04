"""Looking back on a time together: what is asked, an answer, "not now", and what may come of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.models import Member
from matching.models import Format, Match
from support import checkins, help_now, mine
from support.api.conversations import AT, UID
from support.api.crisis import HelpNowShown
from support.api.operation import operation
from support.api.shapes import Given, Moment, Nothing, Shown, Topics
from support.api.view import MemberRequest, View
from support.models import Helped, Misfit, Onward
from support.models.checkins import FEELINGS
from support.scopes import Scope

ANSWER = {"helped": "a_little", "feeling": 3}
SAID = {"helped": "a_little", "misfits": [], "onward": "", "feeling": 3, "words": "", "answered_at": AT}
ASKED: dict[str, Any] = {
    "asked": {"day": 3, "asked_at": AT, "parts": ["helped", "misfits", "feeling", "words", "onward"]},
    "said": None,
    "next_step": None,
    "help_now": None,
}
ANSWERED = ASKED | {"asked": None, "said": SAID, "next_step": "well"}


class CheckInGiven(Given):
    """Every part may be left out."""

    helped = serializers.ChoiceField(Helped.choices, required=False, allow_blank=True)
    misfits = serializers.ListField(
        child=serializers.ChoiceField(Misfit.choices), required=False, max_length=4
    )
    onward = serializers.ChoiceField(Onward.choices, required=False, allow_blank=True)
    feeling = serializers.IntegerField(
        required=False, allow_null=True, min_value=FEELINGS[0], max_value=FEELINGS[1]
    )
    words = serializers.CharField(required=False, allow_blank=True, max_length=checkins.WORDS)


class AnewGiven(Given):
    """What to ask for differently; what is not named stays."""

    formats = serializers.ListField(
        child=serializers.ChoiceField(Format.choices), required=False, min_length=1
    )
    topics = Topics(required=False, min_length=1, max_length=3)


class AskedShown(Shown):
    day = serializers.IntegerField()
    asked_at = Moment()
    parts = serializers.ListField(child=serializers.CharField(), help_text="What this side may answer.")


class CheckInSaid(Shown):
    helped = serializers.CharField()
    misfits = serializers.ListField(child=serializers.CharField())
    onward = serializers.CharField()
    feeling = serializers.IntegerField(allow_null=True)
    words = serializers.CharField()
    answered_at = Moment()


class CheckInShown(Shown):
    """For whoever was asked alone. The other one sees none of it."""

    asked = AskedShown(allow_null=True)
    said = CheckInSaid(allow_null=True, help_text="What I answered last.")
    next_step = serializers.ChoiceField(
        [step.value for step in checkins.Step],
        allow_null=True,
        help_text="What `onward/` would do. None of it has to be.",
    )
    help_now = HelpNowShown(allow_null=True)


class OnwardShown(Shown):
    need = serializers.UUIDField(allow_null=True, help_text="The request that looks for somebody else.")


class ConversationCheckIn(View):
    @operation(Scope.TALK_READ, gives=CheckInShown, example=(None, ASKED))
    def get(self, request: MemberRequest, uid: UUID) -> Response:
        """What is asked of me about our time together, and what I answered."""
        return Response(shown(mine.conversation(request.user, uid), request.user, self.now))

    @operation(Scope.TALK_WRITE, takes=CheckInGiven, gives=CheckInShown, example=(ANSWER, ANSWERED))
    def post(self, request: MemberRequest, uid: UUID) -> Response:
        """Answer what is asked. Nothing ends by it. `help_now` is to be shown at once."""
        match, given = mine.conversation(request.user, uid), CheckInGiven(data=request.data)
        given.is_valid(raise_exception=True)
        checkins.answer(match=match, member=request.user, now=self.now, **given.validated_data)
        return Response(shown(mine.conversation(request.user, uid), request.user, self.now))


class CheckInLater(View):
    of = ConversationCheckIn

    @operation(Scope.TALK_WRITE, takes=Nothing, status=204, example=({}, None))
    def post(self, request: MemberRequest, uid: UUID) -> Response:
        """Not now. Nobody is told."""
        Nothing(data=request.data).is_valid(raise_exception=True)
        checkins.put_aside(match=mine.conversation(request.user, uid), member=request.user, now=self.now)
        return Response(status=204)


class CheckInOnward(View):
    of = ConversationCheckIn

    @operation(Scope.MATCHING_WRITE, takes=AnewGiven, gives=OnwardShown, example=({}, {"need": UID}))
    def post(self, request: MemberRequest, uid: UUID) -> Response:
        """Look for somebody else, after it has not helped yet or the other one never came.

        They read an ordinary ending.
        """
        match, given = mine.conversation(request.user, uid), AnewGiven(data=request.data)
        given.is_valid(raise_exception=True)
        need = checkins.go_onward(
            match=match, member=request.user, changes=given.validated_data, now=self.now
        )
        where = {"Location": reverse("api:need", args=[need.uid], request=request)} if need else {}
        return Response({"need": need.uid if need else None}, headers=where)


def shown(match: Match, me: Member, now: datetime) -> Any:
    """What is asked of one of the two, and what they said."""
    asked, said = checkins.open_for(match, me), checkins.said(match, me)
    parts = checkins.parts_for(match, me)
    step = checkins.next_step(match, me)
    facts = {
        "asked": {"day": asked.day, "asked_at": asked.asked_at, "parts": parts} if asked else None,
        "said": said,
        "next_step": step.value if step else None,
        "help_now": help_now.after_looking_back(member=me, match=match, now=now),
    }
    return CheckInShown(facts).data
