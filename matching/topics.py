"""The topic tree: a data file in plain words, its rows, and who is above whom.

`matching/data/topics.json` is the tree; `load_tree` brings the table in line with it. What the file no
longer names is hidden, never deleted, because old needs and offers still point to it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Community
from accounts.rows import Later, ask
from matching.models import Topic

TREE = Path(__file__).parent / "data" / "topics.json"
PARENTS = "SELECT id, parent_id FROM matching_topic"  # plain: a need that comes alone waits for it
Lineages = Mapping[int, frozenset[int]]  # each topic with all above it
FACTS = ["name", "names", "words", "sensitive", "parent_id", "position", "current"]


class UnknownTopic(ValidationError):
    """No topic of that name; the file of needs or the caller has to choose another."""


@dataclass(frozen=True, slots=True)
class Node:
    """One topic as the data file names it, by language. `also` holds the slugs that others use for the same thing."""

    slug: str
    name: str
    names: dict[str, str]
    words: tuple[str, ...]
    sensitive: bool
    parent: str | None
    also: tuple[str, ...]
    position: int


@cache
def tree(path: Path = TREE) -> tuple[Node, ...]:
    """All nodes in the order of the file, each after its parent."""
    return tuple(_nodes(json.loads(path.read_text(encoding="utf-8")), None, count()))


def _nodes(entries: list[dict[str, Any]], parent: str | None, positions: Iterator[int]) -> Iterator[Node]:
    for entry in entries:
        yield Node(
            slug=entry["slug"],
            name=entry["names"]["en"],
            names=entry["names"],
            words=tuple(entry["synonyms"]["en"]),
            sensitive=entry["sensitive"],
            parent=parent,
            also=tuple(entry.get("also", ())),
            position=next(positions),
        )
        yield from _nodes(entry.get("topics", []), entry["slug"], positions)


@cache
def _homes(path: Path) -> dict[str, str]:
    return {slug: node.slug for node in tree(path) for slug in (*node.also, node.slug)}


def home_of(slug: str, path: Path = TREE) -> str:
    """Where a topic lives in our tree. `slug` is ours or one that the data uses. Raises `UnknownTopic`."""
    try:
        return _homes(path)[slug]
    except KeyError:
        message = _("There is no topic “%(slug)s”.") % {"slug": slug}
        raise UnknownTopic(message, code="unknown_topic") from None


@transaction.atomic
def load_tree(path: Path = TREE) -> int:
    """Makes the table say what the file says. Returns how many topics changed; a second call changes none."""
    nodes = tree(path)
    gone = Topic.objects.filter(current=True).exclude(slug__in=[node.slug for node in nodes])
    changed = gone.update(current=False)
    # Groups first, so that their ids are known.
    changed += _write([node for node in nodes if node.parent is None])
    return changed + _write([node for node in nodes if node.parent is not None])


def _write(nodes: list[Node]) -> int:
    """Creates or corrects the rows that differ from their nodes, and says how many those were."""
    rows = {topic.slug: topic for topic in Topic.objects.all()}
    wanted = [_row(node, rows) for node in nodes]
    differ = [row for row in wanted if row.slug not in rows or _facts(row) != _facts(rows[row.slug])]
    Topic.objects.bulk_create(differ, update_conflicts=True, unique_fields=["slug"], update_fields=FACTS)
    return len(differ)


def _row(node: Node, rows: dict[str, Topic]) -> Topic:
    return Topic(
        slug=node.slug,
        name=node.name,
        names=node.names,
        words=list(node.words),
        sensitive=node.sensitive,
        parent_id=rows[node.parent].pk if node.parent else None,
        position=node.position,
        current=True,
    )


def _facts(topic: Topic) -> list[object]:
    return [getattr(topic, field) for field in FACTS]


def switched_off(community: Community, *, kept: Iterable[str] = ()) -> frozenset[str]:
    """The slugs of what may not be asked and offered about here, but for those that are `kept`."""
    return frozenset(community.topics_off).difference(kept)


def in_use(community: Community, *, kept: Iterable[str] = ()) -> QuerySet[Topic]:
    """What may be asked and offered about here: all but what the community switched off.

    `kept` are slugs that a posting has already: whoever changes it need not take them out.
    """
    chosen, off = Topic.objects.filter(current=True), switched_off(community, kept=kept)
    return chosen.exclude(slug__in=off) if off else chosen


def check_in_use(community: Community, chosen: Iterable[Topic], *, kept: Iterable[int] = ()) -> None:
    """Raises ValidationError beside `topics` where one is switched off here and is not `kept` from before."""
    new = {topic.pk for topic in chosen} - set(kept)
    if not community.topics_off or not new:
        return
    known = set(in_use(community).filter(pk__in=new).values_list("pk", flat=True))
    if off := Topic.objects.filter(pk__in=new - known).first():
        text = _("This community does not bring people together about “%(topic)s”. Please choose another.")
        raise ValidationError({"topics": ValidationError(text % {"topic": off.label}, code="switched_off")})


def slugs_of(postings: str, where: str = "pk") -> ArraySubquery:
    """The slugs of a posting's topics, read with it: of `needs` or `offers`, whose id stands there in the row."""
    return _of(postings, where, "slug")


def ids_of(postings: str) -> ArraySubquery:
    """The same of their ids."""
    return _of(postings, "pk", "pk")


def _of(postings: str, where: str, what: str) -> ArraySubquery:
    theirs = Topic.objects.filter(**{postings: OuterRef(where)})
    return ArraySubquery(theirs.order_by("position").values(what))


def lineages() -> Lineages:
    """Each topic with all above it, in one query. A parent covers its children."""
    return ask_lineages()()


def ask_lineages() -> Later[Lineages]:
    """The same for `rows.together`."""
    rows = ask(PARENTS)
    return lambda: _lineages(tuple(rows()))


@lru_cache(maxsize=2)
def _lineages(parents: tuple[tuple[int, int | None], ...]) -> Lineages:
    """Worked out anew once the tree has changed, which it hardly ever does."""
    above = dict(parents)

    def upward(topic_id: int | None) -> Iterator[int]:
        while topic_id is not None:
            yield topic_id
            topic_id = above[topic_id]

    return {topic_id: frozenset(upward(topic_id)) for topic_id in above}


def lineage(topic_ids: Iterable[int]) -> frozenset[int]:
    """These topics and all above them. For many needs or offers ask `lineages` once instead."""
    known = lineages()
    return frozenset().union(*(known[topic_id] for topic_id in topic_ids))


def reaches() -> dict[int, frozenset[int]]:
    """Each topic with all above and all below it: whatever may have it in common with somebody."""
    known = lineages()
    below: dict[int, set[int]] = {topic_id: set() for topic_id in known}
    for topic_id, line in known.items():
        for above in line:
            below[above].add(topic_id)
    return {topic_id: line | below[topic_id] for topic_id, line in known.items()}


def reach(topic_ids: Iterable[int]) -> frozenset[int]:
    """These topics, all above and all below them. For many needs ask `reaches` once instead."""
    known = reaches()
    return frozenset().union(*(known[topic_id] for topic_id in topic_ids))
