"""A word of thanks, for the two alone unless both would like to share it."""

from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.models import Member
from support import followup, kind_words, mine
from support.api.conversations import AT
from support.api.operation import operation
from support.api.shapes import Given, Moment, Shown
from support.api.view import MemberRequest, View
from support.models import Thanks
from support.scopes import Scope

WORDS = {"words": "You asked how I sleep. Nobody else did."}
THANKS: dict[str, Any] = WORDS | {"whose": "mine", "said_at": AT, "i_share": False, "put_aside": False}
WHOSE = ["mine", "theirs"]


class ThanksGiven(Given):
    words = serializers.CharField(max_length=followup.LONGEST)


class SharingGiven(Given):
    agreed = serializers.BooleanField(help_text="It counts only while both agree.")


class ThanksShown(Shown):
    """Whether the other one agrees to share is not told."""

    whose = serializers.SerializerMethodField()
    words = serializers.CharField()
    said_at = Moment()
    i_share = serializers.SerializerMethodField()
    put_aside = serializers.SerializerMethodField(help_text="By moderators: it stays between the two.")

    def get_whose(self, thanks: Thanks) -> str:
        return "mine" if thanks.author_id == self.context["me"].pk else "theirs"

    def get_i_share(self, thanks: Thanks) -> bool:
        return kind_words.i_share(thanks, self.context["me"])

    def get_put_aside(self, thanks: Thanks) -> bool:
        return thanks.hidden_at is not None


class BothThanksShown(Shown):
    items = ThanksShown(many=True)


class ConversationThanks(View):
    @operation(Scope.TALK_READ, gives=BothThanksShown, example=(None, {"items": [THANKS]}))
    def get(self, request: MemberRequest, uid: UUID) -> Response:
        """What the two of us said in thanks: one word a side, at most."""
        said = followup.thanks_for(mine.conversation(request.user, uid), request.user)
        return Response({"items": ThanksShown(said, many=True, context={"me": request.user}).data})

    @operation(
        Scope.TALK_WRITE,
        takes=ThanksGiven,
        gives=ThanksShown,
        status=201,
        example=(WORDS, THANKS),
        wrong=("not_allowed",),
    )
    def post(self, request: MemberRequest, uid: UUID) -> Response:
        """Say thank you, once. Only the two of us read it."""
        match, given = mine.conversation(request.user, uid), ThanksGiven(data=request.data)
        given.is_valid(raise_exception=True)
        said = followup.thank(match=match, author=request.user, now=self.now, **given.validated_data)
        where = reverse("api:thanks", args=[uid], request=request)
        return Response(_shown(said, request.user), status=201, headers={"Location": where})


class ThanksSharing(View):
    of = ConversationThanks
    names_more = ("whose",)

    @operation(
        Scope.TALK_WRITE,
        takes=SharingGiven,
        gives=ThanksShown,
        example=({"agreed": True}, THANKS | {"i_share": True}),
    )
    def put(self, request: MemberRequest, uid: UUID, whose: str) -> Response:
        """Say whether others here may read these words, without names. `whose` is `mine` or `theirs`."""
        match, given = mine.conversation(request.user, uid), SharingGiven(data=request.data)
        given.is_valid(raise_exception=True)
        if whose not in WHOSE:
            raise Http404
        said = followup.thanks_for(match, request.user)
        me = request.user
        one = said.get(author=me) if whose == "mine" else said.exclude(author=me).get()
        kind_words.share(thanks=one, member=me, agreed=given.validated_data["agreed"], now=self.now)
        one.refresh_from_db()
        return Response(_shown(one, me))


def _shown(said: Thanks, me: Member) -> Any:
    return ThanksShown(said, context={"me": me}).data
