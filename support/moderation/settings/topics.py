"""Which topics people may ask and offer about here. What is there already stays."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Community
from matching.models import Topic
from matching.topics import in_use


class Topics:
    name = "topics"
    figures = frozenset({"topics_off"})

    def read(self, community: Community) -> dict[str, object]:
        return {"topics_off": sorted(community.topics_off)}

    def put(self, community: Community, values: Mapping[str, object], *, now: datetime) -> None:
        """`topics_off` are slugs. Raises ValidationError where nothing would be left to ask about."""
        asked = {str(slug) for slug in values["topics_off"]}  # type: ignore[attr-defined]
        known = set(Topic.objects.filter(current=True, slug__in=asked).values_list("slug", flat=True))
        community.topics_off = sorted(known)
        if not in_use(community).exists():
            text = _("Please leave at least one topic that people can ask about.")
            raise ValidationError({"topics_off": ValidationError(text, code="none_left")})
        community.save(update_fields=["topics_off"])


def used(off: Iterable[str]) -> list[str]:
    """The slugs of the topics that are in use where these are not: how people choose, while what is kept is the rest.

    Its own reverse: what is not in use, where these are.
    """
    left_out = set(off)
    slugs = Topic.objects.filter(current=True).values_list("slug", flat=True)
    return [slug for slug in slugs if slug not in left_out]


TOPICS = Topics()
