"""For a moderator who looks at a need: why nobody was found, and who could be asked by hand.

Rules that two people made in private (a block, a wish, "never ask") are one and the same sentence, beside a name and in
every count: where few people offer help, a count is a name.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from matching import sides, topics, wording
from matching.engine import rules
from matching.engine.side import NeedSide, OfferSide
from matching.explain import Explanation, Fell
from matching.models import Need, Offer, OfferState
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


@dataclass(frozen=True)
class Candidate:
    """An offer that a moderator might put to a need, and what stands against it in words."""

    offer: Offer
    name: str
    against: list[str]

    @property
    def may_be_asked(self) -> bool:
        return not self.against


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
        Candidate(offer, names.get(offer.member_id, ""), _against(asking, giving[offer.pk], now))
        for offer in offers
    ]
    return sorted(found, key=lambda candidate: len(candidate.against))


def _against(need: NeedSide, offer: OfferSide, now: datetime) -> list[str]:
    return [_sentence(reason) for reason in _reasons(need, offer, now)]


def _reasons(need: NeedSide, offer: OfferSide, now: datetime) -> list[str]:
    """The names of the rules that forbid it; what is private to the two has one name, and comes last."""
    broken = rules.broken_rules(need, offer, now)
    told = [rule.__name__ for rule in broken if rule not in PRIVATE]
    return told if len(told) == len(broken) else [*told, BETWEEN_THEM]


def _sentence(reason: str) -> str:
    if reason == BETWEEN_THEM:
        return _("Something between the two stands against it, and stays between them.")
    return wording.rule_sentence(reason)


def why_nobody(need: Need, remit: Remit, *, now: datetime) -> Explanation:
    """Per reason, how many of the open offers fell to it. Offers of people near to the moderator are not counted."""
    asking = sides.need_sides(Need.objects.filter(pk=need.pk), now=now)[need.pk]
    giving = sides.offer_sides(_open_offers(remit), now=now).values()
    against = [_reasons(asking, offer, now) for offer in giving]
    fell = Counter(reason for each in against for reason in each)
    only = Counter(each[0] for each in against if len(each) == 1)
    return Explanation(
        offers=len(against),
        possible=sum(not each for each in against),
        fell=[Fell(reason, _sentence(reason), count, only[reason]) for reason, count in fell.most_common()],
    )


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
