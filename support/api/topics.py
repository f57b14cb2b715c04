"""What people ask and offer help about."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Community
from matching import suggesting, topics
from matching.needs import WORDS
from support.api.operation import OPEN, operation
from support.api.shapes import Given, Shown
from support.api.view import View

MOST = 6
TOPIC = {"slug": "losing-somebody", "name": "Losing somebody", "group": "grief", "sensitive": True}


class TopicShown(Shown):
    slug = serializers.SlugField(help_text="Its name for programs: stays the same.")
    name = serializers.CharField(source="label", help_text="For people, in their language.")
    group = serializers.SlugField(source="parent.slug", allow_null=True, default=None)
    sensitive = serializers.BooleanField()


class TopicsShown(Shown):
    items = TopicShown(many=True)


class WordsToPlaceGiven(Given):
    words = serializers.CharField(max_length=WORDS, help_text="Neither kept nor written down.")


class CommunityTopics(View):
    @operation(OPEN, gives=TopicsShown, example=(None, {"items": [TOPIC]}))
    def get(self, request: Request, community: str) -> Response:
        """What one may ask and offer about in this community.

        Groups come before the topics in them; a group may be chosen too.
        """
        place = get_object_or_404(Community, slug=community)
        return _shown(topics.in_use(place).select_related("parent").order_by("position"))


class TopicSuggestions(View):
    @operation(
        OPEN,
        takes=WordsToPlaceGiven,
        gives=TopicsShown,
        example=({"words": "My father died in March."}, {"items": [TOPIC]}),
    )
    def post(self, request: Request, community: str) -> Response:
        """The topics that somebody's own words are likely about, the likeliest first."""
        place = get_object_or_404(Community, slug=community)
        given = WordsToPlaceGiven(data=request.data)
        given.is_valid(raise_exception=True)
        words = given.validated_data["words"]
        return _shown(
            suggesting.suggest(words=words, language=get_language() or "en", community=place, limit=MOST)
        )


def _shown(found: Any) -> Response:
    return Response({"items": TopicShown(found, many=True).data})
