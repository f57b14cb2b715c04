"""What is there for one member: their own things, and matches as far as `matching.seen` lets them see.

Whatever is not theirs does not exist for them: every function raises an `ObjectDoesNotExist`, which pages and API alike
answer with 404.
"""

from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Member, Membership, Standing
from accounts.prepared import Given, Prepared
from matching import seen
from matching.models import Match, Need, Offer

HERE = Prepared(
    lambda: Membership.objects.filter(
        community__slug=Given("slug"), member=Given("member"), standing=Standing.GOOD
    ).select_related("community", "member")
)


def membership(member: Member, slug: str) -> Membership:
    """Their membership in good standing of the community with this slug."""
    found = HERE.first(slug=slug, member=member.pk)
    if found is None:
        raise Membership.DoesNotExist
    return found


def memberships(member: Member) -> QuerySet[Membership]:
    """Where they belong, or have asked to, the oldest first."""
    theirs = member.memberships.filter(standing__in=[Standing.GOOD, Standing.ASKED])
    return theirs.select_related("community", "member").order_by("joined_at", "pk")


def need(member: Member, uid: UUID) -> Need:
    theirs = member.needs.select_related("community", "area", "member").prefetch_related("topics")
    return theirs.get(uid=uid)


def offer(member: Member, uid: UUID) -> Offer:
    theirs = member.offers.select_related("community", "area", "member").prefetch_related("topics", "avoids")
    return theirs.get(uid=uid)


def match(member: Member, uid: UUID) -> Match:
    """A match that exists for them. A seeker's is not there before a helper's yes."""
    return seen.match_for(uid, member)


def conversation(member: Member, uid: UUID) -> Match:
    """A match in which both said yes, then or now: the only kind that has a conversation."""
    found = match(member, uid)
    if found.state not in seen.HAVE_MET:
        raise seen.NotYours
    return found
