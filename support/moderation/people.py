"""Everybody of a community, as its moderators find them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import Membership, Role, Standing
from support import second_factor
from support.policies import MODERATING, Remit

ORDER = ("display_name", "pk")


def found(remit: Remit, *, name: str = "", standing: str = "", role: str = "") -> QuerySet[Membership]:
    """Whoever has this in their name, this standing and this role, by name; "" is whatever it is."""
    rows = remit.memberships().order_by(*ORDER)
    rows = rows.filter(display_name__icontains=name) if name else rows
    rows = rows.filter(standing=standing) if standing else rows
    return rows.filter(role=role) if role else rows


def roles_for(remit: Remit, membership: Membership) -> list[str]:
    """Which roles this moderator may give somebody. Of those near to oneself others decide, but oneself steps down."""
    theirs = membership.member_id == remit.moderator.pk or remit.covers(membership.member_id)
    good = membership.standing == Standing.GOOD
    return Role.values if remit.decides_settings and theirs and good else []


@dataclass(frozen=True)
class Caring:
    """Somebody who looks after the community."""

    membership: Membership
    protected: bool  # a second step is set up
    may_change: bool


def caring(remit: Remit) -> list[Caring]:
    """Who looks after the community, owners first. Two queries."""
    here = remit.memberships().filter(standing=Standing.GOOD, role__in=MODERATING)
    people = list(here.order_by("-role", *ORDER))
    protected = second_factor.having([person.member_id for person in people])
    return [
        Caring(person, person.member_id in protected, bool(roles_for(remit, person))) for person in people
    ]
