"""For a moderator who looks at a need: why nobody was found, what would widen the search, and who could be asked.

Rules that two people made in private (a block, a wish, "never ask") are one and the same sentence, beside a name and in
every count: where few people offer help, a count is a name. What somebody wished is told to nobody but themselves, so
letting go of a wish is no change that is named here.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from matching import sides, topics, wording
from matching.engine import ranking, rules
from matching.engine.side import NeedSide, OfferSide
from matching.engine.widening import opened, variants
from matching.explain import Explanation, Fell
from matching.models import Need, Offer, OfferState
from matching.weighing import said_of
from support.parties import names_of
from support.policies import Remit

PRIVATE = (
    rules.neither_blocks_the_other,
    rules.may_not_know_each_other,
    rules.neither_listed_the_other,
    rules.are_rested,
    rules.wishes_hold_both_ways,
)
BETWEEN_THEM = "between_them"  # all of these, where a moderator reads
GLANCE = 500  # offers that are held against the needs of the overview, at most
MOST_OFFERS = 2_000  # the newest, that are held against one need


class Told(NamedTuple):
    """A rule as a moderator reads it for one need and one offer."""

    words: str
    holds: bool


@dataclass(frozen=True)
class Candidate:
    """An offer that a moderator might put to a need: every rule in words, and how well the two fit where all hold."""

    offer: Offer
    name: str
    rules: list[Told]
    fits: list[str]

    @property
    def against(self) -> list[str]:
        return [rule.words for rule in self.rules if not rule.holds]

    @property
    def may_be_asked(self) -> bool:
        return not self.against


@dataclass(frozen=True)
class Look:
    """A need and the open offers that a moderator may know of, as the rules see them."""

    need: NeedSide
    offers: list[OfferSide]
    whole: bool  # False where there are more than `MOST_OFFERS`


@dataclass(frozen=True)
class Wider:
    """One change that the seeker could make, and how many more people could be asked then."""

    words: str
    helpers: int


def offers_about(need: Need, remit: Remit) -> QuerySet[Offer]:
    """Open offers that could be about what the need is about, those with the most room first."""
    reach = topics.reach(need.topics.values_list("pk", flat=True))
    about = remit.offers().filter(state=OfferState.OPEN, topics__in=reach).exclude(member=need.member_id)
    chosen = Offer.objects.filter(pk__in=about.values("pk"))
    return chosen.select_related("member").prefetch_related("topics").order_by("live", "pk")


def candidates(need: Need, offers: Iterable[Offer], *, now: datetime) -> list[Candidate]:
    """These offers as candidates, those that may be asked first. A constant number of queries."""
    offers = list(offers)
    asking = sides.need_sides(Need.objects.filter(pk=need.pk), now=now)[need.pk]
    giving = sides.offer_sides(Offer.objects.filter(pk__in=[offer.pk for offer in offers]), now=now)
    names = names_of(need.community, [offer.member_id for offer in offers])
    found = [
        _candidate(offer, names.get(offer.member_id, ""), asking, giving[offer.pk], now) for offer in offers
    ]
    return sorted(found, key=lambda candidate: len(candidate.against))


def _candidate(offer: Offer, name: str, asking: NeedSide, giving: OfferSide, now: datetime) -> Candidate:
    told = _rule_by_rule(asking, giving, now)
    possible = all(rule.holds for rule in told)
    return Candidate(offer, name, told, said_of(ranking.fit(asking, giving, now)) if possible else [])


def _rule_by_rule(need: NeedSide, offer: OfferSide, now: datetime) -> list[Told]:
    """Every rule, held or broken; what is private to the two is one, and comes last."""
    broken = set(_reasons(need, offer, now))
    names = [rule.__name__ for rule in rules.RULES if rule not in PRIVATE]
    return [
        Told(_sentence(name) if name in broken else _holds(name), name not in broken)
        for name in (*names, BETWEEN_THEM)
    ]


def _reasons(need: NeedSide, offer: OfferSide, now: datetime) -> list[str]:
    """The names of the rules that forbid it; what is private to the two has one name, and comes last."""
    broken = rules.broken_rules(need, offer, now)
    told = [rule.__name__ for rule in broken if rule not in PRIVATE]
    return told if len(told) == len(broken) else [*told, BETWEEN_THEM]


def _sentence(reason: str) -> str:
    if reason == BETWEEN_THEM:
        return _("Something between the two stands against it, and stays between them.")
    return wording.rule_sentence(reason)


def _holds(rule: str) -> str:
    if rule == BETWEEN_THEM:
        return _("Nothing between the two stands against it.")
    return wording.rule_holds(rule)


def look(need: Need, remit: Remit, *, now: datetime) -> Look:
    """The need and the newest open offers. Offers of people near to the moderator are not among them."""
    asking = sides.need_sides(Need.objects.filter(pk=need.pk), now=now)[need.pk]
    newest = sides.offer_sides(_open_offers(remit).order_by("-pk")[: MOST_OFFERS + 1], now=now)
    return Look(asking, list(newest.values())[:MOST_OFFERS], len(newest) <= MOST_OFFERS)


def why_nobody(seen: Look, *, now: datetime) -> Explanation:
    """Per reason, how many of the open offers fell to it. No queries."""
    against = [_reasons(seen.need, offer, now) for offer in seen.offers]
    fell = Counter(reason for each in against for reason in each)
    only = Counter(each[0] for each in against if len(each) == 1)
    return Explanation(
        offers=len(against),
        possible=sum(not each for each in against),
        fell=[Fell(reason, _sentence(reason), count, only[reason]) for reason, count in fell.most_common()],
    )


def what_would_widen(seen: Look, *, now: datetime) -> list[Wider]:
    """What the seeker could change so that more people could be asked, most first. No queries.

    The rules decide as in a round, but a wish is not told, and languages are those in which anybody here helps.
    """
    speaks = frozenset[str]().union(*(offer.languages for offer in seen.offers))
    changes = variants(seen.need, speaks=speaks)
    words = {
        "more_hours": _("Free at other hours"),
        "chat_and_call": _("Chat and call alike"),
        "more_languages": _("A language more, if they speak another"),
        "listening": _("Somebody who listens, rather than another kind of help"),
        "broader_topics": _("A broader topic as well"),
        "more_time": _("More time"),
    }
    told = {name: change for name, change in changes.items() if name in words}
    found = opened(seen.need, told, seen.offers, now)
    wider = [Wider(words[name], len(helpers)) for name, helpers in found.items() if helpers]
    return sorted(wider, key=lambda change: -change.helpers)


def why_waiting(needs: Iterable[Need], remit: Remit, *, now: datetime) -> dict[int, str]:
    """For a handful of needs of one community, the sentence that tells most about why nobody was found.

    A glance at up to `GLANCE` open offers in one pass; the whole account is `why_nobody`.
    """
    needs = list(needs)
    if not needs:
        return {}
    asking = sides.need_sides(Need.objects.filter(pk__in=[need.pk for need in needs]), now=now)
    giving = list(sides.offer_sides(_open_offers(remit).order_by("-pk")[:GLANCE], now=now).values())
    return {pk: _in_short(need, giving, now) for pk, need in asking.items()}


def _open_offers(remit: Remit) -> QuerySet[Offer]:
    return remit.offers().filter(state=OfferState.OPEN)


def _in_short(need: NeedSide, offers: list[OfferSide], now: datetime) -> str:
    """The reason that alone stands between the need and most helpers; else the one that most offers fall to."""
    against = [_reasons(need, offer, now) for offer in offers]
    if not against:
        return _("Nobody offers help here yet.")
    if not all(against):
        return _("Somebody could be asked; the next round looks again.")
    alone = Counter(each[0] for each in against if len(each) == 1)
    most = alone or Counter(reason for each in against for reason in each)
    [(reason, fallen)] = most.most_common(1)
    words = {"count": fallen, "all": len(against), "why": _sentence(reason)}
    if alone:
        return _("With %(count)s of %(all)s offers only this stands in the way: %(why)s") % words
    return _("%(count)s of %(all)s offers: %(why)s") % words
