"""What came of the past of Riverside: words, meetings, thanks, how people felt; and requests that nobody answered.

With it the pulse has half a year to tell of. Nothing of this belongs to those who sign in: their story stands apart.
"""

from datetime import datetime, timedelta
from random import Random

from accounts.models import Community, Member
from matching.models import Closing, Match, Need, NeedState, Topic
from matching.postings import keep_topics
from support.demo import SIGN_INS
from support.models import CheckIn, Feeling, HelperCall, Meeting, MeetingState, Message, Thanks
from support.pulse import publishing, times

UNANSWERED = {"paper-and-words": 80, "people": 40, "work-and-study": 20, "health": 10}  # by group of topics
WORDS = ("Hello, I am glad that you are here.", "I am here, and I have read every word.")
THANKS = "Thank you for the evenings. They made a difference."
CALLED = timedelta(weeks=7)


def leave(community: Community, *, now: datetime) -> None:
    """Writes it all down, and tells the pulse of the weeks that are over."""
    rng = Random("riverside aftermath")  # noqa: S311 nothing here is a secret
    known = [sign_in.email for sign_in in SIGN_INS]
    past = Match.objects.filter(community=community, connected_at__gt=now - times.BACK).select_related("need")
    matches = list(past.exclude(seeker__email__in=known).exclude(helper__email__in=known).order_by("pk"))
    _talk(matches, rng)
    _feel(matches, rng, now)
    _go_unanswered(community, rng, now)
    HelperCall.objects.create(
        community=community, topic=Topic.objects.get(slug="people"), sent_at=now - CALLED, told=35, came=10
    )
    publishing.publish(now=now)


def _talk(matches: list[Match], rng: Random) -> None:
    """Most wrote to each other, many met, and many said thank you."""
    Message.objects.bulk_create(
        Message(match=match, author_id=author, words=words, sent_at=at, read_at=at + timedelta(hours=3))
        for match in matches
        if rng.random() < 0.85
        for author, words in zip((match.seeker_id, match.helper_id), WORDS, strict=True)
        for at in [_within(match, timedelta(hours=rng.randint(1, 20)))]
    )
    Meeting.objects.bulk_create(
        Meeting(
            match=match,
            state=MeetingState.OVER,
            begins_at=at,
            ends_at=at + timedelta(minutes=45),
            by_seeker=True,
            zone="UTC",
            created_at=_connected(match),
            changed_at=_connected(match),
        )
        for match in matches
        if rng.random() < 0.55
        for at in [_within(match, timedelta(hours=rng.randint(20, 46)))]
    )
    Thanks.objects.bulk_create(
        Thanks(
            match=match, author_id=match.seeker_id, words=THANKS, said_at=match.ended_at or _connected(match)
        )
        for match in matches
        if rng.random() < 0.4
    )


def _feel(matches: list[Match], rng: Random, now: datetime) -> None:
    """Half of them said how they felt when they asked, and again some days later."""
    said = [match for match in matches if rng.random() < 0.5]
    before = {match.pk: rng.choice((1, 1, 2, 2, 2, 3, 3)) for match in said}
    Feeling.objects.bulk_create(
        Feeling(need=match.need, value=before[match.pk], said_at=match.need.created_at) for match in said
    )
    CheckIn.objects.bulk_create(
        CheckIn(
            match=match,
            member_id=match.seeker_id,
            day=3,
            asked_at=at,
            answered_at=at,
            helped=rng.choice(("yes", "yes", "yes", "a_little", "a_little", "not_yet")),
            feeling=min(5, before[match.pk] + rng.choice((0, 1, 1, 2))),
        )
        for match in said
        if (at := _connected(match) + timedelta(days=4)) < now
    )


def _go_unanswered(community: Community, rng: Random, now: datetime) -> None:
    """Requests of the last months whose time went by."""
    known = [sign_in.email for sign_in in SIGN_INS]
    people = list(
        Member.objects.filter(memberships__community=community).exclude(email__in=known).order_by("pk")
    )
    groups = {topic.slug: topic for topic in Topic.objects.filter(slug__in=UNANSWERED)}
    slugs = [slug for slug, many in UNANSWERED.items() for _ in range(many)]
    needs = Need.objects.bulk_create(
        _unanswered(community, rng.choice(people), now - timedelta(days=rng.randint(10, 150))) for _ in slugs
    )
    keep_topics(Need.topics.through, "need", needs, [[groups[slug]] for slug in slugs])


def _unanswered(community: Community, member: Member, asked: datetime) -> Need:
    return Need(
        community=community,
        member=member,
        headline="A form that nobody here understands",
        words="",
        kind="practical",
        formats=["chat"],
        languages=member.languages,
        urgency="this_week",
        created_at=asked,
        changed_at=asked,
        waiting_since=asked,
        state=NeedState.CLOSED,
        closed_because=Closing.EXPIRED,
        closed_at=asked + timedelta(days=7),
    )


def _within(match: Match, later: timedelta) -> datetime:
    """So long after the two were connected, or shortly before it was over."""
    at = _connected(match) + later
    return min(at, match.ended_at - timedelta(hours=1)) if match.ended_at else at


def _connected(match: Match) -> datetime:
    if match.connected_at is None:
        raise ValueError("Nothing comes of a match that never was.")
    return match.connected_at
