"""A quiet call for helpers: only where figures say so, only to who chose it, at most once a month."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Community, Member, Notification
from accounts.notifications.kinds import KINDS
from matching.models import Need, Offer, OfferState, Topic
from support import policies
from support.models import Decision, DecisionKind, HelperCall
from support.pulse import calls, coarse, publishing

pytestmark = pytest.mark.django_db

Ask = Callable[..., list[Need]]
Give = Callable[..., list[Offer]]
People = Callable[[int], list[Member]]


@pytest.fixture
def group(grief: Topic) -> Topic:
    assert grief.parent
    return grief.parent


@pytest.fixture
def worries(db: None) -> Topic:
    return Topic.objects.get(slug="feelings")


@pytest.fixture
def short(ask: Ask, lately: datetime, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten people asked about each of two groups of topics, and nobody said yes."""
    monkeypatch.setattr(coarse, "begins", lambda *cell: 5)
    ask(10, lately)
    ask(10, lately, topic=Topic.objects.get(slug="worry"))
    publishing.publish(now=now)


def chose(*members: Member) -> None:
    Member.objects.filter(pk__in=[member.pk for member in members]).update(hears_calls=True)


def heard() -> set[int]:
    return set(Notification.objects.filter(kind=calls.KIND).values_list("member_id", flat=True))


def test_only_those_who_chose_it_and_have_room_hear_it(
    short: None,
    riverside: Community,
    nour: Member,
    group: Topic,
    people: People,
    ask: Ask,
    give: Give,
    now: datetime,
) -> None:
    willing, _silent, looking, resting, there, paused, unwilling = people(7)
    chose(willing, looking, resting, there, paused, unwilling, nour)
    ask([looking], now)
    give([resting], now, state=OfferState.PAUSED)
    give([there], now)
    for offer in give([unwilling], now, topic=Topic.objects.get(slug="worry")):
        offer.avoids.add(group)
    riverside.memberships.filter(member=paused).update(matching_paused_at=now)
    calls.send(community=riverside, topic=group, by=nour, now=now)
    assert heard() == {willing.pk}


def test_it_is_off_at_first(
    short: None, riverside: Community, nour: Member, maya: Member, group: Topic, now: datetime
) -> None:
    assert not maya.hears_calls
    calls.send(community=riverside, topic=group, by=nour, now=now)
    assert heard() == set()


def test_it_says_neither_what_it_is_about_nor_who(
    short: None, riverside: Community, nour: Member, maya: Member, group: Topic, now: datetime
) -> None:
    chose(maya)
    calls.send(community=riverside, topic=group, by=nour, now=now)
    said = Notification.objects.get(member=maya, kind=calls.KIND)
    assert said.refers_to == {"community": "riverside"}
    assert not KINDS[calls.KIND].urgent
    kept = Decision.objects.get(kind=DecisionKind.HELPERS_CALLED)
    assert kept.by == nour
    assert kept.member is None
    assert set(kept.refers_to) == {"call", "topic"}


def test_nobody_hears_two_within_a_month(
    short: None,
    riverside: Community,
    nour: Member,
    maya: Member,
    group: Topic,
    worries: Topic,
    now: datetime,
) -> None:
    chose(maya)
    calls.send(community=riverside, topic=group, by=nour, now=now)
    with pytest.raises(calls.CalledLately):
        calls.send(community=riverside, topic=group, by=nour, now=now + timedelta(days=1))
    calls.send(community=riverside, topic=worries, by=nour, now=now + timedelta(days=2))
    assert Notification.objects.filter(kind=calls.KIND).count() == 1
    Notification.objects.update(created_at=now - calls.APART)
    HelperCall.objects.all().delete()
    calls.send(community=riverside, topic=worries, by=nour, now=now)
    assert Notification.objects.filter(kind=calls.KIND).count() == 2


def test_without_figures_that_say_so_there_is_no_call(
    riverside: Community, nour: Member, maya: Member, group: Topic, ask: Ask, lately: datetime, now: datetime
) -> None:
    ask(4, lately)
    publishing.publish(now=now)
    with pytest.raises(calls.NotMissing):
        calls.send(community=riverside, topic=group, by=nour, now=now)
    with pytest.raises(policies.NotAllowed):
        calls.send(community=riverside, topic=group, by=maya, now=now)


def test_what_it_did_is_counted_once_coarsely(
    short: None,
    riverside: Community,
    nour: Member,
    group: Topic,
    people: People,
    give: Give,
    now: datetime,
) -> None:
    willing = people(12)
    chose(*willing)
    call = calls.send(community=riverside, topic=group, by=nour, now=now)
    assert call.told == 10
    give(willing[:6], now + timedelta(days=3))
    calls.count(now=now + timedelta(days=20))
    call.refresh_from_db()
    assert call.came is None
    calls.count(now=now + timedelta(days=28))
    give(willing[6:], now + timedelta(days=4))
    calls.count(now=now + timedelta(days=29))
    call.refresh_from_db()
    assert call.came == 5
