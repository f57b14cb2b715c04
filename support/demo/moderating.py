"""What the moderators of Riverside have done: they read nearly all that may speak of danger, and wrote to the helper.

The helper who signs in has asked that somebody else look at that again: the moderator who signs in may answer.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from accounts.models import Community, Delivery, Member, Notification, Role
from matching.models import SIGNS_WAIT, Need
from support.demo import SIGN_INS
from support.models import Grade
from support.moderation import appeals, measures

WAIT_STILL = 2  # requests that nobody has read yet
GUIDANCE = (
    "Some of your words felt impatient to somebody who had a hard day. We are sure that you meant well. "
    "If it is too much just now, you can pause your offer and come back when it suits you."
)
APPEAL = "I had slept badly and wrote in a hurry. I have told them that I am sorry. Could this be taken back?"


def look_after(place: Community, members: Mapping[str, Member], *, now: datetime) -> None:
    """Nobody hears of it by loading."""
    heavy = Need.objects.filter(SIGNS_WAIT, community=place).order_by("-signs_since", "-pk")
    newest = list(heavy.values_list("pk", flat=True)[:WAIT_STILL])
    heavy.exclude(pk__in=newest).update(signs_read_at=now - timedelta(minutes=1), signs_told_at=now)
    helper = members[next(who.email for who in SIGN_INS if who.role == "helper")]
    owner = place.memberships.select_related("member").get(role=Role.OWNER).member
    measure = measures.decide(
        membership=place.memberships.get(member=helper),
        chosen=measures.Decided(grade=Grade.GUIDANCE, reason="unkind", words=GUIDANCE),
        by=owner,
        now=now - timedelta(days=3),
    )
    if measure is not None:
        appeals.appeal(measure=measure, member=helper, words=APPEAL, now=now - timedelta(days=1))
    told_before(place, now=now)


def told_before(place: Community, *, now: datetime) -> None:
    """What happened days ago was told days ago: it is read, and no letter goes out."""
    Delivery.objects.filter(notification__community=place).delete()
    Notification.objects.filter(community=place).update(read_at=now)
