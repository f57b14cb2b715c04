"""Calling the moderators when something waits to be read before it goes further."""

from collections.abc import Collection
from datetime import datetime

from accounts import communities
from accounts.models import Community
from accounts.notifications.notify import Notice, notify_all


def call(community: Community, what: str, *, but: Collection[int], now: datetime) -> None:
    """Tells the community's moderators, except those whom it concerns (`but`, member ids), that something waits."""
    event, refers_to = f"review:{what}", {"community": community.slug}
    readers = communities.moderators_of(community).exclude(pk__in=but)
    notify_all(
        [Notice(reader, "place_review", event, community.pk, refers_to) for reader in readers], now=now
    )
