"""Why a need has no match: rule by rule, for moderators and operators."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from matching import sides, wording
from matching.engine import rules
from matching.models import Need, Offer, OfferState


@dataclass(frozen=True)
class Fell:
    """How many of the open offers fell to a rule, and for how many of these it was the only one."""

    rule: str
    sentence: str
    offers: int
    only: int  # had this rule held, these could have been asked


@dataclass(frozen=True)
class Explanation:
    """Why this need has no match, or how many could be asked."""

    offers: int
    possible: int
    fell: list[Fell]  # most first


def explain_need(need: Need, *, now: datetime) -> Explanation:
    """Holds every open offer of the community against the need; its cost grows with their number."""
    asking = sides.need_sides(Need.objects.filter(pk=need.pk), now=now)[need.pk]
    open_offers = Offer.objects.filter(community=need.community_id, state=OfferState.OPEN)
    broken = [
        rules.broken_rules(asking, offer, now) for offer in sides.offer_sides(open_offers, now=now).values()
    ]
    fell = Counter(rule.__name__ for each in broken for rule in each)
    only = Counter(each[0].__name__ for each in broken if len(each) == 1)
    return Explanation(
        offers=len(broken),
        possible=sum(not each for each in broken),
        fell=[
            Fell(rule, wording.rule_sentence(rule), count, only[rule]) for rule, count in fell.most_common()
        ],
    )
