"""A need on its way in."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Community, Member
from matching import signs, waiting
from matching.locking import hold
from matching.models import Need, NeedState
from matching.needs.fields import check
from matching.needs.life import ALIVE, call_reader, set_out
from matching.postings import check_members, keep_topics
from matching.topics import check_in_use

MOST_OPEN = 20


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
    hold(Q(pk__in=[]), members={one.member.pk for one in asked})
    check_members([one.member for one in asked], community)
    check_few([one.member for one in asked if one.source_key is None], community)
    unread = _read_first([one.member for one in asked], community)
    posted = [
        _new(one, community, fields, one.member.pk in unread)
        for one, fields in zip(asked, stored, strict=True)
    ]
    Need.objects.bulk_create(posted)
    keep_topics(Need.topics.through, "need", posted, [one.fields["topics"] for one in asked])
    for need in posted:
        if need.state == NeedState.IN_REVIEW:
            call_reader(need, need.created_at)
    if any(need.state == NeedState.OPEN for need in posted):
        waiting.call_matcher(community.pk)
    return posted


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
    alive = Need.objects.filter(
        member__in=members, community=community, state__in=[*ALIVE, NeedState.IN_REVIEW]
    )
    count = Counter(alive.values_list("member_id", flat=True)) + Counter(member.pk for member in members)
    if count and max(count.values()) > MOST_OPEN:
        raise TooMany(
            _("You have many open requests. Please withdraw one that has passed before you add another."),
            code="too_many",
        )


def read_first(member: Member, community: Community) -> bool:
    """Whether a moderator reads what this member asks here before it goes on its way."""
    return bool(_read_first([member], community))


def _read_first(members: Collection[Member], community: Community) -> set[int]:
    """Those whose needs wait for a moderator: the community reads first needs, or a moderator said so of them."""
    unread = _never_read(members, community) if community.review_first_needs else set()
    return unread | read_for_some_days(members, community)


def read_for_some_days(members: Collection[Member], community: Community) -> set[int]:
    """Those of whom a moderator decided that their words are read first for now, also where they only change them."""
    held = community.memberships.filter(member__in=members, read_first_until__isnull=False)
    return set(held.values_list("member_id", flat=True))


def _never_read(members: Collection[Member], community: Community) -> set[int]:
    """Those of whom no need was let through here yet."""
    read = Need.objects.filter(member__in=members, community=community, waiting_since__isnull=False)
    return {member.pk for member in members} - set(read.values_list("member_id", flat=True))
