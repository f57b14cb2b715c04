"""{% plainly message %}: what somebody wrote, with its links shown plainly; each leads to a page that warns first."""

from itertools import count

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from support.links import Link, pieces
from support.models import Message

register = template.Library()


@register.simple_tag
def plainly(message: Message, match_uid: str) -> SafeString:
    """No word of it stands in an address here: a link is named by its message and its place in it."""
    numbers = count()
    shown = [
        _link(piece, next(numbers), message, match_uid) if isinstance(piece, Link) else piece
        for piece in pieces(message.words)
    ]
    return format_html_join("", "{}", ((piece,) for piece in shown))


def _link(link: Link, number: int, message: Message, match_uid: str) -> SafeString:
    page = reverse("way_out", args=[match_uid, message.uid, number])
    return format_html('<a href="{}" dir="ltr">{}</a>', page, link.address)
