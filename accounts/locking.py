"""Members are locked first, and always in id order, so that no two transactions wait for each other."""

from collections.abc import Iterable

from accounts.models import Member


def lock_members(ids: Iterable[int]) -> dict[int, Member]:
    """Locks these members' rows until the transaction ends and returns them by id."""
    rows = Member.objects.select_for_update(no_key=True).filter(pk__in=set(ids)).order_by("pk")
    return {member.pk: member for member in rows}
