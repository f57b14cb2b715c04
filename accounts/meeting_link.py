"""Where the calls of a community happen: an address of its own choice, with a room for each meeting."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Community

ROOM = "{meeting}"
LONGEST = 200


class NoLink(ValidationError):
    """Not an address at which two people could meet alone and safely."""


def put(*, community: Community, pattern: str) -> str:
    """From now on calls happen there; "" lets people agree on it themselves. Raises NoLink; returns what is kept."""
    community.meeting_link = tidy(pattern)
    community.save(update_fields=["meeting_link"])
    return community.meeting_link


def tidy(pattern: str) -> str:
    """The pattern as it would be kept. Raises NoLink."""
    pattern = pattern.strip()
    if not pattern:
        return ""
    if len(pattern) > LONGEST or any(sign.isspace() or ord(sign) < 32 for sign in pattern):
        raise NoLink(_("Please write one address without spaces, of at most 200 characters."))
    if pattern.count(ROOM) != 1 or "{" in pattern.replace(ROOM, "") or "}" in pattern.replace(ROOM, ""):
        raise NoLink(_("Please put {meeting} once where the name of the room goes."))
    _check_address(pattern.replace(ROOM, "room"), pattern)
    return pattern


def _check_address(address: str, pattern: str) -> None:
    try:
        parts, before = urlsplit(address), urlsplit(pattern.replace(ROOM, "other"))
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise NoLink(_("Please write an address like https://calls.example.org/{meeting}.")) from error
    if parts.scheme != "https" or "." not in host or parts.username is not None:
        raise NoLink(_("Please write an address like https://calls.example.org/{meeting}."))
    if parts.netloc != before.netloc:
        raise NoLink(
            _("Please put {meeting} after the name of the site, so that everybody sees where they go.")
        )
