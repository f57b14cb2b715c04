"""What waits on the desk of Lamplight: a little of everything, each brought about as it would be in life.

`light` makes the place. What waits there tells no more than its rows do: nothing is written into a queue.
"""

from datetime import datetime, timedelta

from accounts.models import Member
from matching import blocks, matches
from matching.models import Match
from support import policies, reports
from support.cases import kind_named, notes
from support.demo.lamplight import place as places
from support.demo.lamplight import words
from support.demo.lamplight.days import Days
from support.demo.moderating import told_before
from support.models import Grade, Measure
from support.moderation import appeals, measures
from support.patterns import sweeping

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def light(owner: Member, *, name: str, now: datetime) -> None:
    """Lamplight as it is this evening. Nobody is told of what happened there: they would be told of it all at once."""
    place = places.found(owner, name=name, now=now)
    days = Days(place, places.move_in(place, now=now), now)
    _said(days)
    _answered(days)
    _paused(days)
    _pressed(days)
    _proposed(days)
    studying = days.meet("Lark Bay", "Sorrel Wood", words.SCHOOL, 8 * HOUR)
    looks_for_friends = days.asks("Jay Spring", words.LEARNING, 6 * HOUR)
    days.asks("Willow Glade", words.LATE_IN_LIFE, 12 * DAY)
    days.asks("Dew Meadow", words.NIGHT, timedelta(minutes=20))
    places.careful(place)
    days.asks("Ivy Orchard", words.TOLD_NOBODY, 4 * HOUR)
    days.offers("Moss Ridge", "feeling-low", 6 * HOUR)
    offer = days.offers("Rowan Hill", words.LEARNING.topic, 6 * HOUR)
    matches.propose(need_id=looks_for_friends.pk, offer_id=offer.pk, now=now - 5 * HOUR)
    days.says(studying, "Sorrel Wood", words.FIRST_WORDS, 2 * HOUR)
    places.knock(place, now=now)
    sweeping.sweep(now=now)
    told_before(place, now=now)


def _said(days: Days) -> None:
    """Two who talked well for a while; then came a sentence that hurt. Another moderator has noted something."""
    met = days.meet("Heron Lake", "Olive Field", words.MOVED, 9 * DAY)
    said = [
        days.says(met, who, text, 9 * HOUR - number * timedelta(minutes=11))
        for number, (who, text) in enumerate(words.TALK)
    ]
    report = reports.report(
        reporter=met.seeker, match=met, words=words.REPORT, now=days.now - 7 * HOUR, message=said[words.HURT]
    )
    kind = kind_named("report")
    assert kind is not None  # noqa: S101 it is one of the kinds
    remit = policies.require(days.members[places.MODERATOR], days.place)
    notes.write(remit, kind, report, words=words.NOTE, now=days.now - HOUR)


def _answered(days: Days) -> None:
    """A report that was answered with a friendly word; whoever got it asks that somebody else looks again."""
    met = days.meet("Lark Bay", "Reed Hollow", words.PET, 11 * DAY)
    measure = _decided(
        days, met, (words.OVER_IT, words.REPORT_OF_IT), (Grade.GUIDANCE, "unkind", words.GUIDANCE)
    )
    appeals.appeal(measure=measure, member=met.helper, words=words.APPEAL, now=days.now - 20 * HOUR)


def _proposed(days: Days) -> None:
    """A suspension that waits for a second moderator."""
    met = days.meet("Poppy Lane", "Storm Shore", words.WORN_OUT, 3 * DAY)
    _decided(
        days,
        met,
        (words.ADVANCE, words.REPORT_OF_ADVANCE),
        (Grade.SUSPEND, "advances", words.SUSPENSION),
        ago=3 * HOUR,
    )


def _decided(
    days: Days,
    met: Match,
    told: tuple[str, str],
    decided: tuple[Grade, str, str],
    *,
    ago: timedelta = 2 * DAY,
) -> Measure:
    """The helper wrote something, it was reported, and the other moderator has decided."""
    message = days.says(met, _name(days, met.helper), told[0], ago + 2 * HOUR)
    report = reports.report(
        reporter=met.seeker, match=met, words=told[1], now=days.now - ago - HOUR, message=message
    )
    grade, reason, said = decided
    measure = measures.decide(
        membership=days.place.memberships.get(member=met.helper),
        chosen=measures.Decided(grade=grade, reason=reason, words=said),
        by=days.members[places.MODERATOR],
        now=days.now - ago,
        report=report,
    )
    assert measure is not None  # noqa: S101 only NOTHING leaves none
    return measure


def _paused(days: Days) -> None:
    """Three people blocked the same helper within a month: matching paused by itself."""
    asked = {"Clover Dale": words.SHY, "Fern Brook": words.NOISE, "Plover Pond": words.WORN_OUT}
    for number, (seeker, need) in enumerate(asked.items()):
        met = days.meet(seeker, "Frost Well", need, (6 - number) * DAY)
        blocks.block(blocker=met.seeker, blocked=met.helper, now=days.now - (4 - number) * DAY)


def _pressed(days: Days) -> None:
    """Somebody soon asks two people to talk elsewhere."""
    for number, (seeker, need) in enumerate({"Misty Heath": words.MONEY, "Fern Brook": words.ALONE}.items()):
        met = days.meet(seeker, "Flint Cove", need, (5 - number) * DAY)
        days.says(met, "Flint Cove", words.ELSEWHERE[number], (4 - number) * DAY)


def _name(days: Days, member: Member) -> str:
    return next(name for name, one in days.members.items() if one.pk == member.pk)
