"""Where calls happen: a pattern of the community, filled with a room for each meeting that nobody can guess."""

from accounts.meeting_link import ROOM
from accounts.models import Community
from support.models import Meeting


def link_of(community: Community, meeting: Meeting) -> str:
    """The address of this meeting's room; "" where the community has none and the two agree on that themselves."""
    return community.meeting_link.replace(ROOM, meeting.room)
