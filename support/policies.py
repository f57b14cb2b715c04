"""Who may look at what, and who may decide it.

Moderators look after their own community, operators after every one. Nobody sees or decides a case about themselves,
about people they were connected with, or about people with a block between them: such cases are simply not there for
them, so that nobody can learn from a refusal who has blocked them. Moderators' own needs stay closed to their fellow
moderators unless they were reported. What counts in the search is for every moderator to see and to try, and for owners
and operators to change.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Community, Member, Membership, Role, SpokenFor, Standing
from matching.models import Block, Match, MatchState, Need, NeedState, Offer
from support.models import WAITING, Measure, Message, Pattern, Report

MODERATING = (Role.MODERATOR, Role.OWNER)
RANK: dict[str, int] = {Role.MEMBER: 0, Role.MODERATOR: 1, Role.OWNER: 2}
OPERATOR = 3


class NotAllowed(ValidationError):
    """The case belongs to another moderator. Says no reason: the reason could be a block."""


@dataclass(frozen=True)
class Remit:
    """What one moderator looks after in one community. Pages read cases through it and through nothing else."""

    moderator: Member
    community: Community
    near: frozenset[int]  # members whose cases belong to somebody else
    moderators: frozenset[int]
    rank: int

    def covers(self, *member_ids: int) -> bool:
        """Whether a case that concerns all of these may be seen and decided."""
        return self.near.isdisjoint(member_ids)

    def decides_standing_of(self, membership: Membership) -> bool:
        """Whether pausing, suspending and taking back are this moderator's: never among equals, never upwards."""
        return self.covers(membership.member_id) and self.rank > RANK[membership.role]

    def settles_reports_about(self, member_id: int) -> bool:
        """Whether a report about this member is theirs to close: never among equals, never upwards."""
        return self.covers(member_id) and self.rank > rank_of(member_id, self.community)

    @property
    def out_of_reach(self) -> list[str]:
        """The roles about whose standing this moderator decides nothing: equals, and above."""
        return [role for role, rank in RANK.items() if rank >= self.rank]

    @property
    def decides_weights(self) -> bool:
        """Whether what counts in the search is theirs to change: it concerns everybody, so it is an owner's."""
        return self.rank >= RANK[Role.OWNER]

    @property
    def decides_settings(self) -> bool:
        """Whether the settings of the community are theirs to change: an owner's or an operator's."""
        return self.rank >= RANK[Role.OWNER]

    @property
    def decides_lines(self) -> bool:
        """Whether the crisis lines are theirs to change: an operator's, because every community here shows the same.

        An owner's too while there is no other community that a slip or worse could reach.
        """
        alone = self.rank >= RANK[Role.OWNER] and not Community.objects.exclude(pk=self.community.pk).exists()
        return self.rank >= OPERATOR or alone

    def memberships(self) -> QuerySet[Membership]:
        """Everybody of the community; whether a decision about them is open to this moderator, `covers` says."""
        return self.community.memberships.select_related("member")

    def needs(self) -> QuerySet[Need]:
        """Needs, each with `reported`. One that the moderator was asked to help with is a match of theirs: left out."""
        about_it = Report.objects.filter(match__need=OuterRef("pk"), about=OuterRef("member"))
        asked = Match.objects.filter(need=OuterRef("pk"), helper=self.moderator)
        needs = Need.objects.filter(~Exists(asked), community=self.community).exclude(member__in=self.near)
        return needs.annotate(reported=Exists(about_it))

    def offers(self) -> QuerySet[Offer]:
        return Offer.objects.filter(community=self.community).exclude(member__in=self.near)

    def matches(self) -> QuerySet[Match]:
        return Match.objects.filter(community=self.community).exclude(
            Q(seeker__in=self.near) | Q(helper__in=self.near)
        )

    def held_messages(self) -> QuerySet[Message]:
        """First messages that wait for a moderator; once the two are no longer connected, nothing is passed on."""
        return Message.objects.filter(WAITING, match__in=self.matches(), match__state=MatchState.CONNECTED)

    def reports(self) -> QuerySet[Report]:
        return Report.objects.filter(community=self.community).exclude(
            Q(reporter__in=self.near) | Q(about__in=self.near)
        )

    def measures(self) -> QuerySet[Measure]:
        """Decisions about people; none about somebody near, nor that answers what somebody near has told."""
        near = Q(member__in=self.near) | Q(report__reporter__in=self.near)
        return Measure.objects.filter(community=self.community).exclude(near)

    def patterns(self) -> QuerySet[Pattern]:
        return Pattern.objects.filter(community=self.community).exclude(member__in=self.near)

    def reads_headline(self, need: Need) -> bool:
        """`need` comes from `needs`. Whether its headline and its member's name may be shown."""
        return need.member_id not in self.moderators or bool(getattr(need, "reported", False))

    def reads_words(self, need: Need) -> bool:
        """`need` comes from `needs`. Full words are read only where the case needs it: in review, or reported."""
        reported = bool(getattr(need, "reported", False))
        return self.reads_headline(need) and (reported or need.state == NeedState.IN_REVIEW)


def remit_of(member: Member, community: Community) -> Remit | None:
    """What `member` looks after in `community`; None for everybody who does not moderate there."""
    roles = dict(_moderators(community).values_list("member_id", "role"))
    if member.pk not in roles and not member.is_operator:
        return None
    rank = OPERATOR if member.is_operator else RANK[roles[member.pk]]
    return Remit(member, community, near_to([member.pk]), frozenset(roles), rank)


def require(member: Member, community: Community, *concerned: int) -> Remit:
    """The remit of somebody who decides a case that concerns these members. Raises NotAllowed."""
    remit = remit_of(member, community)
    if remit is None or not remit.covers(*concerned):
        raise not_allowed()
    return remit


def require_standing(member: Member, membership: Membership) -> Remit:
    """The remit of somebody who decides about another's standing. Raises NotAllowed."""
    remit = require(member, membership.community, membership.member_id)
    if not remit.decides_standing_of(membership):
        raise not_allowed()
    return remit


def require_weights(member: Member, community: Community) -> Remit:
    """The remit of somebody who changes what counts in the search. Raises NotAllowed."""
    remit = require(member, community)
    if not remit.decides_weights:
        raise not_allowed()
    return remit


def require_settings(member: Member, community: Community) -> Remit:
    """The remit of somebody who changes the settings of the community. Raises NotAllowed."""
    remit = require(member, community)
    if not remit.decides_settings:
        raise not_allowed()
    return remit


def require_lines(member: Member, community: Community) -> Remit:
    """The remit of somebody who changes the crisis lines of all communities. Raises NotAllowed."""
    remit = require(member, community)
    if not remit.decides_lines:
        raise not_allowed()
    return remit


def require_need(member: Member, need: Need, *concerned: int) -> Remit:
    """The remit of somebody who decides about a need, with these others concerned. Raises NotAllowed."""
    remit = require(member, need.community, need.member_id, *concerned)
    if not remit.needs().filter(pk=need.pk).exists():
        raise not_allowed()
    return remit


def not_allowed() -> NotAllowed:
    return NotAllowed(_("This one is for another moderator."))


def moderators_of(community: Community) -> frozenset[int]:
    """Who moderates here now, by id."""
    return frozenset(_moderators(community).values_list("member_id", flat=True))


def deciders(
    community: Community,
    *concerned: int,
    but: Iterable[int | None] = (),
    about: int | None = None,
    operators_alone: bool = False,
) -> list[Member]:
    """Who may decide a case that concerns these members: the community's moderators, else the operators.

    `but` have decided before: somebody else is to look this time. `about` is whom it is about: none among their equals.
    """
    near = near_to(concerned) | {id for id in but if id}
    least = rank_of(about, community) if about else RANK[Role.MEMBER]
    own = _moderators(community).filter(role__in=[role for role in MODERATING if RANK[role] > least])
    moderators = Member.objects.filter(pk__in=own.values("member"), is_active=True).exclude(pk__in=near)
    operators = Member.objects.filter(is_operator=True, is_active=True).exclude(pk__in=near)
    return list(operators) if operators_alone else list(moderators) or list(operators)


def rank_of(member_id: int, community: Community) -> int:
    """The rank that their role gives this member here, also while they are suspended."""
    here = community.memberships.filter(member=member_id)
    return RANK[here.values_list("role", flat=True).first() or Role.MEMBER]


def near_to(member_ids: Iterable[int]) -> frozenset[int]:
    """These members, all they were ever connected with, all with a block between, whichever way it points, and for whom
    they speak at an intake desk, or who speaks for them: a desk reads and says for somebody what that one would.

    Mere proposals do not count: a seeker who moderates must not learn from a missing case whom the matcher asked.
    """
    members = frozenset(member_ids)
    matched = Match.objects.filter(
        Q(seeker__in=members) | Q(helper__in=members), connected_at__isnull=False
    ).values_list("seeker_id", "helper_id")
    blocked = Block.objects.filter(Q(blocker__in=members) | Q(blocked__in=members)).values_list(
        "blocker_id", "blocked_id"
    )
    spoken = SpokenFor.objects.filter(Q(desk__in=members) | Q(membership__member__in=members)).values_list(
        "desk_id", "membership__member_id"
    )
    pairs = [*matched, *blocked, *spoken]
    return members | {id for pair in pairs for id in pair}


def _moderators(community: Community) -> QuerySet[Membership]:
    return community.memberships.filter(standing=Standing.GOOD, role__in=MODERATING)
