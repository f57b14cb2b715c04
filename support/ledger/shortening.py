"""What is older than is said goes, at the old end alone, and the chain says so in an entry of its own."""

from datetime import datetime, timedelta
from itertools import takewhile

from django.db import transaction

from support.ledger.kinds import Done
from support.ledger.writing import Line, add
from support.models import Chain, Entry

KEPT = timedelta(days=3 * 365)
AT_ONCE = timedelta(days=30)  # so long they may stay beyond that: or the log would tell of nothing but itself
BATCH = 5000


def shorten(*, now: datetime) -> int:
    """Takes a batch of old entries away from each chain; returns how many went."""
    old = Entry.objects.filter(at__lte=now - KEPT - AT_ONCE).values_list("chain_key", flat=True).distinct()
    return sum(_shortened(chain, now) for chain in sorted(old.order_by()))


@transaction.atomic
def _shortened(chain: int, now: datetime) -> int:
    held = Chain.objects.select_for_update(no_key=True).get(pk=chain)
    first = Entry.objects.filter(chain_key=chain).order_by("number")[:BATCH]
    old = list(takewhile(lambda entry: entry.at <= now - KEPT, first))
    if not old:
        return 0
    gone = Entry.objects.filter(chain_key=chain, number__lte=old[-1].number)
    held.cut_number, held.cut_seal = old[-1].number, old[-1].seal
    add(held, [Line(Done.SHORTENED, about=_said(held, old))], now=now)
    return gone.delete()[0]


def _said(held: Chain, old: list[Entry]) -> dict[str, object]:
    """Through which entry, and which decisions and looks have none any more."""
    told = [entry.about for entry in old if "decisions_through" in entry.about]
    return {
        "through": held.cut_number,
        "seal": held.cut_seal,
        "decisions_through": max(
            [*(entry.decision_key or 0 for entry in old), *(a["decisions_through"] for a in told)]
        ),
        "looks_through": max([*(entry.look_key or 0 for entry in old), *(a["looks_through"] for a in told)]),
    }
