"""For somebody who waits: what would widen their search, honestly, and without telling anything about anybody else.

What is said here leans on postings and hours alone, as if nobody knew each other, nobody was being asked and no helper
wished anything (`untied` sides): so it stays the same whoever is asked, declines, blocks or wishes. And it claims
something only where at least five people stand behind it; below that, none and four read alike.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from matching import sides, topics
from matching.crowds import FEW
from matching.engine.hours import EPOCH
from matching.engine.masks import QUARTER
from matching.engine.side import NeedSide, OfferSide
from matching.engine.widening import WISHES, opened, untied_need, untied_offer, variants
from matching.models import Need, Offer, OfferState

WORTH_WIDENING = timedelta(days=1)
MOST_OFFERS = 2_000  # the newest; more are not looked at for one page


@dataclass(frozen=True)
class Idea:
    """One change that the writer of a need could make."""

    words: str
    several: bool  # five people or more here could fit then


def waits_long(need: Need, *, now: datetime) -> bool:
    """Whether it has waited so long that its writer is told what could widen the search."""
    return need.waiting_since is not None and now - need.waiting_since >= WORTH_WIDENING


def ideas(need: Need, *, now: datetime) -> list[Idea]:
    """What could widen the search: first what would open it to several people.

    About 25 queries, however many offers.
    """
    asking = untied_need(sides.need_sides(Need.objects.filter(pk=need.pk), now=now)[need.pk])
    changes = variants(asking)
    helpers = opened(asking, changes, _offers(asking, now), _quarter(now))
    found = [Idea(words, len(helpers.get(name, ())) >= FEW) for name, words in _words(asking, changes)]
    return sorted(found, key=lambda idea: not idea.several)


def _offers(asking: NeedSide, now: datetime) -> list[OfferSide]:
    """Open offers about something near to what the need is about, as if nobody knew anybody."""
    about = Offer.objects.filter(topics__in=topics.reach(asking.lineage)).values("pk")
    near = Offer.objects.filter(community=asking.community_id, state=OfferState.OPEN, pk__in=about)
    newest = sides.offer_sides(near.order_by("-pk")[:MOST_OFFERS], now=now)
    return [untied_offer(offer) for offer in newest.values()]


def _words(asking: NeedSide, changes: Collection[str]) -> Iterator[tuple[str, str]]:
    """The changes that make sense for this need, in the order in which they are easiest."""
    words = {
        "more_hours": _("Add more hours in which you are free."),
        "chat_and_call": _("Add another way to talk: chat or call."),
        "more_languages": _("Add a language, if you speak another."),
        "listening": _("Ask for somebody who listens."),
        "broader_topics": _("Choose a broader topic as well."),
        "more_time": _("Give it more time."),
        WISHES: _("Let go of a wish about the other person."),
    }
    # Somebody may speak a language that they have told nobody about.
    sensible = {*changes, *(["more_languages"] if len(asking.languages) == 1 else [])}
    return ((name, said) for name, said in words.items() if name in sensible)


def _quarter(now: datetime) -> datetime:
    """The quarter-hour that now lies in: within it, free time is worked out once for all pages."""
    return now - (now - EPOCH) % QUARTER
