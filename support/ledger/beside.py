"""The decisions and looks that entries tell of: are they there, and still what was written down?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Community
from support.ledger import rows
from support.models import Alias, Decision, Entry, Look

LOOKS_STAY = timedelta(days=360)  # as the database sees to

GONE_DECISION = "tells of a decision that is gone"
CHANGED_DECISION = "tells of a decision that was changed afterwards"
GONE_LOOK = "tells of a look that is gone"
CHANGED_LOOK = "tells of a look that was changed afterwards"


@dataclass(frozen=True)
class Rows:
    """What stands beside a batch of entries, read with a constant number of queries."""

    decisions: dict[int, Decision]
    stored: dict[int, tuple[str, bool]]
    looks: dict[int, Look]
    aliases: dict[int, int]
    living: frozenset[int]
    communities: frozenset[int]
    now: datetime

    @classmethod
    def of(cls, batch: Sequence[Entry], *, now: datetime) -> Rows:
        told = [entry.decision_key for entry in batch if entry.decision_key]
        decisions = Decision.objects.defer("because", "words").in_bulk(told)
        looks = Look.objects.in_bulk([entry.look_key for entry in batch if entry.look_key])
        people = {id for row in decisions.values() for id in (row.by_id, row.member_id) if id}
        aliases = dict(Alias.objects.filter(member__in=people).values_list("member_id", "key"))
        named = {key for entry in batch for key in (entry.by_key, entry.member_key) if key}
        living = frozenset(Alias.objects.filter(key__in=named).values_list("key", flat=True))
        here = Community.objects.filter(pk__in={entry.chain_key for entry in batch})
        stored = rows.stored_words(told)
        communities = frozenset(here.values_list("pk", flat=True))
        return cls(decisions, stored, looks, aliases, living, communities, now)

    def wrong(self, entry: Entry) -> str:
        """What is wrong beside this entry; empty where nothing is."""
        if entry.decision_key and entry.chain_key in self.communities:
            return self._wrong_decision(entry, self.decisions.get(entry.decision_key))
        return self._wrong_look(entry) if entry.look_key else ""

    def _wrong_look(self, entry: Entry) -> str:
        """Looks go after a year, as members are told; before that somebody took it away."""
        look = self.looks.get(entry.look_key or 0)
        if look is None:
            return GONE_LOOK if entry.at > self.now - LOOKS_STAY else ""
        return "" if entry.about.get("look") == rows.of_look(look) else CHANGED_LOOK

    def _wrong_decision(self, entry: Entry, decision: Decision | None) -> str:
        if decision is None:
            return GONE_DECISION
        stored, empty = self.stored[decision.pk]
        erased = empty and entry.member_key not in self.living
        same = (
            decision.kind == entry.kind
            and decision.community_id == entry.chain_key
            and decision.made_at == entry.at
            and decision.refers_to == entry.about.get("refers_to")
            and (stored == entry.about.get("words") or erased)
            and self._same_person(decision.by_id, entry.by_key)
            and self._same_person(decision.member_id, entry.member_key)
        )
        return "" if same else CHANGED_DECISION

    def _same_person(self, member: int | None, key: int | None) -> bool:
        """Who has erased their account stands in neither any more, and no alias leads to them."""
        if member is None:
            return key not in self.living
        return self.aliases.get(member) == key
