"""The two sides of a possible match: all that the engine may know, as plain unchanging values."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple


class Window(NamedTuple):
    """A stretch of local wall-clock time, every week; one over midnight is kept as two."""

    weekday: int  # Monday is 0
    start: int  # minutes after local midnight, 0..1425, a multiple of 15
    end: int  # 15..1440, after the start


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody is free: weekly windows in their own zone, and whole local days away."""

    zone: str  # IANA name
    windows: tuple[Window, ...]
    away: tuple[tuple[date, date], ...] = ()  # both ends included
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash(self.windows))

    def __hash__(self) -> int:
        """Worked out once: hours are looked up in the cache of free time for every pair looked at."""
        return self._hash


@dataclass(frozen=True, slots=True)
class Quiet:
    """Quiet hours in local minutes after midnight; may cross it; the same start and end mean none."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one side asks of the other; only the matcher ever sees it."""

    same_gender: bool = False
    age_bands: frozenset[str] = frozenset()
    shared_experience: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """What is true of a member whichever of their postings is looked at."""

    member_id: int
    in_good_standing: bool
    languages: frozenset[str]
    hours: Hours
    quiet: Quiet
    asked_in_quiet_hours: bool  # chose to be asked even then
    gender: str  # "" = not said
    age_band: str  # "" = not said
    blocks: frozenset[int]  # members whom they block
    may_know: frozenset[int]  # members whom they, or who, said "I may know this person"
    never_ask: frozenset[str]  # hashes of addresses that are never to be asked
    address_hash: str
    resting: frozenset[int]  # members with whom a decline or an early ending still rests
    again: frozenset[int]  # members with whom both asked to be paired again


PARTS_OF_DAY = 4  # of six hours each, from local midnight


@dataclass(frozen=True, slots=True)
class Past:
    """How a helper has answered so far, by the part of their local day in which they were asked.

    Only what was really put to them counts, and only once it was answered or its time ran out.
    """

    asked_in: tuple[int, ...] = (0,) * PARTS_OF_DAY
    answered_in: tuple[int, ...] = (0,) * PARTS_OF_DAY  # of these, in time; a no is an answer too
    yeses: int = 0  # of the answers

    @property
    def asked(self) -> int:
        """How often they were asked, at whatever time of day."""
        return sum(self.asked_in)

    @property
    def answered(self) -> int:
        """How often they answered in time."""
        return sum(self.answered_in)


@dataclass(frozen=True, slots=True)
class NeedSide:
    """One need and the person who asks."""

    id: int
    community_id: int
    person: Person
    topics: frozenset[int]
    lineage: frozenset[int]  # the topics and all their ancestors
    kind: str
    formats: frozenset[str]
    languages: frozenset[str]
    area: int | None
    near: frozenset[int]  # the area and its neighbours
    wishes: Wishes
    urgency: str  # "today", "this_week" or "whenever"
    needed_by: date | None  # a day in the seeker's zone
    danger: bool
    waiting_since: datetime
    places: int  # how many more helpers may be asked now
    asking: frozenset[int] = frozenset()  # helpers asked about it, or with the seeker, at this moment
    sensitive: bool = False  # it goes only to helpers who were admitted for sensitive topics
    pending: tuple[float, ...] = ()  # for today: how likely each of those asked now says yes


@dataclass(frozen=True, slots=True)
class OfferSide:
    """One offer and the person who helps."""

    id: int
    community_id: int
    person: Person
    topics: frozenset[int]
    lineage: frozenset[int]
    avoids: frozenset[int]  # topics that the helper would rather not take
    kinds: frozenset[str]
    formats: frozenset[str]
    languages: frozenset[str]
    area: int | None
    near: frozenset[int]
    wishes: Wishes
    takes_danger: bool  # opted in and trained
    room: int  # places left in this offer, counting open proposals
    person_room: int  # places left in the helper's own limits, counting open proposals
    load: int  # how many people they are with now
    past: Past = Past()
    admitted: bool = False  # a moderator trusts them with sensitive topics
