"""A journal of my own. Nobody else reads it."""

from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.reverse import reverse

from support import reflections
from support.api.conversations import AT, UID
from support.api.operation import operation
from support.api.paging import page
from support.api.shapes import Given, Moment, Shown
from support.api.undo import with_key
from support.api.view import MemberRequest, View
from support.scopes import Scope

WORDS = {"helped": "That somebody asked how I sleep.", "learned": ""}
PAGE = WORDS | {"id": UID, "written_at": AT, "changed_at": AT}


class ReflectionGiven(Given):
    helped = serializers.CharField(required=False, allow_blank=True, max_length=reflections.LONGEST)
    learned = serializers.CharField(required=False, allow_blank=True, max_length=reflections.LONGEST)


class ReflectionShown(Shown):
    id = serializers.UUIDField(source="uid")
    helped = serializers.CharField()
    learned = serializers.CharField()
    written_at = Moment()
    changed_at = Moment()


class MyJournal(View):
    @operation(
        Scope.JOURNAL_READ, gives=ReflectionShown, many=True, example=(None, {"items": [PAGE], "next": None})
    )
    def get(self, request: MemberRequest) -> Response:
        """My pages, the newest first."""
        return page(request, reflections.of(request.user), ReflectionShown)

    @operation(
        Scope.JOURNAL_WRITE, takes=ReflectionGiven, gives=ReflectionShown, status=201, example=(WORDS, PAGE)
    )
    def post(self, request: MemberRequest) -> Response:
        """Write a page: what helped, what I learned, or both."""
        given = ReflectionGiven(data=request.data)
        given.is_valid(raise_exception=True)
        made = reflections.write(member=request.user, now=self.now, **given.validated_data)
        where = reverse("api:reflection", args=[made.uid], request=request)
        return Response(ReflectionShown(made).data, status=201, headers={"Location": where})


class OneReflection(View):
    @operation(Scope.JOURNAL_READ, gives=ReflectionShown, example=(None, PAGE))
    def get(self, request: MemberRequest, uid: UUID) -> Response:
        """One page."""
        return Response(ReflectionShown(reflections.of(request.user).get(uid=uid)).data)

    @operation(Scope.JOURNAL_WRITE, takes=ReflectionGiven, gives=ReflectionShown, example=(WORDS, PAGE))
    def patch(self, request: MemberRequest, uid: UUID) -> Response:
        """Change a page; what is not named stays."""
        mine, given = reflections.of(request.user).get(uid=uid), ReflectionGiven(data=request.data)
        given.is_valid(raise_exception=True)
        words = {"helped": mine.helped, "learned": mine.learned} | given.validated_data
        reflections.rewrite(reflection=mine, now=self.now, **words)
        return Response(ReflectionShown(mine).data)

    @operation(Scope.JOURNAL_WRITE, status=204, undoes=True, example=(None, None))
    def delete(self, request: MemberRequest, uid: UUID) -> Response:
        """Take a page out. Soon it is gone for good."""
        reflections.remove(reflection=reflections.of(request.user).get(uid=uid), now=self.now)
        return with_key(Response(status=204), request, what="page", now=self.now, page=str(uid))
