"""Is everybody served alike? How needs fared by language, time zone and topic, and how evenly helpers carry.

Groups of fewer than five people are told together with others, and a figure about helpers only where they are five.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, Q, QuerySet

from matching.crowds import FEW
from matching.engine.evenness import gini
from matching.fared import Fared, Figures, Table, figures_of, groups, table_of
from matching.models import Match, Need, Offer, OfferState, Topic

MOST = 20_000  # needs that a report looks at: the newest


@dataclass(frozen=True)
class Helpers:
    """How the asking lies on those who offer help; None where they are too few to say."""

    count: int  # people with an open offer
    unevenness: float | None  # the Gini figure of what they were asked or connected for
    new: int  # people whose first offer here was in this time
    new_asked: float | None  # the share of these who were put to somebody


@dataclass(frozen=True)
class Report:
    """How a community's needs fared in a stretch of time."""

    since: datetime
    until: datetime
    all: Figures | None
    by_language: Table[str]
    by_offset: Table[int]  # minutes ahead of UTC, at the end of the time
    by_topic: tuple[tuple[int, Figures, Table[int]], ...]  # each group of topics, and the topics in it
    other_topics: Figures | None
    names: Mapping[int, str]  # of the topics
    slugs: Mapping[int, str]
    helpers: Helpers
    passed_over: (
        int  # the most rounds in which somebody who came later was preferred to one and the same need
    )
    whole: bool  # False where there were more than `MOST` needs


def report(community_id: int, *, since: datetime, now: datetime) -> Report:
    """How the needs that opened from then until now have fared. Eight queries, however many there are."""
    needs, whole = _needs(community_id, since, now)
    parents, names, slugs = _topics()
    by_topic, other_topics = _by_topic(needs, parents)
    return Report(
        since=since,
        until=now,
        all=figures_of(needs),
        by_language=table_of(
            needs, groups((language, need) for need in needs for language in need.languages)
        ),
        by_offset=table_of(needs, groups((_minutes_ahead(need.zone, now), need) for need in needs)),
        by_topic=by_topic,
        other_topics=other_topics,
        names=names,
        slugs=slugs,
        helpers=_helpers(community_id, since, now),
        passed_over=_passed_over(community_id, since, now),
        whole=whole,
    )


def _needs(community_id: int, since: datetime, now: datetime) -> tuple[list[Fared], bool]:
    """The needs that opened in this time, and whether these are all."""
    opened = _opened(community_id, since, now).order_by("-waiting_since", "-pk")
    facts = ("pk", "member_id", "languages", "member__time_zone", "waiting_since")
    rows = list(opened.values_list(*facts)[: MOST + 1])
    ids = [row[0] for row in rows[:MOST]]
    topics: dict[int, tuple[int, ...]] = defaultdict(tuple)
    for need, topic in Need.topics.through.objects.filter(need__in=ids).values_list("need_id", "topic_id"):
        topics[need] += (topic,)
    firsts = Match.objects.filter(need__in=ids).values_list("need_id")
    met = {need: first for need, *first in firsts.annotate(**_first(now))}
    found = [
        Fared(pk, seeker, tuple(languages), zone, topics[pk], opened_at, *met.get(pk, (None, None)))
        for pk, seeker, languages, zone, opened_at in rows[:MOST]
    ]
    return found, len(rows) <= MOST


def _opened(community_id: int, since: datetime, now: datetime) -> QuerySet[Need]:
    return Need.objects.filter(community=community_id, waiting_since__gte=since, waiting_since__lt=now)


def _first(now: datetime) -> dict[str, Min]:
    """When somebody was first asked and first connected, if it was before."""
    moments = {"asked": "proposed_at", "connected": "connected_at"}
    return {name: Min(at, filter=Q(**{f"{at}__lt": now})) for name, at in moments.items()}


def _passed_over(community_id: int, since: datetime, now: datetime) -> int:
    most: int = _opened(community_id, since, now).aggregate(most=Max("passed_over", default=0))["most"]
    return most


def _topics() -> tuple[dict[int, int | None], dict[int, str], dict[int, str]]:
    """Each topic's parent, its name, and its slug."""
    rows = list(Topic.objects.only("pk", "parent_id", "name", "names", "slug"))
    return (
        {topic.pk: topic.parent_id for topic in rows},
        {topic.pk: topic.label for topic in rows},
        {topic.pk: topic.slug for topic in rows},
    )


def _minutes_ahead(zone: str, now: datetime) -> int:
    """By how many minutes clocks there are ahead of UTC now."""
    return (now.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()) // timedelta(minutes=1)


def _by_topic(
    needs: Collection[Fared], parents: Mapping[int, int | None]
) -> tuple[tuple[tuple[int, Figures, Table[int]], ...], Figures | None]:
    """The groups of topics, each with its topics where these may be told apart."""
    tops = table_of(needs, groups((_top(topic, parents), need) for need in needs for topic in need.topics))
    rows = []
    for top, figures in tops.rows:
        inside = [(topic, need) for need in needs for topic in need.topics if _top(topic, parents) == top]
        rows.append((top, figures, table_of(needs, groups(inside))))
    return tuple(rows), tops.others


def _top(topic: int, parents: Mapping[int, int | None]) -> int:
    """The topic at the top of the tree above this one."""
    above = parents[topic]
    return topic if above is None else _top(above, parents)


def _helpers(community_id: int, since: datetime, now: datetime) -> Helpers:
    offers = Offer.objects.filter(community=community_id, created_at__lt=now)
    helpers = set(offers.filter(state=OfferState.OPEN).values_list("member_id", flat=True))
    lately = Match.objects.filter(
        Q(proposed_at__gte=since, proposed_at__lt=now) | Q(connected_at__gte=since, connected_at__lt=now),
        community=community_id,
    )
    loads = Counter(dict(lately.values_list("helper_id").annotate(Count("pk"))))
    first_offers = offers.values("member_id").annotate(first=Min("created_at"))
    new = set(first_offers.filter(first__gte=since).values_list("member_id", flat=True))
    asked = new & loads.keys()
    return Helpers(
        count=len(helpers),
        unevenness=gini(loads[helper] for helper in helpers) if len(helpers) >= FEW else None,
        new=len(new),
        new_asked=len(asked) / len(new) if len(new) >= FEW else None,
    )
