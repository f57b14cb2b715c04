"""What I said is not for me: the invitation to be there for somebody else, after I was helped."""

from rest_framework import serializers
from rest_framework.response import Response

from support import inviting
from support.api.operation import operation
from support.api.shapes import Given, Shown
from support.api.view import MemberRequest, View
from support.scopes import Scope

SAID = {"helping": True}
MEANS = "Being there for somebody else is not suggested again."


class NotForMeGiven(Given):
    helping = serializers.BooleanField(help_text=MEANS)


class NotForMeShown(Shown):
    helping = serializers.BooleanField(help_text=MEANS)


class NotForMe(View):
    @operation(Scope.ME_READ, gives=NotForMeShown, example=(None, SAID))
    def get(self, request: MemberRequest) -> Response:
        """What is not suggested to me again."""
        return self._said(request)

    @operation(Scope.ME_WRITE, takes=NotForMeGiven, gives=NotForMeShown, example=(SAID, SAID))
    def put(self, request: MemberRequest) -> Response:
        """Say that it is not for me, or that it may be suggested again."""
        given = NotForMeGiven(data=request.data)
        given.is_valid(raise_exception=True)
        inviting.choose(member=request.user, not_for_me=given.validated_data["helping"], now=self.now)
        return self._said(request)

    def _said(self, request: MemberRequest) -> Response:
        return Response(NotForMeShown({"helping": inviting.is_put_aside(request.user)}).data)
