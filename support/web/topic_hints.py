"""Topics for somebody's own words, as chips to tap: while they write, and on the next step. None is chosen for them."""

from collections.abc import Collection

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from accounts.models import Community
from matching.models import Topic
from matching.needs import WORDS
from matching.suggesting import suggest
from matching.topics import in_use
from support.web.access import any_community
from support.web.often import at_most

MOST = 6


def for_words(words: str, *, tapped: Collection[str], community: Community) -> list[Topic]:
    """The topics that were tapped, and those that the words suggest, in the language of the page. Five queries."""
    chosen = list(in_use(community).filter(slug__in=list(tapped)[:MOST])) if tapped else []
    likely = suggest(words=words[:WORDS], language=get_language() or "en", community=community, limit=MOST)
    return [*chosen, *(topic for topic in likely if topic not in chosen)][: max(MOST, len(chosen))]


# A pause of somebody who types is about half a second, so nobody comes near this.
@require_POST
@at_most(90, "topics")
def topics(request: HttpRequest, community: str) -> HttpResponse:
    """The chips below the words while they are written. The words are neither kept nor written down."""
    place = any_community(community)
    tapped = {slug for slug in request.POST.getlist("topics") if slug.isprintable()}
    found = for_words(request.POST.get("words", ""), tapped=tapped, community=place)
    return render(request, "web/needs/suggested.html", {"suggested": found, "tapped": tapped})
