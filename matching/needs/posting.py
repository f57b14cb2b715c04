"""A need on its way in."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.locking import ask_to_lock
from accounts.models import Community, Member
from accounts.rows import Later, ask, insert, new, new_ids, together
from matching import signs, waiting
from matching.models import Need, NeedState
from matching.needs.fields import check
from matching.needs.life import call_reader, set_out
from matching.postings import GOOD, check_here, keep_topics
from matching.topics import check_in_use

MOST_OPEN = 20

# Whether they are in good standing here, how many needs of theirs are on their way, and whether a moderator reads what
# they ask before it goes on: one said so of them, or the community reads first needs and none of theirs was ever on its
# way.
STANDING = f"""
SELECT id, EXISTS ({GOOD.format(who="one.id")}), (
    SELECT count(*) FROM matching_need need
    WHERE need.member_id = one.id AND need.community_id = %(community)s
      AND need.state IN ('open', 'matched', 'in_review')
), EXISTS (
    SELECT FROM accounts_membership here
    WHERE here.member_id = one.id AND here.community_id = %(community)s AND here.read_first_until IS NOT NULL
) OR %(first_needs)s AND NOT EXISTS (
    SELECT FROM matching_need need
    WHERE need.member_id = one.id AND need.community_id = %(community)s AND need.waiting_since IS NOT NULL
)
FROM unnest(%(members)s::bigint[]) AS one(id)
"""  # noqa: S608 - constants only


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
    with together():
        admitted, ids = _ask_in(asked, community), new_ids(Need, len(asked))
        # The database looks who they are while we read what they say.
        posted = [_new(one, community, fields) for one, fields in zip(asked, stored, strict=True)]
    unread = admitted()
    for need, id in zip(posted, ids(), strict=True):
        need.pk = id
        _send_on(need, unread)
    with together():
        insert(posted)
        keep_topics(Need.topics.through, "need", posted, [one.fields["topics"] for one in asked])
    for need in posted:
        if need.state == NeedState.IN_REVIEW:
            call_reader(need, need.created_at)
    if any(need.state == NeedState.OPEN for need in posted):
        waiting.call_matcher(community.pk)
    return posted


def _ask_in(asked: Sequence[Asked], community: Community) -> Later[set[int]]:
    """Locks those who ask; called, it raises for whoever may not, and says whose needs are read first."""
    members = [one.member for one in asked]
    ask_to_lock(member.pk for member in members)
    standing = _ask_standing(members, community)

    def admitted() -> set[int]:
        known = standing()
        check_here(all(one.good for one in known.values()))
        _check_few(known, [one.member for one in asked if one.source_key is None])
        return {id for id, one in known.items() if one.unread}

    return admitted


def _new(one: Asked, community: Community, stored: dict[str, Any]) -> Need:
    said = {name: value for name, value in stored.items() if name != "area"}
    need = new(Need, created_at=one.now, changed_at=one.now, source_key=one.source_key, **said)
    need.member, need.community, need.area = one.member, community, stored["area"]
    signs.note_need(need, now=one.now)
    return need


def _send_on(need: Need, unread: Collection[int]) -> None:
    """To the matcher, or to a moderator first."""
    if need.member_id in unread:
        need.state = NeedState.IN_REVIEW
    else:
        set_out(need, need.created_at)


def check_few(members: Collection[Member], community: Community) -> None:
    """Raises `TooMany` where one of them would have more than MOST_OPEN needs with one more each."""
    _check_few(_ask_standing(members, community)(), members)


def _check_few(standing: Mapping[int, "Standing"], members: Iterable[Member]) -> None:
    more = Counter(member.pk for member in members)
    if any(standing[id].open + count > MOST_OPEN for id, count in more.items()):
        raise TooMany(
            _("You have many open requests. Please withdraw one that has passed before you add another."),
            code="too_many",
        )


def read_first(member: Member, community: Community) -> bool:
    """Whether a moderator reads what this member asks here before it goes on its way."""
    return _ask_standing([member], community)()[member.pk].unread


def read_for_some_days(member: Member, community: Community) -> bool:
    """Whether a moderator decided that their words are read first for now, also where they only change them."""
    return _ask_standing([member], community, first_needs=False)()[member.pk].unread


class Standing(NamedTuple):
    """A member in a community, as somebody who asks."""

    good: bool
    open: int
    unread: bool


def _ask_standing(
    members: Iterable[Member], community: Community, *, first_needs: bool | None = None
) -> Later[dict[int, Standing]]:
    """How these stand, by id, for `rows.together`; first needs are read where the community says so."""
    first = community.review_first_needs if first_needs is None else first_needs
    ids = sorted({member.pk for member in members})
    rows = ask(STANDING, community=community.pk, members=ids, first_needs=first)
    return lambda: {id: Standing(*how) for id, *how in rows()}
