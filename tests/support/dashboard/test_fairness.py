"""Whether everybody is served alike: counts of many, and nobody to be found in them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Member
from matching import matches
from matching.models import Need, Offer, Topic
from support.dashboard import desk as moderators_desk
from support.dashboard.figures import in_percent, lasting
from support.fairness import coarse, fives, utc

pytestmark = pytest.mark.django_db

At = Callable[..., str]
Read = Callable[..., str]
Come = Callable[..., list[Need]]
PostOffer = Callable[..., Offer]


@pytest.fixture(autouse=True)
def a_week_later(clock: None, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """The page counts up to the last Monday, so what happens now stands there a week later."""
    monkeypatch.setattr(moderators_desk, "database_now", lambda: now + timedelta(days=7))


@pytest.fixture
def come(make_member: Callable[..., Member], post_need: Callable[..., Need]) -> Come:
    """So many seekers, each with one need like this."""
    number = iter(range(1_000))

    def seek(count: int, *, zone: str = "Europe/Lisbon", **like: object) -> list[Need]:
        return [post_need(make_member(f"Seeker{next(number)}", zone=zone), **like) for _ in range(count)]

    return seek


def test_few_people_are_told_nothing_about(desk: Client, at: At, read: Read, come: Come) -> None:
    come(4)
    text = read(desk.get(at("fairness")))
    assert "Too few to tell" in text
    assert "%" not in text.partition("<main")[2]


def test_it_tells_how_requests_fared(
    desk: Client,
    at: At,
    read: Read,
    come: Come,
    make_member: Callable[..., Member],
    post_offer: PostOffer,
    grief: Topic,
    now: datetime,
) -> None:
    needs = come(6, zone="Europe/Paris") + come(5, languages=["pt"])
    for need in needs[:3]:
        offer = post_offer(make_member(f"Helper{need.pk}"))
        matches.propose(need_id=need.pk, offer_id=offer.pk, now=now + timedelta(hours=3))
    response = desk.get(at("fairness"))
    tables = {key: {row.name: row for row in rows} for key, _, rows in response.context["tables"]}
    english = tables["language"]["English"]
    assert (english.needs, english.asked, english.connected) == (5, 50, 0)
    assert (english.half_asked.replace("\xa0", " "), english.half_connected) == ("3 hours", "")
    assert tables["language"]["Portuguese"].asked == 0
    assert list(tables["zone"]) == ["UTC+1", "UTC+0"]
    assert grief.parent
    assert [(row.name, row.inside) for row in tables["topic"].values()] == [
        (grief.parent.name, False),
        (grief.name, True),
    ]
    text = read(response)
    assert "50 %" in text
    assert 'width="50"' in text
    assert "Helper" not in text.partition("<main")[2].replace("helpers", "")
    assert read(desk.get(at("search"))).count(at("fairness")) == 1


def test_it_tells_how_often_anybody_was_passed_over(desk: Client, at: At, come: Come, read: Read) -> None:
    come(5)
    Need.objects.filter(pk=Need.objects.order_by("pk").values("pk")[:1]).update(passed_over=2)
    assert "preferred to the same request in 2 rounds at most" in read(desk.get(at("fairness")))


def test_it_looks_back_as_far_as_asked(desk: Client, at: At, come: Come, now: datetime) -> None:
    come(5)
    Need.objects.update(waiting_since=now - timedelta(days=60))

    def seen(**query: str) -> bool:
        return desk.get(at("fairness"), query).context["all"] is not None

    assert not seen()
    assert not seen(days="30")
    assert seen(days="90")
    assert not seen(days="nonsense")


def test_it_stays_as_it_is_until_the_week_is_over(desk: Client, at: At, come: Come, now: datetime) -> None:
    come(6)
    Need.objects.update(waiting_since=now + timedelta(days=6, hours=20))
    assert desk.get(at("fairness")).context["all"] is None


def test_shares_and_spans_are_coarse() -> None:
    hours = timedelta(hours=1)
    assert (fives(0.734), coarse(7.4 * hours), coarse(50.9 * hours), coarse(199 * hours)) == (
        75,
        timedelta(hours=7, minutes=24),
        50 * hours,
        192 * hours,
    )


@pytest.mark.parametrize(("minutes", "words"), [(0, "UTC+0"), (345, "UTC+5:45"), (-210, "UTC-3:30")])
def test_a_time_zone_is_told_by_its_clock(minutes: int, words: str) -> None:
    assert utc(minutes) == words


def test_figures_in_words() -> None:
    assert in_percent(0.734) == "73 %"
    assert in_percent(None) == "too few to tell"
    assert lasting(timedelta(seconds=20)) == "at once"
    assert lasting(timedelta(days=2, hours=3)).replace("\xa0", " ") == "2 days, 3 hours"


def test_queries_do_not_grow(
    desk: Client,
    at: At,
    come: Come,
    make_member: Callable[..., Member],
    post_offer: PostOffer,
    now: datetime,
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(at("fairness")).status_code == 200
        return len(asked)

    come(5)
    few = queries()
    for need in come(6, languages=["pt"]):
        offer = post_offer(make_member(f"Helper{need.pk}"), languages=["pt"])
        matches.propose(need_id=need.pk, offer_id=offer.pk, now=now)
    assert queries() == few
