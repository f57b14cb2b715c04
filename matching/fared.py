"""How some needs fared: figures of a group, and a table of the groups that may be told apart."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

from matching.crowds import enough, told_apart

Key = TypeVar("Key", bound=Hashable)


class Fared(NamedTuple):
    """One need: who it is like, and when somebody was first asked and connected, if ever."""

    id: int
    seeker: int
    languages: tuple[str, ...]
    zone: str
    topics: tuple[int, ...]
    since: datetime
    asked_at: datetime | None
    connected_at: datetime | None


@dataclass(frozen=True)
class Figures:
    """How a group of needs fared. `half_asked` is None while fewer than half were ever asked about."""

    needs: int
    asked: int
    connected: int
    half_asked: timedelta | None  # after so long somebody had been asked for half of them
    half_connected: timedelta | None

    @property
    def share_asked(self) -> float:
        return self.asked / self.needs

    @property
    def share_connected(self) -> float:
        return self.connected / self.needs


@dataclass(frozen=True)
class Table(Generic[Key]):
    """The figures of the groups that may be told apart, the largest first; the others together, where there are any."""

    rows: tuple[tuple[Key, Figures], ...]
    others: Figures | None


Groups = Mapping[Key, frozenset[int]]


def groups(pairs: Iterable[tuple[Key, Fared]]) -> Groups[Key]:
    """The ids of the needs under each key; a need may stand under several."""
    found: dict[Key, set[int]] = defaultdict(set)
    for key, need in pairs:
        found[key].add(need.id)
    return {key: frozenset(ids) for key, ids in found.items()}


def table_of(needs: Collection[Fared], groups: Groups[Key]) -> Table[Key]:
    """The figures of these groups. Few are never told apart."""
    told, others = told_apart(groups, {need.id: need.seeker for need in needs})
    rows = ((key, figures_of([need for need in needs if need.id in ids])) for key, ids in told.items())
    return Table(
        tuple((key, figures) for key, figures in rows if figures),
        figures_of([need for need in needs if need.id in others]),
    )


def figures_of(needs: Collection[Fared]) -> Figures | None:
    """How these needs fared together; None where too few people stand behind them."""
    if not enough(frozenset(need.id for need in needs), {need.id: need.seeker for need in needs}):
        return None
    asked = [_wait(need.since, need.asked_at) for need in needs]
    connected = [_wait(need.since, need.connected_at) for need in needs]
    return Figures(
        needs=len(needs),
        asked=sum(wait is not None for wait in asked),
        connected=sum(wait is not None for wait in connected),
        half_asked=_half(asked),
        half_connected=_half(connected),
    )


def _wait(since: datetime, until: datetime | None) -> timedelta | None:
    return None if until is None else until - since


def _half(waits: Collection[timedelta | None]) -> timedelta | None:
    """After how long it had happened for half of them. Those for whom it never did count, as the longest waits."""
    happened = sorted(wait for wait in waits if wait is not None)
    half = (len(waits) + 1) // 2
    return happened[half - 1] if 0 < half <= len(happened) else None
