"""{% next_meeting card %}: the meeting that lies ahead of two connected people, or the way to plan one."""

from typing import Any

from django import template

from accounts.clock import database_now
from matching.models import Match
from matching.seen import Card, Stage
from support.web import next_meetings

register = template.Library()


@register.inclusion_tag("web/meetings/next.html", takes_context=True)
def next_meeting(context: template.Context, card: Card) -> dict[str, Any]:
    """Nothing where the two are not connected."""
    if card.stage != Stage.CONNECTED:
        return {"card": None}
    match = Match.objects.select_related("seeker", "helper", "community").get(uid=card.uid)
    member, now = context["request"].user, context.get("now") or database_now()
    return {"card": card, "next": next_meetings.of_match(match, member, now)}
