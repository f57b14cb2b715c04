"""What a community says of itself, in the reader's language where somebody wrote it there."""

from django.utils.translation import get_language

from accounts.models import Community

TEXTS = ("about", "welcome", "rules")


def said(community: Community, text: str) -> str:
    """One of TEXTS as the reader should read it: in their language, else as it was first written."""
    theirs = community.said_in.get(get_language() or "", {})
    return str(theirs.get(text) or getattr(community, text))
