"""Many sides at once: what `Side` says of one posting, a row of a table says in bits and numbers.

A table is what the fast forms of rules and scores read (see `gather`). It can be made from sides, as the tests do, or
straight from the database, as a round does (`matching.tables`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.engine.chances import answers_in_time, part_of_day, yes_in_time
from matching.engine.hours import free_quarters, horizon, outside_quiet, quarter_of
from matching.engine.masks import QUARTER
from matching.engine.side import NeedSide, OfferSide
from matching.engine.weeks import WORDS, horizon_words

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Reals = NDArray[np.float64]
Words = NDArray[np.uint64]
Code = Mapping[Any, int]

URGENCIES = ("today", "this_week", "whenever")
NOBODY: Numbers = np.zeros(0, dtype=np.int64)
FEW = 256  # sets that are sooner put together one by one
MICROSECOND = timedelta(microseconds=1)


class Codes(NamedTuple):
    """Which bit stands for which topic, language and so on, in both tables alike."""

    topics: Code
    languages: Code
    kinds: Code
    formats: Code
    areas: Code
    genders: Code  # 0 is "not said"
    ages: Code


def code(values: Iterable[Any]) -> dict[Any, int]:
    """A number for each value, in their order; nothing said ("" or None) has none."""
    return {value: bit for bit, value in enumerate(sorted({*values} - {"", None}))}


def bits(sets: Sequence[Collection[Any]], code: Code) -> Words:
    """Each set as a row of bits, in as many words as the code takes."""
    width = max(1, -(-len(code) // 64))
    if len(sets) <= FEW:
        return _packed([_number(each, code) for each in sets], width)
    words = np.zeros((len(sets), width), dtype=np.uint64)
    counts = np.fromiter(map(len, sets), np.int64, len(sets))
    bit = np.fromiter((code[value] for value in chain.from_iterable(sets)), np.uint64, int(counts.sum()))
    row = np.repeat(np.arange(len(sets)), counts)
    np.bitwise_or.at(
        words, (row, (bit >> np.uint64(6)).astype(np.int64)), np.uint64(1) << (bit & np.uint64(63))
    )
    return words


def _number(values: Collection[Any], code: Code) -> int:
    found = 0
    for value in values:
        found |= 1 << code[value]
    return found


def _packed(rows: Sequence[int], width: int) -> Words:
    """Numbers as rows of words."""
    if width == 1:
        return np.array(rows, dtype=np.uint64).reshape(-1, 1)
    packed = b"".join(row.to_bytes(width * 8, "little") for row in rows)
    return np.frombuffer(packed, dtype="<u8").reshape(-1, width).astype(np.uint64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What needs and offers have in common, one row each."""

    id: Numbers
    member: Numbers
    community: Numbers
    topics: Words
    lineage: Words
    kinds: Words
    formats: Words
    languages: Words
    area: Words  # one bit, or none
    near: Words
    free: Words  # the coming two weeks, as `weeks.free_words` has them
    good: Flags  # in good standing
    gender: Numbers
    age: Words  # one bit, or none
    same_gender: Flags
    ages: Words
    shared_experience: Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedTable(Table):
    """Needs; `free` ends at each one's horizon."""

    urgency: Numbers  # as URGENCIES counts
    danger: Flags
    sensitive: Flags  # for admitted helpers alone
    waited: Numbers  # microseconds
    places: Numbers
    apart: Mapping[
        int, Numbers
    ]  # for some rows: members who may not be asked (a block, rest, being asked now)
    again: Mapping[int, Numbers]  # for some rows: members with whom both asked to be paired again
    pending: Mapping[int, tuple[float, ...]]  # for today: how likely each of those asked now says yes


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTable(Table):
    avoids: Words
    takes_danger: Flags
    admitted: Flags  # for sensitive topics
    awake: Flags  # may be asked at this hour
    room: Numbers
    person_room: Numbers
    load: Numbers
    fresh: Flags  # never asked before
    likely: Reals  # answers in time
    yes: Reals  # says yes in time
    price: Numbers  # what it is worth to others here


class Tables(NamedTuple):
    """Those who ask and those who give, in the same bits."""

    needs: NeedTable
    offers: OfferTable
    codes: Codes


def codes_of(needs: Sequence[NeedSide], offers: Sequence[OfferSide]) -> Codes:
    """Bits for all that these sides name."""
    sides: list[NeedSide | OfferSide] = [*needs, *offers]

    def all_of(name: str) -> Iterable[Any]:
        return chain.from_iterable(getattr(side, name) for side in sides)

    avoided = chain.from_iterable(offer.avoids for offer in offers)
    people = [side.person for side in sides]
    return Codes(
        topics=code(chain(all_of("topics"), all_of("lineage"), avoided)),
        languages=code(all_of("languages")),
        kinds=code(chain((need.kind for need in needs), (kind for offer in offers for kind in offer.kinds))),
        formats=code(all_of("formats")),
        areas=code(chain(all_of("near"), (side.area for side in sides))),
        genders=code(person.gender for person in people),
        ages=code(chain((person.age_band for person in people), *(side.wishes.age_bands for side in sides))),
    )


def tables_of(needs: Sequence[NeedSide], offers: Sequence[OfferSide], now: datetime) -> Tables:
    """The same sides as two tables. Each row costs some tens of microseconds: for a few thousand, or for tests."""
    codes = codes_of(needs, offers)
    return Tables(_need_table(needs, offers, codes, now), _offer_table(offers, codes, now), codes)


def _common(sides: Sequence[NeedSide] | Sequence[OfferSide], codes: Codes, now: datetime) -> dict[str, Any]:
    people = [side.person for side in sides]
    return {
        "id": _numbers(side.id for side in sides),
        "member": _numbers(person.member_id for person in people),
        "community": _numbers(side.community_id for side in sides),
        "topics": bits([side.topics for side in sides], codes.topics),
        "lineage": bits([side.lineage for side in sides], codes.topics),
        "formats": bits([side.formats for side in sides], codes.formats),
        "languages": bits([side.languages for side in sides], codes.languages),
        "area": bits([_said(side.area) for side in sides], codes.areas),
        "near": bits([side.near for side in sides], codes.areas),
        "free": _packed([free_quarters(person.hours, now) for person in people], WORDS),
        "good": _flags(person.in_good_standing for person in people),
        "gender": _numbers(gender_code(person.gender, codes) for person in people),
        "age": bits([_said(person.age_band) for person in people], codes.ages),
        "same_gender": _flags(side.wishes.same_gender for side in sides),
        "ages": bits([side.wishes.age_bands for side in sides], codes.ages),
        "shared_experience": _flags(side.wishes.shared_experience for side in sides),
    }


def _need_table(
    needs: Sequence[NeedSide], offers: Sequence[OfferSide], codes: Codes, now: datetime
) -> NeedTable:
    common = _common(needs, codes, now)
    common["free"] &= horizon_words(_numbers(quarters_ahead(horizon(need, now), now) for need in needs))
    apart, again = _relations(needs, offers)
    return NeedTable(
        **common,
        kinds=bits([(need.kind,) for need in needs], codes.kinds),
        urgency=_numbers(URGENCIES.index(need.urgency) for need in needs),
        danger=_flags(need.danger for need in needs),
        sensitive=_flags(need.sensitive for need in needs),
        waited=_numbers(waited(need.waiting_since, now) for need in needs),
        places=_numbers(need.places for need in needs),
        apart=apart,
        again=again,
        pending={row: need.pending for row, need in enumerate(needs) if need.pending},
    )


def _offer_table(offers: Sequence[OfferSide], codes: Codes, now: datetime) -> OfferTable:
    parts = [part_of_day(offer.person.hours.zone, now) for offer in offers]
    pasts = [(offer.past, part) for offer, part in zip(offers, parts, strict=True)]
    return OfferTable(
        **_common(offers, codes, now),
        kinds=bits([offer.kinds for offer in offers], codes.kinds),
        avoids=bits([offer.avoids for offer in offers], codes.topics),
        takes_danger=_flags(offer.takes_danger for offer in offers),
        admitted=_flags(offer.admitted for offer in offers),
        awake=_flags(
            offer.person.asked_in_quiet_hours
            or outside_quiet(offer.person.quiet, offer.person.hours.zone, now)
            for offer in offers
        ),
        room=_numbers(offer.room for offer in offers),
        person_room=_numbers(offer.person_room for offer in offers),
        load=_numbers(offer.load for offer in offers),
        fresh=_flags(not offer.past.asked for offer in offers),
        likely=np.array([answers_in_time(*past) for past in pasts], dtype=np.float64),
        yes=np.array([yes_in_time(*past) for past in pasts], dtype=np.float64),
        price=np.zeros(len(offers), dtype=np.int64),
    )


Relations = tuple[dict[int, Numbers], dict[int, Numbers]]


def _relations(needs: Sequence[NeedSide], offers: Sequence[OfferSide]) -> Relations:
    """Who stands between whom, looked at from each need: its `apart` and its `again`."""
    helpers = {offer.person.member_id: offer.person for offer in offers}.values()
    apart: dict[int, Numbers] = {}
    again: dict[int, Numbers] = {}
    for row, need in enumerate(needs):
        seeker = need.person
        both = {
            helper.member_id
            for helper in helpers
            if helper.member_id in seeker.again or seeker.member_id in helper.again
        }
        away = {
            helper.member_id
            for helper in helpers
            if helper.member_id in need.asking
            or _either(seeker.member_id, helper.member_id, seeker.blocks, helper.blocks)
            or _either(seeker.member_id, helper.member_id, seeker.may_know, helper.may_know)
            or _either(seeker.address_hash, helper.address_hash, seeker.never_ask, helper.never_ask)
            or (
                helper.member_id not in both
                and _either(seeker.member_id, helper.member_id, seeker.resting, helper.resting)
            )
        }
        if away:
            apart[row] = members(away)
        if both:
            again[row] = members(both)
    return apart, again


def _either(one: Any, other: Any, of_one: Collection[Any], of_other: Collection[Any]) -> bool:
    return other in of_one or one in of_other


def members(ids: Iterable[int]) -> Numbers:
    """Ids in order, for `apart` and `again`."""
    return np.array(sorted(ids), dtype=np.int64)


def gender_code(gender: str, codes: Codes) -> int:
    """1 and up; 0 where it was not said."""
    return codes.genders[gender] + 1 if gender else 0


def waited(since: datetime, now: datetime) -> int:
    """Microseconds, never negative."""
    return max(0, (now - since) // MICROSECOND)


def quarters_ahead(until: datetime, now: datetime) -> int:
    """How many quarter-hours from the one in which now lies are over before `until`."""
    return max(0, (until - quarter_of(now)) // QUARTER)


def _said(value: Any) -> tuple[Any, ...]:
    return () if value in ("", None) else (value,)


def _numbers(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, dtype=np.int64)


def _flags(values: Iterable[bool]) -> Flags:
    return np.fromiter(values, dtype=np.bool_)


def rows_of(offers: OfferTable, rows: Numbers) -> OfferTable:
    """Some of the offers, in this order."""
    return OfferTable(**{field.name: getattr(offers, field.name)[rows] for field in fields(offers)})
