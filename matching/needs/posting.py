"""A need on its way in."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.locking import ask_for_rows
from accounts.models import Community, Member
from accounts.rows import Later, ask, insert, new_ids, select, together
from matching import signs, waiting
from matching.models import Need, NeedState
from matching.needs.fields import check
from matching.needs.life import call_reader, set_out
from matching.postings import ask_members, keep_topics
from matching.topics import check_in_use

MOST_OPEN = 20

ALIVE_NEEDS = """
SELECT member_id, count(*) FROM matching_need
WHERE community_id = %(community)s AND member_id = ANY(%(members)s) AND state IN ('open', 'matched', 'in_review')
GROUP BY member_id
"""
HELD = """
SELECT member_id FROM accounts_membership
WHERE community_id = %(community)s AND member_id = ANY(%(members)s) AND read_first_until IS NOT NULL
"""
NEVER_READ = """
SELECT id FROM unnest(%(members)s::bigint[]) AS one(id) WHERE NOT EXISTS (
    SELECT FROM matching_need need
    WHERE need.member_id = one.id AND need.community_id = %(community)s AND need.waiting_since IS NOT NULL
)
"""


class TooMany(ValidationError):
    """More open needs than anybody can be helped with."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A need on its way in: who asks, when, and the fields of `check`.

    `source_key` marks one that an operator loads from a file: the same key is posted once, and the number of open
    needs that one person may have does not bind a file.
    """

    member: Member
    now: datetime
    fields: dict[str, Any]
    source_key: str | None = None


def post(*, member: Member, community: Community, now: datetime, **fields: Any) -> Need:
    """Posts a need; the matcher looks at it at once, or a moderator reads it first where the community wants that.

    `fields` are those of `check`.
    """
    (need,) = post_many(community=community, asked=[Asked(member, now, fields)])
    return need


@transaction.atomic
def post_many(*, community: Community, asked: Sequence[Asked]) -> list[Need]:
    """Posts needs, all or none, in hardly more steps than one: for a file, or for a whole community at once."""
    stored = [check(member=one.member, community=community, now=one.now, **one.fields) for one in asked]
    check_in_use(community, (topic for one in asked for topic in one.fields["topics"]))
    ids, unread = _admitted(asked, community)
    posted = [
        _new(one, community, fields, one.member.pk in unread)
        for one, fields in zip(asked, stored, strict=True)
    ]
    for need, id in zip(posted, ids, strict=True):
        need.pk = id
    with together():
        insert(posted)
        keep_topics(Need.topics.through, "need", posted, [one.fields["topics"] for one in asked])
    for need in posted:
        if need.state == NeedState.IN_REVIEW:
            call_reader(need, need.created_at)
    if any(need.state == NeedState.OPEN for need in posted):
        waiting.call_matcher(community.pk)
    return posted


def _admitted(asked: Sequence[Asked], community: Community) -> tuple[list[int], set[int]]:
    """Locks those who ask and lets them in, or raises; ids for their needs, and those whose needs are read first."""
    members = [one.member for one in asked]
    with together():
        ask_for_rows(Member, ids=sorted({member.pk for member in members}))
        here = ask_members(members, community)
        few = _ask_few([one.member for one in asked if one.source_key is None], community)
        unread = _ask_unread(members, community)
        ids = new_ids(Need, len(asked))
    here()
    few()
    return ids(), unread()


def _new(one: Asked, community: Community, stored: dict[str, Any], unread: bool) -> Need:
    need = Need(
        member=one.member,
        community=community,
        created_at=one.now,
        changed_at=one.now,
        source_key=one.source_key,
        **stored,
    )
    signs.note_need(need, now=one.now)
    if unread:
        need.state = NeedState.IN_REVIEW
    else:
        set_out(need, one.now)
    return need


def check_few(members: Collection[Member], community: Community) -> None:
    """Raises `TooMany` where one of them would have more than MOST_OPEN needs with one more each."""
    _ask_few(members, community)()


def _ask_few(members: Collection[Member], community: Community) -> Later[None]:
    rows = ask(ALIVE_NEEDS, community=community.pk, members=sorted({member.pk for member in members}))

    def check() -> None:
        count = Counter(dict(rows())) + Counter(member.pk for member in members)
        if count and max(count.values()) > MOST_OPEN:
            raise TooMany(
                _("You have many open requests. Please withdraw one that has passed before you add another."),
                code="too_many",
            )

    return check


def read_first(member: Member, community: Community) -> bool:
    """Whether a moderator reads what this member asks here before it goes on its way."""
    return bool(_ask_unread([member], community)())


def _ask_unread(members: Collection[Member], community: Community) -> Later[set[int]]:
    """Those whose needs wait for a moderator: the community reads first needs, or a moderator said so of them."""
    given = {"community": community.pk, "members": sorted({member.pk for member in members})}
    held = ask(HELD, **given)
    never = ask(NEVER_READ, **given) if community.review_first_needs else list
    return lambda: {member for (member,) in [*held(), *never()]}


def read_for_some_days(members: Collection[Member], community: Community) -> set[int]:
    """Those of whom a moderator decided that their words are read first for now, also where they only change them."""
    found = select(HELD, community=community.pk, members=sorted({member.pk for member in members}))
    return {member for (member,) in found}
