"""A life in full: somebody who has one of everything that can be kept."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from accounts import communities
from accounts.models import Community, Member, PushSubscription
from matching import availability, blocks, matches, never_ask
from matching.models import Match, MayKnow, Need, Offer, Policy
from support import (
    checkins,
    conversations,
    feelings,
    followup,
    inviting,
    kind_words,
    meetings,
    reflections,
    reports,
)
from support.meetings import feeds
from support.models import Appeal, CheckIn, Draft, Grade, Measure, Session
from tests.support.conftest import Connect


@pytest.fixture
def full_life(
    riverside: Community,
    maya: Member,
    omar: Member,
    lena: Member,
    nour: Member,
    make_member: Callable[..., Member],
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    connect: Connect,
    now: datetime,
) -> Match:
    """Maya's, and the match that connects her with Omar."""
    met = connect(maya, omar)
    say = conversations.send
    said = say(match=met, author=maya, words="I sleep badly since March.", form_key=uuid4(), now=now)
    say(match=met, author=omar, words="I remember those nights.", form_key=uuid4(), now=now)
    thanks = followup.thank(match=met, author=maya, words="You were there.", now=now)
    kind_words.share(thanks=thanks, member=maya, agreed=True, now=now)
    CheckIn.objects.create(match=met, member=maya, day=3, asked_at=now)
    checkins.answer(match=met, member=maya, helped="a_little", feeling=3, now=now)
    feelings.say(need=met.need, value=2, now=now)
    reflections.write(member=maya, helped="Walking by the river", now=now)
    inviting.put_aside(member=maya, now=now)
    begins = now + timedelta(days=1, hours=6, minutes=30)
    meetings.suggest(match=met, member=omar, begins=begins, minutes=30, now=now)
    meetings.accept(match=met, member=maya, wanted=begins, now=now)
    feeds.make(member=maya, now=now)
    reports.report(reporter=omar, match=met, words="Please look at this.", message=said, now=now)
    reports.report(reporter=maya, match=met, words="He wrote at night.", now=now)
    mine = post_offer(maya, experience="I have lost somebody, too.")
    no = matches.propose(need_id=post_need(lena).pk, offer_id=mine.pk, now=now)
    matches.answer(match=no, member=maya, answer="no", seen=(1, 1), now=now)
    post_need(maya, headline="Another line", words="Other words")
    thorn, briar = make_member("Thorn"), make_member("Briar")
    blocks.block(blocker=maya, blocked=thorn, now=now)
    blocks.block(blocker=briar, blocked=maya, now=now)
    MayKnow.objects.create(member=maya, other=lena, created_at=now)
    MayKnow.objects.create(member=lena, other=maya, created_at=now)
    never_ask.add(member=maya, address="somebody@else.example", now=now)
    day = now.date() + timedelta(days=20)
    availability.add_away(member=maya, first_day=day, last_day=day, now=now)
    availability.refresh_masks(now=now)
    communities.invite(community=riverside, by=maya, now=now)
    of_a_moderator(riverside, omar, maya, now)
    EmailAddress.objects.create(user=maya, email=maya.email, primary=True, verified=True)
    Authenticator.objects.create(user=maya, type=Authenticator.Type.WEBAUTHN, data={"name": "My phone"})
    PushSubscription.objects.create(
        member=maya, name="The blue one", endpoint="https://push.test/1", fingerprint="1", made_at=now
    )
    Draft.objects.create(
        member=maya, community=riverside, what="ask", answers='{"words": ["Half a sentence"]}', kept_at=now
    )
    Session.objects.create(
        session_key="maya", session_data="", expire_date=now + timedelta(days=14), member_key=maya.pk
    )
    return Match.objects.get(pk=met.pk)


def of_a_moderator(community: Community, about: Member, by: Member, now: datetime) -> None:
    """What stays with others where somebody decided, confirmed, answered, or changed what counts."""
    place = {"community": community, "member": about, "reason": "unkind", "made_at": now}
    mine = Measure.objects.create(grade=Grade.WARN, by=by, **place)
    Measure.objects.create(grade=Grade.SUSPEND, second=by, **place)
    Appeal.objects.create(measure=mine, words="Why?", answered_by=by, made_at=now, answered_at=now)
    Policy.objects.create(community=community, changed_at=now, changed_by=by)
