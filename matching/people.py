"""The people behind postings, as the engine knows them: one and the same, whichever of their postings is looked at."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from accounts.fields import keyed_hash
from accounts.models import Member
from accounts.rows import Later, Rows, ask
from matching import between
from matching.between import WRITERS
from matching.engine.side import Hours, Person, Quiet, Window
from matching.times import Days, ask_away, ask_windows, minutes

Key = tuple[int, int]  # member, community

# How they stand, and whom each keeps away from in their own words; what others said about them is theirs.
# Whoever speaks for somebody at an intake desk is never put to them.
THEM = "(SELECT ids FROM who)::bigint[]"
KNOWN = f"""
WITH who AS MATERIALIZED (SELECT {WRITERS} AS ids)
SELECT 'good', member_id, community_id, '' FROM accounts_membership
    WHERE member_id = ANY({THEM}) AND standing = 'good' AND matching_paused_at IS NULL
UNION ALL SELECT 'trained', member_id, community_id, '' FROM accounts_membership
    WHERE member_id = ANY({THEM}) AND trained_for_danger_at IS NOT NULL
UNION ALL SELECT 'admitted', member_id, community_id, '' FROM accounts_membership
    WHERE member_id = ANY({THEM}) AND admitted_for_sensitive_at IS NOT NULL
UNION ALL SELECT 'limits', member_id, community_id, helper_limits FROM accounts_membership
    WHERE member_id = ANY({THEM}) AND helper_limits <> ''
UNION ALL SELECT 'blocks', blocker_id, blocked_id, '' FROM matching_block WHERE blocker_id = ANY({THEM})
UNION ALL SELECT 'blocks', place.member_id, spoken.desk_id, '' FROM accounts_spokenfor spoken
    JOIN accounts_membership place ON place.id = spoken.membership_id WHERE place.member_id = ANY({THEM})
UNION ALL SELECT 'may know', member_id, other_id, '' FROM matching_mayknow WHERE member_id = ANY({THEM})
UNION ALL SELECT 'never ask', member_id, 0, address_hash FROM matching_neverask WHERE member_id = ANY({THEM})
UNION ALL {between.HISTORIES.format(who=THEM)}
"""  # noqa: S608 - constants only


@dataclass(frozen=True)
class People:
    """Members, and who they are in a community."""

    members: dict[int, Member]
    persons: dict[Key, Person]
    trained: frozenset[Key]  # for needs in which words suggest danger
    admitted: frozenset[Key]  # for needs with a sensitive topic
    limits: dict[Key, str]  # what a moderator decided about the limits for new helpers


class Read(NamedTuple):
    """What was read about some people."""

    known: Rows
    weekly: Mapping[int, list[Window]]
    away: Mapping[int, list[Days]]


def ask_writers(needs: Collection[int], offers: Collection[int], *, now: datetime) -> Later[Read]:
    """What there is to know of the people who wrote these postings, for `rows.together`."""
    whose = {"needs": list(needs), "offers": list(offers)}
    known, weekly = ask(KNOWN, **whose, since=between.since(now)), ask_windows(WRITERS, **whose)
    away = ask_away(WRITERS, now=now, **whose)
    return lambda: Read(known(), weekly(), away())


def people(keys: Collection[Key], rows: Mapping[int, Member], read: Read) -> People:
    """These people, each as they stand in that community."""
    known, weekly, away = read
    resting, again = between.read_histories(known)
    good, trained, admitted = (_in(known, what) for what in ("good", "trained", "admitted"))
    limits = {(one, place): decided for said, one, place, decided in known if said == "limits"}
    blocks, may_know = (
        between.sets((one, other) for said, one, other, _ in known if said == what)
        for what in ("blocks", "may know")
    )
    never_ask = between.sets((one, hashed) for what, one, _, hashed in known if what == "never ask")
    persons = {
        (id, community): Person(
            member_id=id,
            in_good_standing=rows[id].is_active and (id, community) in good,
            languages=frozenset(rows[id].languages),
            hours=Hours(rows[id].time_zone, tuple(weekly[id]), tuple(away[id])),
            quiet=quiet_of(rows[id]),
            asked_in_quiet_hours=rows[id].asked_in_quiet_hours,
            gender=rows[id].gender,
            age_band=rows[id].age_band,
            blocks=blocks[id],
            may_know=may_know[id],
            never_ask=never_ask[id],
            address_hash=keyed_hash(rows[id].email),
            resting=resting[id],
            again=again[id],
        )
        for id, community in keys
    }
    return People(dict(rows), persons, trained, admitted, limits)


def quiet_of(member: Member) -> Quiet:
    """The member's quiet hours as the engine counts them."""
    return Quiet(minutes(member.quiet_from), minutes(member.quiet_until))


def _in(known: Iterable[tuple[Any, ...]], what: str) -> frozenset[Key]:
    """Who is that, and where."""
    return frozenset((member, community) for said, member, community, _ in known if said == what)
