"""May these two ever meet? Named yes/no rules, each the same for everybody and bent on no path.

Adding a rule: one function here, its place in `RULES` (cheap ones first), its sentence in sentences.py.
"""

from collections.abc import Callable
from datetime import datetime

from matching.engine.hours import half_hours, horizon, outside_quiet, shared_quarters
from matching.engine.sentences import SENTENCES
from matching.engine.side import NeedSide, OfferSide, Person, Wishes

__all__ = ["RULES", "SENTENCES", "Rule", "areas_touch", "both_asked_again", "broken_rules", "may_meet"]

Rule = Callable[[NeedSide, OfferSide, datetime], bool]


def are_two_people(need: NeedSide, offer: OfferSide, now: datetime) -> bool:
    """Nobody is asked to answer their own need."""
    return need.person.member_id != offer.person.member_id


def are_in_one_community(need: NeedSide, offer: OfferSide, now: datetime) -> bool:
    """Both were posted in the same community."""
    return need.community_id == offer.community_id


def are_in_good_standing(need: NeedSide, offer: OfferSide, now: datetime) -> bool:
    """Neither is suspended, paused by a moderator or by the safety numbers."""
    return need.person.in_good_standing and offer.person.in_good_standing


def neither_blocks_the_other(need: NeedSide, offer: OfferSide, now: datetime) -> bool:
    """A block holds everywhere and in both directions."""
    seeker, helper = need.person, offer.person
    return helper.member_id not in seeker.blocks and seeker.member_id not in helper.blocks


def may_not_know_each_other(need: NeedSide, offer: OfferSide, now: datetime) -> bool:
    """Neither has said "I may know this person" about the other."""
    seeker, helper = need.person, offer.person
    return helper.member_id not in seeker.may_know and seeker.member_id not in helper.may_know


def neither_listed_the_other(need: NeedSide, offer: OfferSide, now: datetime) -> bool:
    """Neither has listed the other's address as never to be asked."""
    seeker, helper = need.person, offer.person
    return helper.address_hash not in seeker.never_ask and seeker.address_hash not in helper.never_ask


def is_not_yet_asking(need: NeedSide, offer: OfferSide, now: datetime) -> bool:
    """Nobody is asked twice at the same time about one need, whichever of their offers fits."""
    return offer.person.member_id not in need.asking


def share_a_topic(need: NeedSide, offer: OfferSide, now: datetime) -> bool:
    """One topic of the one is, or is above or below, a topic of the other: a parent covers its children."""
    return bool(need.topics & offer.lineage or need.lineage & offer.topics)


def asks_nothing_avoided(need: NeedSide, offer: OfferSide, now: datetime) -> bool:
    """None of the need's topics is, or is below, one that the helper would rather not take."""
    return need.lineage.isdisjoint(offer.avoids)


def share_a_language(need: NeedSide, offer: OfferSide, now: datetime) -> bool:
    """A language that both postings name."""
    return not need.languages.isdisjoint(offer.languages)


def share_a_kind(need: NeedSide, offer: OfferSide, now: datetime) -> bool:
    """The helper offers the kind of support that is asked for."""
    return need.kind in offer.kinds


def share_a_format(need: NeedSide, offer: OfferSide, now: datetime) -> bool:
    """A way to talk or meet that suits both."""
    return not need.formats.isdisjoint(offer.formats)


def are_near(need: NeedSide, offer: OfferSide, now: datetime) -> bool:
    """Where meeting in person is all that suits both, their areas are the same or neighbours."""
    return need.formats & offer.formats != {"in_person"} or areas_touch(need, offer)


def wishes_hold_both_ways(need: NeedSide, offer: OfferSide, now: datetime) -> bool:
    """Each side is what the other wished for; what somebody has not said is never guessed."""
    seeker, helper, experienced = need.person, offer.person, "experience" in offer.kinds
    return _hold(need.wishes, seeker, helper, experienced) and _hold(
        offer.wishes, helper, seeker, experienced
    )


def danger_goes_to_trained(need: NeedSide, offer: OfferSide, now: datetime) -> bool:
    """A need flagged for danger goes only to a helper who opted in and is trained for it."""
    return offer.takes_danger or not need.danger


def sensitive_goes_to_admitted(need: NeedSide, offer: OfferSide, now: datetime) -> bool:
    """Where the community asks for it, a need with a sensitive topic goes only to helpers admitted for them."""
    return offer.admitted or not need.sensitive


def has_room(need: NeedSide, offer: OfferSide, now: datetime) -> bool:
    """The offer and the helper's own limits have a place left, open proposals counted."""
    return offer.room > 0 and offer.person_room > 0


def are_rested(need: NeedSide, offer: OfferSide, now: datetime) -> bool:
    """No recent decline or early ending lies between them, unless both asked for each other again."""
    seeker, helper = need.person, offer.person
    resting = helper.member_id in seeker.resting or seeker.member_id in helper.resting
    return not resting or both_asked_again(need, offer)


def helper_can_be_asked_now(need: NeedSide, offer: OfferSide, now: datetime) -> bool:
    """A need for today reaches a helper outside their quiet hours, or one who chose to be asked anyway."""
    helper = offer.person
    return (
        need.urgency != "today"
        or helper.asked_in_quiet_hours
        or outside_quiet(helper.quiet, helper.hours.zone, now)
    )


def share_half_an_hour(need: NeedSide, offer: OfferSide, now: datetime) -> bool:
    """Both are free for the same half hour while the need can still be met."""
    until = horizon(need, now)
    return half_hours(shared_quarters(need.person.hours, offer.person.hours, now=now, until=until)) != 0


def areas_touch(need: NeedSide, offer: OfferSide) -> bool:
    """Whether the two areas are known, and the same or neighbours."""
    return need.area in offer.near or offer.area in need.near


def both_asked_again(need: NeedSide, offer: OfferSide) -> bool:
    """Whether the two asked to be paired again."""
    return offer.person.member_id in need.person.again or need.person.member_id in offer.person.again


def _hold(wishes: Wishes, wisher: Person, other: Person, experienced: bool) -> bool:
    """Whether the other is what the wisher asked for; a shared experience is the helper's to offer."""
    if wishes.same_gender and (not other.gender or other.gender != wisher.gender):
        return False
    if wishes.age_bands and (not other.age_band or other.age_band not in wishes.age_bands):
        return False
    return experienced or not wishes.shared_experience


# Cheap rules first: free hours are looked at only where all else allows the two to meet.
RULES: tuple[Rule, ...] = (
    are_two_people,
    are_in_one_community,
    has_room,
    is_not_yet_asking,
    share_a_kind,
    share_a_topic,
    asks_nothing_avoided,
    share_a_language,
    share_a_format,
    are_near,
    are_in_good_standing,
    neither_blocks_the_other,
    may_not_know_each_other,
    neither_listed_the_other,
    are_rested,
    danger_goes_to_trained,
    sensitive_goes_to_admitted,
    wishes_hold_both_ways,
    helper_can_be_asked_now,
    share_half_an_hour,
)


def may_meet(need: NeedSide, offer: OfferSide, now: datetime) -> bool:
    """Whether every rule holds; stops at the first that does not."""
    return all(rule(need, offer, now) for rule in RULES)


def broken_rules(need: NeedSide, offer: OfferSide, now: datetime) -> tuple[Rule, ...]:
    """Every rule that does not hold, to tell a moderator why these two were not matched."""
    return tuple(rule for rule in RULES if not rule(need, offer, now))
