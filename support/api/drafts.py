"""What I have begun to ask or to offer, kept encrypted until it is posted: pages and programs go on with the same.

Nothing of it is looked at by anybody, and nobody is asked. What the pages ask besides stays as it was left there.
"""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from accounts.models import Community
from matching.needs import HEADLINE, WORDS
from matching.offers import EXPERIENCE
from support import drafts, mine
from support.api.operation import operation
from support.api.shapes import Given, Moment, Shown
from support.api.view import MemberRequest, View
from support.drafts import ASK, OFFER
from support.scopes import Scope

NEED: dict[str, Any] = {
    "words": "My father died in March.",
    "headline": "Somebody who knows the first year",
    "topics": ["losing-somebody"],
    "kind": "listening",
    "formats": ["chat"],
    "languages": ["en"],
    "urgency": "",
    "needed_by": "",
}
OFFERED: dict[str, Any] = {
    "topics": ["losing-somebody"],
    "avoids": [],
    "kinds": ["listening"],
    "formats": ["chat"],
    "languages": ["en"],
    "experience": "",
}
KEPT = {"kept_at": "2026-11-23T12:00:00Z"}


def _text(most: int, **options: Any) -> serializers.CharField:
    return serializers.CharField(max_length=most, allow_blank=True, required=False, default="", **options)


def _several() -> serializers.ListField:
    child = serializers.CharField(max_length=60)
    return serializers.ListField(child=child, max_length=60, required=False, default=list)


class NeedDraftGiven(Given):
    """Everything may be missing, and nothing of it is checked before it is posted."""

    words = _text(WORDS)
    headline = _text(HEADLINE)
    topics = _several()
    kind = _text(20)
    formats = _several()
    languages = _several()
    urgency = _text(20)
    needed_by = _text(10, help_text="A day, as `2026-12-24`.")


class NeedDraftShown(NeedDraftGiven):
    kept_at = Moment(allow_null=True, help_text="Null: nothing is begun. It is forgotten after two weeks.")


class OfferDraftGiven(Given):
    """Everything may be missing, and nothing of it is checked before it is posted."""

    topics = _several()
    avoids = _several()
    kinds = _several()
    formats = _several()
    languages = _several()
    experience = _text(EXPERIENCE)


class OfferDraftShown(OfferDraftGiven):
    kept_at = Moment(allow_null=True, help_text="Null: nothing is begun. It is forgotten after two weeks.")


class _Drafting(View):
    """A draft of one kind, and its two shapes."""

    what: str
    takes: type[Given]
    gives: type[Shown] | type[Given]

    def _told(self, request: MemberRequest, place: Community) -> Response:
        found = drafts.of_member(member=request.user, what=self.what, community=place, now=self.now).first()
        answers = drafts.answers(found)
        told: dict[str, Any] = {"kept_at": found.kept_at if found else None}
        for name, field in self.takes().fields.items():
            said = answers.get(name, [])
            told[name] = said if isinstance(field, serializers.ListField) else "".join(said[:1])
        return Response(self.gives(told).data)

    def _keep(self, request: MemberRequest, place: Community) -> Response:
        given = self.takes(data=request.data)
        given.is_valid(raise_exception=True)
        drafts.keep(
            found=drafts.of_member(member=request.user, what=self.what, community=place, now=self.now),
            member=request.user,
            what=self.what,
            community=place,
            given={
                name: said if isinstance(said, list) else [said]
                for name, said in given.validated_data.items()
            },
            now=self.now,
        )
        return self._told(request, place)

    def _forget(self, request: MemberRequest, place: Community) -> Response:
        drafts.of_member(member=request.user, what=self.what, community=place, now=self.now).delete()
        return Response(status=204)


def _here(request: MemberRequest, community: str) -> Community:
    return mine.membership(request.user, community).community


class NeedDraft(_Drafting):
    what, takes, gives = ASK, NeedDraftGiven, NeedDraftShown

    @operation(Scope.MATCHING_READ, gives=NeedDraftShown, example=(None, NEED | KEPT))
    def get(self, request: MemberRequest, community: str) -> Response:
        """What I have begun to ask here."""
        return self._told(request, _here(request, community))

    @operation(Scope.MATCHING_WRITE, takes=NeedDraftGiven, gives=NeedDraftShown, example=(NEED, NEED | KEPT))
    def put(self, request: MemberRequest, community: str) -> Response:
        """Keep what I have begun to ask. Delete it once it is posted."""
        return self._keep(request, _here(request, community))

    @operation(Scope.MATCHING_WRITE, status=204)
    def delete(self, request: MemberRequest, community: str) -> Response:
        """Forget it."""
        return self._forget(request, _here(request, community))


class OfferDraft(_Drafting):
    what, takes, gives = OFFER, OfferDraftGiven, OfferDraftShown

    @operation(Scope.MATCHING_READ, gives=OfferDraftShown, example=(None, OFFERED | KEPT))
    def get(self, request: MemberRequest, community: str) -> Response:
        """What I have begun to offer here."""
        return self._told(request, _here(request, community))

    @operation(
        Scope.MATCHING_WRITE, takes=OfferDraftGiven, gives=OfferDraftShown, example=(OFFERED, OFFERED | KEPT)
    )
    def put(self, request: MemberRequest, community: str) -> Response:
        """Keep what I have begun to offer. Delete it once it is posted."""
        return self._keep(request, _here(request, community))

    @operation(Scope.MATCHING_WRITE, status=204)
    def delete(self, request: MemberRequest, community: str) -> Response:
        """Forget it."""
        return self._forget(request, _here(request, community))
