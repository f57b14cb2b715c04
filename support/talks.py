"""All of somebody's conversations, the newest words first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q

from accounts.models import Member
from accounts.prepared import Given, Prepared
from matching import connections
from matching.connections import Connection
from support.models import DELIVERED, Message

MOST = 500


COUNTED = Prepared(
    lambda: (
        Message.objects.filter(DELIVERED | Q(author=Given("member")), match__any_of=Given("matches"))
        .values("match")
        .annotate(
            unread=Count(
                "pk",
                filter=DELIVERED & Q(read_at=None, taken_back_at=None) & ~Q(author=Given("member")),
            ),
            last=Max("sent_at"),
        )
        .order_by()
        .values_list("match", "unread", "last")
    )
)


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
    met = connections.of(member, limit=MOST)
    counted = COUNTED.all(member=member.pk, matches=[one.match_id for one in met])
    by_match = {match: (unread, last) for match, unread, last in counted}
    all_of_them = [
        Talk(connection, *by_match.get(connection.match_id, (0, connection.connected_at)))
        for connection in met
    ]
    return sorted(all_of_them, key=lambda talk: talk.last, reverse=True)
