"""One order of locks for everything that touches matches: members, needs, offers, matches, each by id.

`hold` finds out who is concerned, locks them in that order, and looks again: what it returns cannot change before the
transaction ends, and no live match can be added to a need or an offer that is held, because `matches.propose` holds
the same rows.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import OperationalError, transaction
from django.db.models import Q, QuerySet

from accounts.locking import ask_for_rows, lock_members, lock_rows
from accounts.models import Member
from accounts.rows import Later
from matching.between import WRITERS
from matching.models import LIVE, Match, Need, Offer

TRIES = 5
WORDS = frozenset({"headline", "words"})
EXPERIENCE = frozenset({"experience"})
# What nobody asks about who, and what, a round puts together: hundreds of rows are read for it at once.
SIGNS = frozenset({"signs", "signs_since", "signs_told_at", "signs_read_at", "changed_at"})
UNASKED_NEED = (
    WORDS | SIGNS | {"closed_at", "closed_because", "looked_at", "passed_over", "reopened_from", "source_key"}
)
UNASKED_OFFER = EXPERIENCE | SIGNS | {"paused_until"}
UNASKED_MEMBER = frozenset(
    {"password", "last_login", "is_operator", "country", "shows_seen", "hears_calls"}
) | {
    *("time_zone_confirmed", "adult_confirmed_at", "consented_at", "listening_read_at", "sensitive_read_at"),
    "removed_at",
}


@dataclass(frozen=True)
class Held:
    """Rows that are locked until the transaction ends, by id; matches are the live ones that were asked for.

    Private words are read and deciphered when somebody asks for them.
    """

    members: dict[int, Member]
    needs: dict[int, Need]
    offers: dict[int, Offer]
    matches: list[Match]


def hold(
    live: Q, *, members: Iterable[int] = (), needs: Iterable[int] = (), offers: Iterable[int] = ()
) -> Held:
    """Locks the live matches that `live` finds, with their people, needs and offers, and whatever else is named.

    Must be called inside a transaction, before its first write.
    """
    wanted = (set(members), set(needs), set(offers))
    for _ in range(TRIES):
        attempt = transaction.savepoint()
        held = _lock(live, *wanted)
        if held is not None:
            return held
        transaction.savepoint_rollback(attempt)  # gives back the locks of this attempt
    raise OperationalError("The matches around this kept changing; try again.")


def hold_around(member: Member) -> Held:
    """Locks a member with everything live around them: how a change begins that the rules will be asked about again."""
    return hold(Q(seeker=member) | Q(helper=member), members=[member.pk])


def ask_for_postings(needs: Collection[int], offers: Collection[int]) -> Later[Held]:
    """Locks these needs and offers and the people who wrote them, but no match; for `rows.together`.

    Enough to put offers to needs: whatever happens to a live match of a need begins by locking that need.
    """
    people = ask_for_rows(
        Member, which=WRITERS, but=UNASKED_MEMBER, needs=sorted(needs), offers=sorted(offers)
    )
    asking = ask_for_rows(Need, but=UNASKED_NEED, ids=sorted(needs))
    giving = ask_for_rows(Offer, but=UNASKED_OFFER, ids=sorted(offers))
    return lambda: Held(members=people(), needs=asking(), offers=giving(), matches=[])


def _lock(live: Q, members: set[int], needs: set[int], offers: set[int]) -> Held | None:
    """One attempt; None when a match appeared between finding and locking."""
    columns = ("pk", "need_id", "offer_id", "seeker_id", "helper_id")
    found = list(_live(live).values_list(*columns, named=True))
    people = lock_members(members | {id for match in found for id in (match.seeker_id, match.helper_id)})
    held = Held(
        members=people,
        needs=lock_rows(Need, needs | {match.need_id for match in found}, but=WORDS),
        offers=lock_rows(Offer, offers | {match.offer_id for match in found}, but=EXPERIENCE),
        matches=_locked_matches(live) if found or _live(live).exists() else [],
    )
    return held if {match.pk for match in held.matches} <= {match.pk for match in found} else None


def _locked_matches(live: Q) -> list[Match]:
    return list(_live(live).select_for_update(no_key=True).order_by("pk"))


def _live(live: Q) -> QuerySet[Match]:
    return Match.objects.filter(live, state__in=LIVE)
