"""The two people of a match: who is one of them, who is the other, and whether a block stands between them."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.locking import lock_members
from accounts.models import Community, Member
from matching.models import Block, Match


class NotYours(ValidationError):
    """Only the two people of a match speak, thank and report there. Pages answer strangers with 404 before this."""


def is_side(match: Match, member: Member) -> bool:
    """Whether `member` is one of the two."""
    return member.pk in (match.seeker_id, match.helper_id)


def side_of(match: Match, member: Member) -> str:
    """Which of the two `member` is: "seeker" or "helper"."""
    return "helper" if match.helper_id == member.pk else "seeker"


def other_side(match: Match, member: Member) -> Member:
    """The other one of the two. Raises NotYours for anybody else."""
    if not is_side(match, member):
        raise NotYours(_("This belongs to two other people."))
    return match.helper if member.pk == match.seeker_id else match.seeker


def blocked(match: Match) -> bool:
    """Whether either of the two has blocked the other."""
    one, two = match.seeker_id, match.helper_id
    return Block.objects.filter(Q(blocker=one, blocked=two) | Q(blocker=two, blocked=one)).exists()


def locked(match: Match) -> Match:
    """The match as it is now, with both people locked until the transaction ends.

    Every ending and every block locks them first, so none can come in between.
    """
    lock_members([match.seeker_id, match.helper_id])
    return Match.objects.select_related("community").get(pk=match.pk)


def names_of(community: Community, member_ids: Iterable[int]) -> dict[int, str]:
    """The names under which these members are known in a community, by member id. One query."""
    rows = community.memberships.filter(member__in=set(member_ids))
    return dict(rows.values_list("member_id", "display_name"))
