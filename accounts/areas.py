"""The coarse map of a community: areas, and which lie side by side. Never an address."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Area, Community

MOST = 60
LONGEST = 80
Drawn = list[tuple[str, list[str]]]  # each area's name, and the names of its neighbours


class NoMap(ValidationError):
    """Beside `areas`: what was drawn is no map."""

    def __init__(self, text: str) -> None:
        super().__init__({"areas": ValidationError(text, code="no_map")})


def drawn(community: Community) -> Drawn:
    """The map as it is, by name."""
    rows = community.areas.prefetch_related("neighbours").order_by("name")
    return [(row.name, sorted(near.name for near in row.neighbours.all())) for row in rows]


def tidy(wanted: Iterable[tuple[str, Iterable[str]]]) -> Drawn:
    """The map as it would be kept: each area once, neighbours on both sides. Raises NoMap."""
    named: dict[str, str] = {}
    near: dict[str, set[str]] = {}
    listed = [(" ".join(name.split()), list(beside)) for name, beside in wanted]
    for name, _beside in listed:
        if not name or len(name) > LONGEST or ":" in name or "," in name:
            raise NoMap(_("Please give each area a name of at most 80 letters, without colon or comma."))
        if name.casefold() in named:
            raise NoMap(_("“%(name)s” stands there twice.") % {"name": name})
        named[name.casefold()] = name
        near[name] = set()
    if len(named) > MOST:
        raise NoMap(_("A coarse map is enough: at most 60 areas."))
    for name, beside in listed:
        for other in (" ".join(one.split()) for one in beside):
            known = named.get(other.casefold())
            if known is None:
                raise NoMap(
                    _("“%(name)s” is named as a neighbour and has no line of its own.") % {"name": other}
                )
            if known != name:
                near[name].add(known)
                near[known].add(name)
    return sorted((name, sorted(beside)) for name, beside in near.items())


def missing_from(community: Community, wanted: Drawn) -> list[Area]:
    """The areas of today that are not on this map."""
    stay = {name.casefold() for name, _beside in wanted}
    return [area for area in community.areas.order_by("name") if area.name.casefold() not in stay]


def draw(*, community: Community, wanted: Drawn) -> None:
    """From now on this is the map; `wanted` comes from `tidy`. An area keeps its row under the same name."""
    for area in missing_from(community, wanted):
        area.delete()
    rows = {area.name.casefold(): area for area in community.areas.all()}
    for name, _beside in wanted:
        row = rows.get(name.casefold()) or Area(community=community)
        if row.name != name:
            row.name = name
            row.save()
        rows[name.casefold()] = row
    for name, beside in wanted:
        rows[name.casefold()].neighbours.set([rows[other.casefold()] for other in beside])
