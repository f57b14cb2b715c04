"""What people ask and offer help about."""

from functools import lru_cache
from typing import Any, cast

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Community
from matching import known_topics, suggesting
from matching.known_topics import Tree
from matching.needs import WORDS
from support.api.operation import OPEN, operation
from support.api.shapes import Given, Line, Shown
from support.api.view import View
from support.api.writing import Written

MOST = 6
TOPIC = {"slug": "losing-somebody", "name": "Losing somebody", "group": "grief", "sensitive": True}


class TopicShown(Line):
    slug = serializers.SlugField(help_text="Its name for programs: stays the same.")
    name = serializers.CharField(source="label", help_text="For people, in their language.")
    group = serializers.SlugField(allow_null=True)
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
        tree, off = known_topics.of(community)
        written = _written(tree, off, get_language() or "")
        return cast("Response", HttpResponse(written, content_type=Written.media_type))


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
    return Response({"items": TopicShown.told(found)})


@lru_cache(100)
def _written(tree: Tree, off: frozenset[str], _language: str) -> bytes:
    """The whole answer, which stays the same for everybody who asks in this language until the topics change."""
    written: bytes = Written().render(
        {"items": TopicShown.told(one for one in tree.topics if one.slug not in off)}
    )
    return written
