"""Noticing that somebody comes back under almost the same address after a suspension.

Two spellings of one mailbox are one: capitals and tags after a plus never count, dots not where the provider says so.
Of accounts that are gone only keyed hashes are kept (`StillSuspended`); those that are there are compared as they are.
"""

from datetime import datetime

from django.db.models import Q

from accounts.fields import keyed_hash
from accounts.models import Member, Membership, Standing, StillSuspended

# What a provider leaves out of the part before the @, from their own help pages: Google its dots. What follows a plus
# most leave out, for domains of their own customers too, so it counts nowhere: it is only a reason to look.
DOTLESS = frozenset({"gmail.com"})
SAME_HOST = {
    "googlemail.com": "gmail.com",
    "pm.me": "proton.me",
    "protonmail.com": "proton.me",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
}


def mailbox(address: str) -> str:
    """The one spelling of all addresses that lead to the same mailbox, as far as anybody can tell."""
    name, _at, host = address.strip().lower().rpartition("@")
    host = SAME_HOST.get(host, host)
    name = name.partition("+")[0] or name
    if host in DOTLESS:
        name = name.replace(".", "")
    return f"{name}@{host}"


def near_hash(address: str) -> str:
    """The keyed hash of that spelling."""
    return keyed_hash(f"mailbox:{mailbox(address)}")


def like_a_suspended(community_id: int, member: Member, *, now: datetime) -> bool:
    """Whether this address leads to the mailbox of somebody else who is, or was when they went, suspended here.

    Only a reason to look: the person may be somebody else, and hears nothing of it.
    """
    gone = StillSuspended.objects.filter(community=community_id, until__gt=now)
    if gone.filter(near_hash=near_hash(member.email)).exists():
        return True
    host = mailbox(member.email).rpartition("@")[2]
    hosts = [host, *(other for other, same in SAME_HOST.items() if same == host)]
    out = Membership.objects.filter(community=community_id, standing=Standing.SUSPENDED).values("member")
    there = Member.objects.filter(Q(pk__in=out) | Q(removed_at__isnull=False)).exclude(pk=member.pk)
    at_host = Q()
    for name in hosts:
        at_host |= Q(email__iendswith=f"@{name}")
    mine = mailbox(member.email)
    return any(mailbox(address) == mine for address in there.filter(at_host).values_list("email", flat=True))
