"""Who looks after a community: owners make members moderators or owners, and back; they are told."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import roles
from accounts.locking import lock_members
from accounts.models import Member, Membership, Role, Standing
from accounts.notifications.notify import notify
from support import policies
from support.models import DecisionKind
from support.moderation.decisions import record

RANK = policies.RANK


class RoleChanged(ValidationError):
    """Somebody else gave them another role after the page was opened, or they left."""

    problem = "conflict"


@transaction.atomic
def appoint(*, membership: Membership, role: Role, seen: str, by: Member, now: datetime) -> None:
    """Gives somebody another role. Oneself one can only step down; about people near to oneself another decides.

    Raises NotAllowed, RoleChanged and `roles.LastOwner`.
    """
    remit = policies.require_settings(by, membership.community)
    lock_members([membership.member_id])
    membership = Membership.objects.select_related("member", "community").get(pk=membership.pk)
    stepping_down = membership.member_id == by.pk and RANK[role] < RANK[membership.role]
    if not stepping_down and not remit.covers(membership.member_id):
        raise policies.not_allowed()
    if membership.role != seen or membership.standing != Standing.GOOD:
        raise RoleChanged(_("This was changed a moment ago. Please look again."))
    if role == membership.role:
        return
    before = membership.role
    roles.appoint(membership=membership, role=role)
    record(
        remit,
        DecisionKind.ROLE_CHANGED,
        now=now,
        member=membership.member,
        role=role,
        role_before=before,
        membership=membership.pk,
    )
    if membership.member_id != by.pk:
        notify(
            member=membership.member,
            kind="role_given" if RANK[role] > RANK[before] else "role_taken",
            event=f"role:{membership.pk}:{role}:{now.isoformat()}",
            now=now,
            refers_to={"community": membership.community.slug},
        )
