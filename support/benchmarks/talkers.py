"""Pairs who were matched and talk, each side with a browser and a program: whoever asks for pages and for the API."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from django.utils.crypto import get_random_string

from accounts import communities, members
from accounts.guides import Guide, note_read
from accounts.models import Community, Member
from matching import availability, matches, needs, offers
from matching.engine.side import Window
from matching.models import Match, Need, Topic
from support import tokens
from support.benchmarks import serving
from support.models import Message

SLUG = "measured"
SAID = 30  # in each conversation
EVENINGS = [Window(weekday, 18 * 60, 21 * 60) for weekday in range(7)]
LONG_HERE = timedelta(days=100)
WORDS = "Somebody to talk to about the first year, in the evening. "


@dataclass(frozen=True, slots=True)
class Talker:
    """One side of a conversation, with what their browser and their program send along."""

    member: int
    match: str
    browser: dict[str, str]
    program: dict[str, str]
    form: str  # the token of the pages' forms


def pairs(number: int, *, now: datetime) -> list[Talker]:
    """So many pairs in a community of their own, both sides of each."""
    since, names = now - LONG_HERE, count()
    founder = members.sign_up(
        email="founder@measured.example", password=None, now=since, adult=True, consent=True
    )
    place = communities.create(name="Measured", slug=SLUG, by=founder, now=since, languages=["en"])
    topic = Topic.objects.filter(current=True).exclude(parent=None).earliest("pk")
    found = []
    for _ in range(number):
        seeker, helper = (_member(place, f"Member {next(names)}", since) for _side in range(2))
        match = _connected(place, topic, seeker, helper, now)
        _say(match, now)
        for side in (seeker, helper):
            _need(place, topic, side, now)
        found += [_talker(side, match, now) for side in (seeker, helper)]
    return found


def _member(place: Community, name: str, since: datetime) -> Member:
    member = members.sign_up(
        email=f"{name.replace(' ', '-').lower()}@measured.example",
        password=None,
        now=since,
        adult=True,
        consent=True,
        languages=["en"],
    )
    Member.objects.filter(pk=member.pk).update(time_zone_confirmed=True)
    communities.join(community=place, member=member, display_name=name, now=since)
    availability.replace(member=member, windows=EVENINGS, now=since)
    return member


def _connected(place: Community, topic: Topic, seeker: Member, helper: Member, now: datetime) -> Match:
    note_read(helper, Guide.LISTENING, now=now)
    offer = offers.post(
        member=helper,
        community=place,
        topics=[topic],
        avoids=[],
        kinds=["listening"],
        formats=["chat"],
        languages=["en"],
        capacity=1,
        now=now,
    )
    need = _need(place, topic, seeker, now)
    match = matches.propose(need_id=need.pk, offer_id=offer.pk, now=now)
    for side in (helper, seeker):
        seen = (match.need_version, match.offer_version)
        match = matches.answer(match=match, member=side, answer="yes", seen=seen, now=now)
    return match


def _need(place: Community, topic: Topic, member: Member, now: datetime) -> Need:
    return needs.post(
        member=member,
        community=place,
        topics=[topic],
        headline=WORDS,
        words=WORDS * 3,
        kind="listening",
        formats=["chat"],
        languages=["en"],
        urgency="whenever",
        now=now,
    )


def _say(match: Match, now: datetime) -> None:
    """One after the other, up to a moment ago."""
    sides = (match.seeker_id, match.helper_id)
    moments = [now - timedelta(minutes=SAID - nth) for nth in range(SAID)]
    Message.objects.bulk_create(
        Message(match=match, author_id=sides[nth % 2], words=WORDS * 2, sent_at=moment)
        for nth, moment in enumerate(moments)
    )


def _talker(member: Member, match: Match, now: datetime) -> Talker:
    form = get_random_string(32)
    session = serving.session_of(member)
    _token, secret = tokens.make(
        member=member,
        name="Measured",
        scopes=["me:read", "matching:read", "talk:read", "talk:write"],
        days=7,
        now=now,
    )
    host = {"Host": serving.HERE}
    return Talker(
        member.pk,
        str(match.uid),
        host | {"Cookie": f"sessionid={session}; csrftoken={form}"},
        host | {"Authorization": f"Bearer {secret}", "Accept": "application/json"},
        form,
    )
