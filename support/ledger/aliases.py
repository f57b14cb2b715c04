"""Under which numbers people stand in the log."""

from collections.abc import Collection

from accounts.models import Member
from support.models import Alias
from support.models.ledger import new_key


def of(member_ids: Collection[int]) -> dict[int, int]:
    """The alias of each, made where there is none yet. Whoever has erased their account has none, and gets none.

    Called while a chain is held: so that of two who meet somebody for the first time, one waits for no other.
    """
    known = _known(member_ids)
    if missing := set(member_ids) - known.keys():
        here = (
            Member.objects.filter(pk__in=missing, erased_at=None).order_by("pk").values_list("pk", flat=True)
        )
        Alias.objects.bulk_create([Alias(member_id=id, key=new_key()) for id in here], ignore_conflicts=True)
        known |= _known(missing)
    return known


def _known(member_ids: Collection[int]) -> dict[int, int]:
    return dict(Alias.objects.filter(member__in=member_ids).values_list("member_id", "key"))
