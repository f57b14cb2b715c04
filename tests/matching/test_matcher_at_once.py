"""Workers at the same time, and workers that die: rounds collapse, nobody is left due, nothing is half done."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from threading import Event, current_thread, main_thread

import pytest
from django.db import connection

from accounts import communities
from accounts.guides import Guide, note_read
from accounts.models import Community, Member
from accounts.notifications import notify
from accounts.rows import Later
from matching import matcher, needs, offers, waiting
from matching.matches import proposing
from matching.models import Match, MatchState, Need, Offer, Round
from support import audit
from tests.journeys.steps import at_once

Post = Callable[..., Need]
PostOffer = Callable[..., Offer]
MakeMember = Callable[..., Member]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("rung")]


@pytest.fixture
def run(riverside: Community, now: datetime) -> Callable[[], list[Round]]:
    return lambda: matcher.run(community_id=riverside.pk, now=lambda: now)


Run = Callable[[], list[Round]]


def broken() -> list[str]:
    return [each.promise for each in audit.findings() if each.broken]


def test_many_doorbells_hold_one_round(
    make_member: MakeMember, post_need: Post, post_offer: PostOffer, run: Run, now: datetime
) -> None:
    post_offer(make_member("Helper"), capacity=5)
    for number in range(6):
        post_need(make_member(f"Seeker {number}"))
    at_once(*[run] * 6)
    assert Round.objects.get().waiting == 6
    assert not waiting.due(now=now).exists()


def test_whoever_posts_while_rounds_are_held_is_looked_at(
    make_member: MakeMember, post_need: Post, post_offer: PostOffer, run: Run, now: datetime
) -> None:
    post_offer(make_member("Helper"), capacity=5)
    seekers = [make_member(f"Seeker {number}") for number in range(6)]
    for _ in range(3):
        at_once(*(posting_and_ringing(post_need, seeker, run) for seeker in seekers))
        assert waiting.communities_due(now=now) == []
    assert broken() == []


def posting_and_ringing(post: Post, seeker: Member, run: Run) -> Callable[[], list[Round]]:
    def act() -> list[Round]:
        post(seeker)
        return run()

    return act


def test_a_doorbell_that_finds_the_lock_taken_as_the_holder_finishes_is_heard(
    maya: Member, lena: Member, post_need: Post, run: Run, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Just when the holder has found nothing more, and still holds the lock."""
    post_need(maya)
    real, turned_away = waiting.ask_call, list[object]()

    def ask_call(community_id: int, *, now: datetime) -> Later[waiting.Call]:
        called = real(community_id, now=now)

        def call() -> waiting.Call:
            found = called()
            if current_thread() is main_thread() and not found.anything and not turned_away:
                turned_away.append("now")
                turned_away[:] = at_once(posting_and_ringing(post_need, lena, run))
            return found

        return call

    monkeypatch.setattr(waiting, "ask_call", ask_call)
    held = run()
    assert turned_away == [[]], "the other worker went away"
    assert len(held) == 2
    assert not waiting.due(now=now).exists()


def test_communities_do_not_wait_for_each_other(
    maya: Member,
    omar: Member,
    lena: Member,
    nour: Member,
    post_need: Post,
    post_offer: PostOffer,
    run: Run,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The other's round begins and ends while this one stands in the midst of its transaction."""
    hill = communities.create(name="Hill", slug="hill", by=nour, now=now, languages=["en"])
    for member in (lena, nour):
        communities.join(community=hill, member=member, display_name="Somebody", now=now)
    need, offer = post_need(maya), post_offer(omar)
    there = needs.post(member=lena, community=hill, now=now, **fields_of(need))
    note_read(nour, Guide.LISTENING, now=now)
    offers.post(member=nour, community=hill, now=now, **fields_of(offer), avoids=[], capacity=1)
    real, midst, over = notify.ask_to_tell, Event(), Event()

    def slowly(notices: list[notify.Notice], *, now: datetime) -> Later[list[notify.Told]]:
        if any(notice.member.pk == omar.pk for notice in notices):
            midst.set()
            assert over.wait(20)
        return real(notices, now=now)

    def other() -> list[Round]:
        assert midst.wait(20)
        held = matcher.run(community_id=hill.pk, now=lambda: now)
        over.set()
        return held

    monkeypatch.setattr(proposing, "ask_to_tell", slowly)
    _, held = at_once(run, other)
    assert isinstance(held, list)
    assert there.matches.get().state == need.matches.get().state == MatchState.PROPOSED


def fields_of(posting: Need | Offer) -> dict[str, object]:
    """What to post the same with."""
    common = {name: getattr(posting, name) for name in ("formats", "languages")}
    topics = {"topics": list(posting.topics.all())}
    if isinstance(posting, Offer):
        return {**common, **topics, "kinds": posting.kinds}
    own = {name: getattr(posting, name) for name in ("headline", "words", "kind", "urgency")}
    return {**common, **topics, **own}


WORKER = """
import os, signal, sys
from datetime import datetime
import django
django.setup()
from django.db import connection
from accounts import doorbell
from matching import matcher
from matching.matches import proposing
name, community, now, where = sys.argv[1:]
connection.settings_dict["NAME"] = name
doorbell._publish = lambda task, ids: None
matcher.BATCH = 2
place = {"between two batches": (matcher, "_propose"), "inside a batch": (proposing, "ask_to_tell")}[where]
real, calls = getattr(*place), []
def killed(*args, **kwargs):
    calls.append(args)
    if len(calls) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*args, **kwargs)
setattr(*place, killed)
matcher.run(community_id=int(community), now=lambda: datetime.fromisoformat(now))
"""


@pytest.mark.parametrize("where", ["between two batches", "inside a batch"])
def test_a_worker_killed_in_the_midst_of_a_round_leaves_nothing_half_done(
    make_member: MakeMember,
    post_need: Post,
    post_offer: PostOffer,
    riverside: Community,
    run: Run,
    now: datetime,
    where: str,
) -> None:
    for number in range(5):
        post_need(make_member(f"Seeker {number}"))
        post_offer(make_member(f"Helper {number}"), capacity=1)
    name = str(connection.settings_dict["NAME"])
    worker = subprocess.run(
        [sys.executable, "-c", WORKER, name, str(riverside.pk), now.isoformat(), where],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "support.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert worker.returncode == -signal.SIGKILL, worker.stderr
    assert Round.objects.get().finished_at is None
    assert Match.objects.count() == 2, "the first batch stands, the second left nothing"
    assert broken() == []
    assert lock_is_free(riverside)
    assert sum(round.matched for round in run()) == 3
    assert Match.objects.filter(state=MatchState.PROPOSED).count() == 5
    assert broken() == []
    assert not waiting.due(now=now).exists()


def lock_is_free(community: Community) -> bool:
    """Waits until the database has noticed that whoever held it is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [matcher.LOCK, community.pk])
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [matcher.LOCK, community.pk])
        return bool(cursor.fetchone()[0])
