"""All of somebody's conversations, the newest words first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q

from accounts.models import Member
from matching import seen
from matching.seen import Connection
from support.models import DELIVERED, Message

MOST = 500


@dataclass(frozen=True)
class Talk:
    """A conversation, how much of it is new, and when something was last said."""

    connection: Connection
    unread: int
    last: datetime

    @property
    def uid(self) -> UUID:
        return self.connection.uid


def of(member: Member) -> list[Talk]:
    """Three queries, however many there are."""
    connections = seen.connections(member, limit=MOST)
    rows = Message.objects.filter(
        DELIVERED | Q(author=member), match__in=[one.match_id for one in connections]
    )
    new = DELIVERED & Q(read_at=None, taken_back_at=None) & ~Q(author=member)
    counted = rows.values("match").annotate(last=Max("sent_at"), unread=Count("pk", filter=new))
    by_match = {row["match"]: (row["unread"], row["last"]) for row in counted.order_by()}
    all_of_them = [
        Talk(connection, *by_match.get(connection.match_id, (0, connection.connected_at)))
        for connection in connections
    ]
    return sorted(all_of_them, key=lambda talk: talk.last, reverse=True)
