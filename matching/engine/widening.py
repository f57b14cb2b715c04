"""What would widen the search: a need with one thing changed that its writer could change, held against the rules."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from matching.engine.rules import may_meet
from matching.engine.side import NeedSide, OfferSide, Person, Window, Wishes

ALL_WEEK = tuple(Window(weekday, 0, 24 * 60) for weekday in range(7))
WISHES = "no_wishes"  # what somebody wished is theirs: this change is told to its writer alone


def variants(need: NeedSide, *, speaks: frozenset[str] | None = None) -> dict[str, NeedSide]:
    """The need as it would be after each change, by the name of the change; only where that changes anything.

    `speaks` are the languages that could be added; those which the seeker named for themselves, unless given.
    """
    person, added = need.person, need.person.languages if speaks is None else speaks
    any_hour = replace(person, hours=replace(person.hours, windows=ALL_WEEK))  # days away stay away
    changed = {
        "more_hours": replace(need, person=any_hour),
        "chat_and_call": replace(need, formats=need.formats | {"chat", "call"}),
        "more_languages": replace(need, languages=need.languages | added),
        "listening": replace(need, kind="listening"),
        "broader_topics": replace(need, topics=need.lineage),
        "more_time": replace(
            need, needed_by=None, urgency="this_week" if need.urgency == "today" else need.urgency
        ),
        WISHES: replace(need, wishes=Wishes()),
    }
    return {name: variant for name, variant in changed.items() if variant != need}


def opened(
    need: NeedSide, changes: dict[str, NeedSide], offers: Iterable[OfferSide], now: datetime
) -> dict[str, frozenset[int]]:
    """After each change, the helpers who could be asked then and cannot be asked as it stands."""
    offers = list(offers)
    askable = _helpers(need, offers, now)
    others = [offer for offer in offers if offer.person.member_id not in askable]
    return {name: _helpers(variant, others, now) for name, variant in changes.items()}


def _helpers(need: NeedSide, offers: Iterable[OfferSide], now: datetime) -> frozenset[int]:
    return frozenset(offer.person.member_id for offer in offers if may_meet(need, offer, now))


def untied_need(need: NeedSide) -> NeedSide:
    """The need of somebody in good standing whom nobody knows, and about whom nobody is being asked."""
    return replace(need, person=replace(_untied(need.person), in_good_standing=True), asking=frozenset())


def untied_offer(offer: OfferSide) -> OfferSide:
    """The offer as it was posted, of somebody who has room, whom nobody knows and who wishes nothing of anybody.

    What is found out with such sides tells of postings and hours; of a block, a no, a wish of the helper, or somebody
    being asked at this moment it can tell nothing, because none of it is there.
    """
    return replace(offer, person=_untied(offer.person), wishes=Wishes(), room=1, person_room=1)


def _untied(person: Person) -> Person:
    nobody: frozenset[int] = frozenset()
    return replace(
        person, blocks=nobody, may_know=nobody, never_ask=frozenset(), resting=nobody, again=nobody
    )
