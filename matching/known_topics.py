"""The topics as this process knows them: read again only once a row of theirs was written, by whomever.

Pages and programs ask for them all the time, and they change when a new version of the service brings another tree.
Where a row lies, and which transaction wrote it, is another after each writing; so a mark of these says whether what is
known still holds, in every process and inside every transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import get_language

from accounts import rows
from accounts.models import Community
from accounts.prepared import Given, Prepared
from matching.models import Topic
from matching.topics import switched_off

MARK = "SELECT md5(string_agg(concat(ctid, xmin), ',' ORDER BY id)) FROM matching_topic"


class Known(NamedTuple):
    """What pages and programs show of a topic."""

    pk: int
    slug: str
    name: str
    names: dict[str, str]
    sensitive: bool
    parent_id: int | None
    parent__slug: str | None
    current: bool

    @property
    def group(self) -> str | None:
        return self.parent__slug

    @property
    def label(self) -> str:
        """The name for people, in the language that is spoken right now."""
        return self.names.get(get_language() or "", self.name)


@dataclass(frozen=True, eq=False, slots=True)
class Tree:
    """The same object for as long as no topic changes, so that what is made of it can be kept."""

    every: dict[int, Known]  # those that are hidden now, too: old needs and offers keep them
    topics: tuple[Known, ...]

    def labels(self, ids: Iterable[int]) -> list[str]:
        """The names of these for people."""
        return [self.every[id].label for id in ids if id in self.every]


TREE = Prepared(lambda: Topic.objects.order_by("position").values_list(*Known._fields))
OFF = Prepared(lambda: Community.objects.filter(slug=Given("slug")).only("topics_off"))

_known: tuple[str | None, Tree] = ("", Tree({}, ()))


def tree() -> Tree:
    """All topics that may be used somewhere, each after its group. One statement, unless they changed."""
    return ask_tree()()


def ask_tree() -> rows.Later[Tree]:
    """The same for `rows.together`."""
    marks = rows.ask(MARK)
    return lambda: _as_of(marks()[0][0])


def of(slug: str) -> tuple[Tree, frozenset[str]]:
    """All topics, and the slugs of those that the community of this name switched off. Raises `DoesNotExist`."""
    with rows.together():
        known, place = ask_tree(), OFF.ask(1, slug=slug)
    for community in place():
        return known(), switched_off(community)
    raise Community.DoesNotExist


def _as_of(mark: str | None) -> Tree:
    global _known
    known = _known
    if known[0] != mark:
        known = _known = (mark, _read())
    return known[1]


def _read() -> Tree:
    every = {one.pk: one for one in map(Known._make, TREE.all())}
    return Tree(every, tuple(one for one in every.values() if one.current))
