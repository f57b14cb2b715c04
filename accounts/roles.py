"""Who decides in a community: its moderators, and its owners, who are moderators too."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Community, Member, Membership, Role, Standing

MODERATING = (Role.MODERATOR, Role.OWNER)


class LastOwner(ValidationError):
    """A community is not left without anybody to look after it."""

    def __init__(self) -> None:
        text = _("You are the only owner here. Please make somebody else an owner first.")
        super().__init__(text, code="last_owner")


def moderators_of(community: Community) -> QuerySet[Member]:
    """Everybody who may decide here, owners included."""
    return Member.objects.filter(
        is_active=True,
        erase_asked_at=None,
        memberships__community=community,
        memberships__standing=Standing.GOOD,
        memberships__role__in=MODERATING,
    ).order_by("pk")


@transaction.atomic
def appoint(*, membership: Membership, role: Role) -> None:
    """Gives somebody in good standing another role. Raises LastOwner when nobody else would own the community."""
    if role != Role.OWNER:
        keep_an_owner(membership)
    Membership.objects.filter(pk=membership.pk, standing=Standing.GOOD).update(role=role)
    membership.refresh_from_db()


def hand_on(membership: Membership) -> None:
    """The only owner is about to be gone for good: the moderator who has been here longest owns the place from now on.

    Where there is none, its care falls to whoever runs the service.
    """
    try:
        keep_an_owner(membership)
    except LastOwner:
        good = membership.community.memberships.filter(standing=Standing.GOOD, role=Role.MODERATOR)
        heir = good.filter(member__erase_asked_at=None).order_by("joined_at", "pk").first()
        if heir:
            appoint(membership=heir, role=Role.OWNER)


def keep_an_owner(membership: Membership) -> None:
    """Raises LastOwner if this is the only one. Holds the owners' rows, so that two cannot go at the same moment."""
    owners = membership.community.memberships.filter(standing=Standing.GOOD, role=Role.OWNER)
    if [owner.pk for owner in owners.select_for_update().order_by("pk")] == [membership.pk]:
        raise LastOwner
