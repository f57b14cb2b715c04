"""Something waits for a moderator: those who may decide it are told that there is something, never what."""

from datetime import datetime

from accounts.models import Community
from accounts.notifications.notify import notify
from support import policies


def call_moderators(
    *,
    community: Community,
    concerned: tuple[int, ...],
    event: str,
    now: datetime,
    about: int | None = None,
) -> None:
    """Tells everybody who may decide a case that concerns these members, and is `about` one of them."""
    for member in policies.deciders(community, *concerned, about=about):
        notify(
            member=member,
            kind="place_review",
            event=event,
            now=now,
            community=community,
            refers_to={"community": community.slug},
        )
