"""Whom I never want to meet here: people I blocked, and addresses that I listed."""

from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.models import Member
from matching import blocks, never_ask
from matching.models import Block
from support import backwards
from support.api.operation import operation
from support.api.paging import page
from support.api.shapes import Given, Moment, Shown
from support.api.undo import with_key
from support.api.view import MemberRequest, View
from support.scopes import Scope

BLOCK = {
    "id": "7d5ad1f4-6f0e-4c39-9d0c-3c8c4b0a3d11",
    "name": "Sam",
    "created_at": "2026-11-23T12:00:00Z",
}
ADDRESS_GIVEN = {"address": "somebody@example.org"}
ADDRESS = ADDRESS_GIVEN | {
    "id": "7d5ad1f4-6f0e-4c39-9d0c-3c8c4b0a3d11",
    "created_at": "2026-11-23T12:00:00Z",
}


class BlockShown(Shown):
    id = serializers.UUIDField(source="uid")
    name = serializers.CharField(help_text="Under which the two have met.")
    created_at = Moment()


class MyBlocks(View):
    @operation(
        Scope.SAFETY_READ, gives=BlockShown, many=True, example=(None, {"items": [BLOCK], "next": None})
    )
    def get(self, request: MemberRequest) -> Response:
        """Whom I have blocked, the latest first. They are never told."""
        return page(request, _named(request.user), BlockShown)


class OneBlock(View):
    @operation(Scope.SAFETY_READ, gives=BlockShown, example=(None, BLOCK))
    def get(self, request: MemberRequest, uid: UUID) -> Response:
        """A block of mine."""
        found = blocks.blocked_by(request.user).get(uid=uid)
        return Response(BlockShown(_with_name(request.user, [found])[0]).data)

    @operation(Scope.SAFETY_WRITE, status=204, undoes=True)
    def delete(self, request: MemberRequest, uid: UUID) -> Response:
        """Take a block back. The two may be matched again like anybody else."""
        found = blocks.blocked_by(request.user).get(uid=uid)
        blocks.unblock(blocker=request.user, blocked=found.blocked, now=self.now)
        whom = str(found.blocked_id)
        return with_key(Response(status=204), request, what="unblocking", now=self.now, blocked=whom)


class AddressGiven(Given):
    address = serializers.EmailField(max_length=254)


class AddressShown(Shown):
    id = serializers.UUIDField(source="uid")
    address = serializers.CharField()
    created_at = Moment()


class MyNeverAsk(View):
    @operation(
        Scope.SAFETY_READ, gives=AddressShown, many=True, example=(None, {"items": [ADDRESS], "next": None})
    )
    def get(self, request: MemberRequest) -> Response:
        """The addresses whose owners I never want to meet here, the latest first."""
        return page(request, list(never_ask.of(request.user)), AddressShown)

    @operation(
        Scope.SAFETY_WRITE,
        takes=AddressGiven,
        gives=AddressShown,
        status=201,
        example=(ADDRESS_GIVEN, ADDRESS),
    )
    def post(self, request: MemberRequest) -> Response:
        """Never put me together with whoever has this address.

        They are not told, and nobody learns whether there is an account. Proposals that wait for an answer of mine
        are put back, whoever they are from. An address that stands there already stays as it is.
        """
        given = AddressGiven(data=request.data)
        given.is_valid(raise_exception=True)
        entry = never_ask.add(member=request.user, now=self.now, **given.validated_data)
        where = reverse("api:never_asked", args=[entry.uid], request=request)
        return Response(AddressShown(entry).data, status=201, headers={"Location": where})


class OneNeverAsk(View):
    @operation(Scope.SAFETY_READ, gives=AddressShown, example=(None, ADDRESS))
    def get(self, request: MemberRequest, uid: UUID) -> Response:
        """An address that I have listed."""
        return Response(AddressShown(never_ask.of(request.user).get(uid=uid)).data)

    @operation(Scope.SAFETY_WRITE, status=204, undoes=True)
    def delete(self, request: MemberRequest, uid: UUID) -> Response:
        """Forget an address."""
        entry = never_ask.of(request.user).get(uid=uid)
        before = backwards.facts_of_address(entry)
        never_ask.remove(entry=entry)
        return with_key(Response(status=204), request, what="forgetting", now=self.now, **before)


def _named(member: Member) -> list[Block]:
    return _with_name(member, list(blocks.blocked_by(member)))


def _with_name(member: Member, theirs: list[Block]) -> list[Block]:
    for block, name in blocks.with_names(member, theirs):
        block.name = name  # type: ignore[attr-defined]
    return theirs
