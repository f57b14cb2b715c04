"""The people behind postings, as the engine knows them: one and the same, whichever of their postings is looked at."""

from collections.abc import Collection, Mapping

from accounts.fields import keyed_hash
from accounts.models import Member
from matching import between
from matching.engine.side import Hours, Person, Quiet
from matching.facts import Facts
from matching.times import AWAY, WINDOWS, minutes, read_away, read_windows

Key = tuple[int, int]  # member, community

# How they stand, and whom each keeps away from in their own words; what others said about them is theirs; their hours.
# Whoever speaks for somebody at an intake desk is never put to them. "trained" is for needs in which words suggest
# danger, "admitted" for those with a sensitive topic, "limits" what a moderator decided about those for new helpers.
KNOWN = f"""
SELECT said.what, member_id, community_id, said.text FROM accounts_membership CROSS JOIN LATERAL (VALUES
    ('good', standing = 'good' AND matching_paused_at IS NULL, ''),
    ('trained', trained_for_danger_at IS NOT NULL, ''),
    ('admitted', admitted_for_sensitive_at IS NOT NULL, ''),
    ('limits', helper_limits <> '', helper_limits)
) AS said(what, so, text) WHERE member_id = ANY({{who}}) AND said.so
UNION ALL SELECT 'blocks', blocker_id, blocked_id, '' FROM matching_block WHERE blocker_id = ANY({{who}})
UNION ALL SELECT 'blocks', place.member_id, spoken.desk_id, '' FROM accounts_spokenfor spoken
    JOIN accounts_membership place ON place.id = spoken.membership_id WHERE place.member_id = ANY({{who}})
UNION ALL SELECT 'may know', member_id, other_id, '' FROM matching_mayknow WHERE member_id = ANY({{who}})
UNION ALL SELECT 'never ask', member_id, 0, address_hash FROM matching_neverask WHERE member_id = ANY({{who}})
UNION ALL {between.HISTORIES} UNION ALL {WINDOWS} UNION ALL {AWAY}
"""  # noqa: S608 - constants only


def people(keys: Collection[Key], rows: Mapping[int, Member], facts: Facts) -> dict[Key, Person]:
    """These people, each as they stand in that community, of what `KNOWN` found."""
    resting, again = between.read_histories(facts.rows)

    def person(row: Member, community: int) -> Person:
        return Person(
            member_id=row.id,
            in_good_standing=row.is_active and community in facts.ids["good", row.id],
            languages=frozenset(row.languages),
            hours=_hours(row, facts),
            quiet=quiet_of(row),
            asked_in_quiet_hours=row.asked_in_quiet_hours,
            gender=row.gender,
            age_band=row.age_band,
            blocks=facts.ids["blocks", row.id],
            may_know=facts.ids["may know", row.id],
            never_ask=frozenset(hashed for _, hashed in facts.texts["never ask", row.id]),
            address_hash=keyed_hash(row.email),
            resting=resting[row.id],
            again=again[row.id],
        )

    return {(id, community): person(rows[id], community) for id, community in keys}


def _hours(member: Member, facts: Facts) -> Hours:
    weekly, away = (facts.text(what, member.id) for what in ("windows", "away"))
    return Hours(member.time_zone, read_windows(weekly), read_away(away))


def quiet_of(member: Member) -> Quiet:
    """The member's quiet hours as the engine counts them."""
    return Quiet(minutes(member.quiet_from), minutes(member.quiet_until))
