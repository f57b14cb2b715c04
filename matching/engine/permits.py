"""Which pairs may meet: the fast form of `rules`, about many pairs at once."""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np

from matching.engine.bitwise import bits_of, gives, meets, named
from matching.engine.tables import URGENCIES, Flags, NeedTable, Numbers, OfferTable, Tables

Side = NeedTable | OfferTable
TODAY = URGENCIES.index("today")


class Pairs(NamedTuple):
    """Needs and offers that are put to each other, as rows of the two tables; each need's together."""

    nth: Numbers  # which of the needs that are looked at together
    need: Numbers
    offer: Numbers

    def where(self, chosen: Flags | Numbers) -> "Pairs":
        return Pairs(self.nth[chosen], self.need[chosen], self.offer[chosen])

    def of(self, rows: Collection[int]) -> Iterator[tuple[int, slice]]:
        """Those of the needs that are among these rows, and where their pairs are."""
        if rows and len(self.need):
            begins = np.flatnonzero(np.diff(self.nth, prepend=-1))
            ends = np.append(begins[1:], len(self.nth))
            for row, first, last in zip(
                self.need[begins].tolist(), begins.tolist(), ends.tolist(), strict=True
            ):
                if row in rows:
                    yield row, slice(first, last)


class Permits:
    """Every rule but those about room and hours."""

    def __init__(self, tables: Tables) -> None:
        self.needs, self.offers, codes = tables
        needs, offers = self.needs, self.offers
        self.kinds = codes.kinds
        self.in_person = bits_of(codes.formats, "in_person")
        self.avoiding = named(offers.avoids)
        self.picky = offers.same_gender | named(offers.ages) | offers.shared_experience
        self.wishing = needs.same_gender | named(needs.ages) | needs.shared_experience
        self.asking = among(needs.member, offers.member.tolist())
        self.today = needs.urgency == TODAY
        communities = np.concatenate([offers.community, needs.community])
        self.several = bool((communities != communities[:1]).any())

    @cached_property
    def experienced(self) -> Flags:
        """Offers of those who have been there: seldom asked for."""
        return gives(self.offers, self.kinds, ("experience",))

    def about(self, pairs: Pairs) -> Flags:
        """They are about the same kind of help, in one language, and share a topic: what `Shelves` stand for."""
        needs, offers = self.needs, self.offers
        need, offer = pairs.need, pairs.offer
        fits: Flags = meets(offers.kinds[offer], needs.kinds[need])
        fits &= meets(offers.languages[offer], needs.languages[need])
        fits &= meets(offers.lineage[offer], needs.topics[need]) | meets(
            offers.topics[offer], needs.lineage[need]
        )
        return fits

    def may_talk(self, pairs: Pairs) -> Flags:
        """They share a way to talk; to meet in person, their areas are the same or neighbours."""
        needs, offers = self.needs, self.offers
        common = offers.formats[pairs.offer] & needs.formats[pairs.need]
        talk: Flags = meets(common, ~self.in_person)
        (meet,) = (~talk & meets(common, self.in_person)).nonzero()
        need, offer = pairs.need[meet], pairs.offer[meet]
        talk[meet] = meets(offers.near[offer], needs.area[need]) | meets(offers.area[offer], needs.near[need])
        return talk

    def hold(self, pairs: Pairs) -> Flags:
        """All other rules hold."""
        needs, offers = self.needs, self.offers
        need, offer = pairs.need, pairs.offer
        holds: Flags = ~self.today[need] | offers.awake[offer]
        holds &= ~needs.danger[need] | offers.takes_danger[offer]
        holds &= ~needs.sensitive[need] | offers.admitted[offer]
        if self.several:
            holds &= offers.community[offer] == needs.community[need]
        _only(holds, self.asking[need], lambda some: needs.member[need[some]] != offers.member[offer[some]])
        _only(
            holds,
            self.avoiding[offer],
            lambda some: ~meets(offers.avoids[offer[some]], needs.lineage[need[some]]),
        )
        for row, mine in pairs.of(needs.apart):
            holds[mine] &= ~np.isin(offers.member[offer[mine]], needs.apart[row])
        _only(holds, self.wishing[need], lambda some: self._granted(needs, need[some], offers, offer[some]))
        _only(holds, self.picky[offer], lambda some: self._granted(offers, offer[some], needs, need[some]))
        return holds

    def _granted(self, wishing: Side, mine: Numbers, other: Side, theirs: Numbers) -> Flags:
        """The other is what one of them wished for; it is always the helper who has been there."""
        gender, offer = other.gender[theirs], theirs if other is self.offers else mine
        alike = (wishing.gender[mine] == gender) & (gender > 0)
        ages = ~named(wishing.ages[mine]) | meets(other.age[theirs], wishing.ages[mine])
        experience = ~wishing.shared_experience[mine] | self.experienced[offer]
        granted: Flags = (~wishing.same_gender[mine] | alike) & ages & experience
        return granted


def _only(holds: Flags, asked: Flags, rule: Callable[[Numbers], Flags]) -> None:
    """Asks a rule only about those pairs that it concerns and that may still meet."""
    (some,) = (asked & holds).nonzero()
    if len(some):
        holds[some] = rule(some)


def among(values: Numbers, others: Iterable[int]) -> Flags:
    """Which of the values are among the others."""
    those = set(others)
    return np.fromiter(map(those.__contains__, values.tolist()), dtype=np.bool_)
