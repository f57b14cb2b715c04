"""All that a member's home tells: what waits for them, how their needs are, what they offer, whom they talk with.

Their home is the page that is looked at most, so all of it is asked in two trips to the database.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Community, Member
from accounts.prepared import Given, Prepared
from accounts.rows import together
from matching import availability, connections, known_topics, seen, topics
from matching.connections import Asked, Connection
from matching.models import Need, NeedState, Offer, OfferState
from matching.seen import NeedStage
from support import checkins, drafts
from support.meetings import coming
from support.meetings.coming import Coming
from support.models import DELIVERED, CheckIn, Message

# What they still wait for; what has connected them with somebody shows as a conversation.
NEEDS = Prepared(
    lambda: (
        Need.objects.filter(member=Given("member"))
        .exclude(state__in=(NeedState.CONNECTED, NeedState.CLOSED))
        .select_related("community")
        .only("uid", "headline", "state", "closed_because", "community__name", "community__response_hours")
        .order_by("-created_at")
    )
)
OFFERS = Prepared(
    lambda: (
        Offer.objects.filter(member=Given("member"))
        .exclude(state=OfferState.CLOSED)
        .select_related("community")
        .only("uid", "state", "paused_until", "community__name")
        .annotate(about=topics.ids_of("offers"))
        .order_by("-created_at")
    )
)
NEW = Prepared(
    lambda: (
        Message.objects.filter(DELIVERED, match__any_of=Given("matches"), read_at=None)
        .exclude(author=Given("member"))
        .values_list("match", flat=True)
    )
)


@dataclass(frozen=True)
class Talk:
    """A conversation and how much of it is new."""

    connection: Connection
    unread: int


@dataclass(frozen=True)
class Home:
    """`needs`: each with its stage and whether it is theirs to decide; `offers`: each with its topics."""

    to_answer: list[Asked]
    talks: list[Talk]
    looking_back: list[tuple[CheckIn, Talk]]
    needs: list[tuple[Need, NeedStage, bool]]
    offers: list[tuple[Offer, list[str]]]
    coming: list[Coming]
    has_hours: bool
    begun: list[str]


def of(*, member: Member, community: Community, now: datetime) -> Home:
    """As it is now. `community` is where somebody is: what they have begun there can be finished."""
    me = member.pk
    with together():
        around, back = connections.ask_around(member, now=now), checkins.ask_waiting(member, now=now)
        needs, offers, tree = NEEDS.ask(member=me), OFFERS.ask(member=me), known_topics.ask_tree()
        hours = availability.ask_has_hours(member)
        begun = drafts.ask_begun(member=member, community=community, now=now)
    (waiting, met), known = around(), tree()
    with together():
        names, new = seen.ask_names_of([*waiting, *met]), NEW.ask(matches=[one.pk for one in met], member=me)
        meetings = coming.ask_of(one.pk for one in met)
    named = names()
    talks = _talks(connections.connected(met, member, named), new())
    open_ones = {
        talk.connection.match_id: talk.connection.other_name for talk in talks if talk.connection.open
    }
    decides = {match.need_id for match in waiting if match.seeker_id == me}
    return Home(
        to_answer=connections.asked(waiting, member, named),
        talks=talks,
        looking_back=[
            (one, talk) for one in back() for talk in talks if talk.connection.match_id == one.match_id
        ],
        needs=[(need, seen.need_stage(need), need.pk in decides) for need in needs()],
        offers=[(offer, known.labels(offer.about)) for offer in offers()],
        coming=coming.told(meetings(), member, open_ones, now=now),
        has_hours=hours(),
        begun=begun(),
    )


def _talks(found: Iterable[Connection], new: Iterable[int]) -> list[Talk]:
    unread = Counter(new)
    return [Talk(connection, unread[connection.match_id]) for connection in found]
