"""Calling the moderators when something waits to be read before it goes further."""

from collections.abc import Collection
from datetime import datetime

from accounts import communities
from accounts.models import Community
from accounts.notifications.notify import notify


def call(community: Community, what: str, *, but: Collection[int], now: datetime) -> None:
    """Tells the community's moderators, except those whom it concerns (`but`, member ids), that something waits."""
    for moderator in communities.moderators_of(community):
        if moderator.pk not in but:
            notify(
                member=moderator,
                kind="place_review",
                event=f"review:{what}",
                now=now,
                community=community,
                refers_to={"community": community.slug},
            )
