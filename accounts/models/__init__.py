"""Who a member is, which communities they belong to, and how to reach them: fields, constraints, nothing else."""

from accounts.models.branding import Logo
from accounts.models.communities import Area, Community, Joining, KeepEnded
from accounts.models.helpers import HelperRecord
from accounts.models.intake import ConsentHow, SpokenFor
from accounts.models.leaving import StillSuspended, Tombstone
from accounts.models.members import AgeBand, Gender, Letters, Member, MemberManager
from accounts.models.memberships import (
    Arrival,
    HelperLimits,
    Invitation,
    Membership,
    Numbers,
    Role,
    Standing,
)
from accounts.models.notifications import Channel, Delivery, DeliveryState, Notification
from accounts.models.push import PushReceipt, PushSubscription

__all__ = [
    "AgeBand",
    "Area",
    "Arrival",
    "Channel",
    "Community",
    "ConsentHow",
    "Delivery",
    "DeliveryState",
    "Gender",
    "HelperLimits",
    "HelperRecord",
    "Invitation",
    "Joining",
    "KeepEnded",
    "Letters",
    "Logo",
    "Member",
    "MemberManager",
    "Membership",
    "Notification",
    "Numbers",
    "PushReceipt",
    "PushSubscription",
    "Role",
    "SpokenFor",
    "Standing",
    "StillSuspended",
    "Tombstone",
]
