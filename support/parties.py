"""The two people of a match: who is one of them, who is the other, and whether a block stands between them."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.locking import lock_members
from accounts.models import Community, Member
from accounts.prepared import Given, Prepared
from matching.models import Block, Match

BLOCKS = Prepared(
    lambda: Block.objects.filter(
        Q(blocker=Given("one"), blocked=Given("two")) | Q(blocker=Given("two"), blocked=Given("one"))
    ).values_list("pk", flat=True)
)
AS_IT_IS = Prepared(lambda: Match.objects.select_related("community").filter(pk=Given("pk")))


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
    return BLOCKS.first(one=match.seeker_id, two=match.helper_id) is not None


def locked(match: Match) -> Match:
    """The match and its people as they are now, both locked until the transaction ends.

    Every ending and every block locks them first, so none can come in between.
    """
    people = lock_members([match.seeker_id, match.helper_id])
    now = AS_IT_IS.first(pk=match.pk)
    if now is None:
        raise Match.DoesNotExist
    now.seeker, now.helper = people[now.seeker_id], people[now.helper_id]
    return now


def names_of(community: Community, member_ids: Iterable[int]) -> dict[int, str]:
    """The names under which these members are known in a community, by member id. One query."""
    rows = community.memberships.filter(member__in=set(member_ids))
    return dict(rows.values_list("member_id", "display_name"))
