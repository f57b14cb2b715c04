"""What I offer: open, paused or closed as life allows."""

from functools import cache
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.models import AgeBand
from matching import offers, topics
from matching.models import Format, Kind, Offer, OfferState
from support import backwards, helpers, mine, numbers
from support.api.operation import operation
from support.api.paging import page
from support.api.ready import Ready, equal, where
from support.api.shapes import Asked, Given, Line, Moment, Place, Shown, Topics
from support.api.undo import with_key
from support.api.view import MemberRequest, View
from support.scopes import Scope

OFFER_GIVEN: dict[str, Any] = {
    "topics": ["losing-somebody"],
    "avoids": [],
    "kinds": ["listening", "experience"],
    "formats": ["chat", "call"],
    "languages": ["en"],
    "capacity": 2,
    "experience": "I lost my mother ten years ago.",
}
OFFER: dict[str, Any] = OFFER_GIVEN | {
    "id": "7d5ad1f4-6f0e-4c39-9d0c-3c8c4b0a3d11",
    "community": "riverside",
    "area": None,
    "wish_same_gender": False,
    "wish_age_bands": [],
    "takes_danger": False,
    "state": "open",
    "paused_until": None,
    "created_at": "2026-11-23T12:00:00Z",
    "waits_for_admission": None,
    "matching_rests": False,
}
IN_LIST = {name: OFFER[name] for name in ("id", "community", "topics", "state", "paused_until", "created_at")}
LISTED = ("uid", "state", "paused_until", "created_at", "community__slug")
RESTS = OFFER | {"state": "paused", "paused_until": "2026-12-07"}


class OfferGiven(Given):
    topics = Topics(max_length=offers.MOST_TOPICS, min_length=1)
    avoids = Topics(
        required=False, default=list, max_length=200, help_text="What they would rather not be asked about."
    )
    kinds = serializers.ListField(child=serializers.ChoiceField(Kind.choices), min_length=1, max_length=20)
    formats = serializers.ListField(
        child=serializers.ChoiceField(Format.choices), min_length=1, max_length=20
    )
    languages = serializers.ListField(child=serializers.CharField(max_length=16), min_length=1, max_length=50)
    capacity = serializers.IntegerField(
        required=False,
        default=1,
        min_value=1,
        max_value=offers.MOST_PEOPLE,
        help_text="With how many people at once.",
    )
    experience = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=offers.EXPERIENCE,
        help_text="People see it, with the chosen name, once their helper said yes.",
    )
    area = Place(required=False, allow_null=True, default=None)
    wish_same_gender = serializers.BooleanField(required=False, default=False)
    wish_age_bands = serializers.ListField(
        child=serializers.ChoiceField(AgeBand.choices), required=False, default=list, max_length=20
    )
    takes_danger = serializers.BooleanField(
        required=False,
        default=False,
        help_text="May be asked when somebody may be in danger; for those trained for it.",
    )


class AdmissionShown(Shown):
    reads_next = serializers.BooleanField(help_text="The guide on sensitive topics comes next.")
    not_now = serializers.BooleanField(help_text="A moderator has decided so for now.")


class OfferShown(OfferGiven):
    id = serializers.UUIDField(source="uid")
    community = serializers.SlugField(source="community.slug")
    state = serializers.ChoiceField(OfferState.choices)
    paused_until = serializers.DateField(allow_null=True, help_text="On this day it opens again by itself.")
    created_at = Moment()
    waits_for_admission = AdmissionShown(
        allow_null=True, help_text="What stands between them and the sensitive ones of these topics."
    )
    matching_rests = serializers.BooleanField(
        help_text="New matches rest here until a moderator has had a look. It is no judgement."
    )


class OfferInList(Line):
    id = serializers.UUIDField(source="uid")
    community = serializers.SlugField(source="community.slug")
    topics = Topics(source="slugs")
    state = serializers.ChoiceField(OfferState.choices)
    paused_until = serializers.DateField(allow_null=True)
    created_at = Moment()


class OffersAsked(Asked):
    state = serializers.ChoiceField(OfferState.choices, required=False)
    community = serializers.SlugField(max_length=40, required=False)


class Offers(View):
    @operation(
        Scope.MATCHING_READ,
        asks=OffersAsked,
        gives=OfferInList,
        many=True,
        example=(None, {"items": [IN_LIST], "next": None}),
    )
    def get(self, request: MemberRequest) -> Response:
        """My offers, the newest first."""
        asked = OffersAsked.read(request.query_params)
        given = where(asked, state="state", community="community__slug")
        return page(request, _listed(*given).of(member=request.user.pk, **given), OfferInList)


@cache
def _listed(*places: str) -> Ready[Offer]:
    """Somebody's offers, with so much of each as stands in a list."""

    def build() -> Any:
        rows = Offer.objects.filter(**equal("member", *places))
        return rows.select_related("community").only(*LISTED).annotate(slugs=topics.slugs_of("offers"))

    return Ready(build)


class CommunityOffers(View):
    @operation(
        Scope.MATCHING_WRITE, takes=OfferGiven, gives=OfferShown, status=201, example=(OFFER_GIVEN, OFFER)
    )
    def post(self, request: MemberRequest, community: str) -> Response:
        """Offer help.

        Before somebody's first offer comes the guide on listening well (`me/guides/listening/`).
        """
        place = mine.membership(request.user, community).community
        given = OfferGiven(data=request.data, context={"community": place})
        given.is_valid(raise_exception=True)
        made = offers.post(member=request.user, community=place, now=self.now, **given.validated_data)
        where = reverse("api:offer", args=[made.uid], request=request)
        return Response(_shown(request, made.uid), status=201, headers={"Location": where})


class OneOffer(View):
    @operation(Scope.MATCHING_READ, gives=OfferShown, example=(None, OFFER))
    def get(self, request: MemberRequest, uid: UUID) -> Response:
        """An offer of mine."""
        return Response(_shown(request, uid))

    @operation(Scope.MATCHING_WRITE, takes=OfferGiven, gives=OfferShown, example=(OFFER_GIVEN, OFFER))
    def put(self, request: MemberRequest, uid: UUID) -> Response:
        """Change an offer.

        Open proposals are taken back where the change concerns them. Connections stay as they are.
        """
        offer = mine.offer(request.user, uid)
        given = OfferGiven(data=request.data, context={"community": offer.community})
        given.is_valid(raise_exception=True)
        offers.edit(offer=offer, now=self.now, **given.validated_data)
        return Response(_shown(request, uid))

    @operation(
        Scope.MATCHING_WRITE, gives=OfferShown, undoes=True, example=(None, OFFER | {"state": "closed"})
    )
    def delete(self, request: MemberRequest, uid: UUID) -> Response:
        """Close an offer for good. Conversations that it began go on."""
        offer = mine.offer(request.user, uid)
        before = backwards.facts_of_offer(offer)
        offers.close(offer=offer, now=self.now)
        return with_key(Response(_shown(request, uid)), request, what="closing", now=self.now, **before)


class PauseGiven(Given):
    until = serializers.DateField(
        required=False,
        allow_null=True,
        default=None,
        help_text="A day to come, by their own clock; null: until they say so.",
    )


class OfferPause(View):
    of = OneOffer

    @operation(
        Scope.MATCHING_WRITE,
        takes=PauseGiven,
        gives=OfferShown,
        undoes=True,
        example=({"until": "2026-12-07"}, RESTS),
    )
    def put(self, request: MemberRequest, uid: UUID) -> Response:
        """Let an offer rest. Nobody new is put to me; open proposals are taken back."""
        offer, given = mine.offer(request.user, uid), PauseGiven(data=request.data)
        given.is_valid(raise_exception=True)
        before = backwards.facts_of_offer(offer)
        offers.pause(offer=offer, now=self.now, **given.validated_data)
        return with_key(Response(_shown(request, uid)), request, what="pause", now=self.now, **before)

    @operation(Scope.MATCHING_WRITE, gives=OfferShown, example=(None, OFFER))
    def delete(self, request: MemberRequest, uid: UUID) -> Response:
        """Open it again."""
        offers.resume(offer=mine.offer(request.user, uid), now=self.now)
        return Response(_shown(request, uid))


def _shown(request: MemberRequest, uid: UUID) -> Any:
    offer = mine.offer(request.user, uid)
    return OfferShown(_with_what_waits(offer)).data


def _with_what_waits(offer: Offer) -> Offer:
    kept = offer.state != OfferState.CLOSED
    member, place = offer.member, offer.community
    offer.waits_for_admission = helpers.admission_of(member, place, offer) if kept else None  # type: ignore[attr-defined]
    offer.matching_rests = kept and numbers.told_of_pause(member, place)  # type: ignore[attr-defined]
    return offer
