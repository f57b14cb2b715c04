"""The fairness report: who was served how, without anybody to be found in it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Community, Member
from matching import fairness, matches
from matching.fared import Figures
from matching.models import Match, Need, Offer, Topic

pytestmark = pytest.mark.django_db

MakeMember = Callable[..., Member]
Post = Callable[..., Need]
PostOffer = Callable[..., Offer]
HOUR = timedelta(hours=1)
MONTH = timedelta(days=30)
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def come(make_member: MakeMember, post_need: Post) -> Callable[..., list[Need]]:
    """So many seekers, each with one need; `like` says what their needs are like."""
    number = iter(range(1_000))

    def seek(count: int, *, zone: str = "Europe/Lisbon", **like: object) -> list[Need]:
        return [post_need(make_member(f"Seeker{next(number)}", zone=zone), **like) for _ in range(count)]

    return seek


def report(community: Community, now: datetime) -> fairness.Report:
    """Of the month up to and with this moment: the time that a report tells of ends before its `now`."""
    return fairness.report(community.pk, since=now - MONTH, now=now + MOMENT)


def ask(need: Need, offer: Offer, at: datetime) -> Match:
    return matches.propose(need_id=need.pk, offer_id=offer.pk, now=at)


def connect(need: Need, offer: Offer, *, asked: datetime, met: datetime) -> None:
    match = ask(need, offer, asked)
    seen = (match.need_version, match.offer_version)
    match = matches.answer(match=match, member=offer.member, answer="yes", seen=seen, now=met)
    matches.answer(match=match, member=need.member, answer="yes", seen=seen, now=met)


def test_shares_and_the_time_until_half_were_served(
    riverside: Community,
    come: Callable[..., list[Need]],
    make_member: MakeMember,
    post_offer: PostOffer,
    now: datetime,
) -> None:
    needs = come(6)
    for hours, need in enumerate(needs[:4], start=1):
        offer = post_offer(make_member(f"Helper{hours}"))
        if hours <= 2:
            connect(need, offer, asked=now + hours * HOUR, met=now + 5 * hours * HOUR)
        else:
            ask(need, offer, now + hours * HOUR)
    told = report(riverside, now + timedelta(days=1)).all
    assert told == Figures(6, 4, 2, half_asked=3 * HOUR, half_connected=None)
    assert (told.share_asked, told.share_connected) == (4 / 6, 2 / 6)


def test_those_for_whom_it_never_happened_count_as_the_longest_waits(
    riverside: Community,
    come: Callable[..., list[Need]],
    make_member: MakeMember,
    post_offer: PostOffer,
    now: datetime,
) -> None:
    """Who was asked about at once must not make a wait look short that most still live through."""
    ask(come(5)[0], post_offer(make_member("Helper")), now)
    told = report(riverside, now).all
    assert told
    assert (told.asked, told.half_asked) == (1, None)


def test_only_what_opened_in_this_time_counts(
    riverside: Community, come: Callable[..., list[Need]], now: datetime
) -> None:
    old, *_rest = come(6)
    Need.objects.filter(pk=old.pk).update(waiting_since=now - MONTH - HOUR)
    riverside.review_first_needs = True
    riverside.save()
    come(1)
    told = report(riverside, now).all
    assert told
    assert told.needs == 5


def test_what_comes_after_this_time_does_not_count(
    riverside: Community,
    come: Callable[..., list[Need]],
    make_member: MakeMember,
    post_offer: PostOffer,
    now: datetime,
) -> None:
    """Otherwise two looks at the same week would differ by one person."""
    needs = come(6)
    offers = [post_offer(make_member(f"Helper{number}"), now=now) for number in range(6)]
    connect(needs[0], offers[0], asked=now, met=now + HOUR)
    ask(needs[1], offers[1], now + HOUR)
    Need.objects.filter(pk=needs[2].pk).update(waiting_since=now + HOUR)
    Offer.objects.filter(pk=offers[2].pk).update(created_at=now + HOUR)
    told = fairness.report(riverside.pk, since=now - MONTH, now=now + HOUR)
    assert told.all == Figures(5, 1, 0, half_asked=None, half_connected=None)
    assert told.helpers == fairness.Helpers(count=5, unevenness=4 / 5, new=5, new_asked=1 / 5)


def test_by_language_and_time_zone(
    riverside: Community, come: Callable[..., list[Need]], now: datetime
) -> None:
    come(7, languages=["en"])
    come(5, languages=["en", "pt"], zone="Europe/Paris")
    come(5, languages=["de"], zone="Asia/Kathmandu")
    told = report(riverside, now)
    assert [(language, row.needs) for language, row in told.by_language.rows] == [
        ("en", 12),
        ("de", 5),
        ("pt", 5),
    ]
    assert [(minutes, row.needs) for minutes, row in told.by_offset.rows] == [(0, 7), (345, 5), (60, 5)]
    assert told.by_language.others is None


def test_zones_with_the_same_clock_are_one_group(
    riverside: Community, come: Callable[..., list[Need]], now: datetime
) -> None:
    for zone in ("Europe/Paris", "Europe/Rome", "Africa/Lagos", "Europe/Berlin", "Europe/Oslo"):
        come(1, zone=zone)
    assert [minutes for minutes, _ in report(riverside, now).by_offset.rows] == [60]


def test_few_are_never_told_apart(
    riverside: Community, come: Callable[..., list[Need]], post_need: Post, now: datetime
) -> None:
    come(9, languages=["en"])
    come(4, languages=["pt"])
    come(2, languages=["de"])
    told = report(riverside, now).by_language
    assert [language for language, _ in told.rows] == ["en"]
    assert told.others
    assert told.others.needs == 6
    for _ in range(5):
        post_need(Need.objects.filter(languages=["de"])[0].member, languages=["fi"])
    told = report(riverside, now).by_language
    assert "fi" not in dict(told.rows), "five requests of one person are one person"


def test_a_small_community_is_told_nothing(
    riverside: Community,
    come: Callable[..., list[Need]],
    make_member: MakeMember,
    post_offer: PostOffer,
    now: datetime,
) -> None:
    ask(come(4)[0], post_offer(make_member("Helper", days=1)), now)
    told = report(riverside, now)
    assert told.all is None
    assert (told.by_language.rows, told.by_language.others) == ((), None)
    assert (told.by_topic, told.other_topics) == ((), None)
    assert (told.helpers.count, told.helpers.unevenness, told.helpers.new_asked) == (1, None, None)


def test_by_topic_and_within_it(
    riverside: Community, come: Callable[..., list[Need]], grief: Topic, now: datetime
) -> None:
    top = grief.parent
    assert top
    sibling = top.children.exclude(pk=grief.pk)[0]
    other = Topic.objects.filter(parent=None).exclude(pk=top.pk)[0]
    come(5, topics=[grief])
    come(5, topics=[sibling, grief])
    come(3, topics=[other])
    come(2, topics=[top])
    told = report(riverside, now)
    assert [(row, figures.needs) for row, figures, _ in told.by_topic] == []
    come(2, topics=[other])
    told = report(riverside, now)
    rows = {row: (figures.needs, inside) for row, figures, inside in told.by_topic}
    assert {row: needs for row, (needs, _) in rows.items()} == {top.pk: 12, other.pk: 5}
    inside = rows[top.pk][1]
    assert {topic: figures.needs for topic, figures in inside.rows} == {grief.pk: 10}
    assert inside.others
    assert inside.others.needs == 7, "the two who asked in general, together with those of the smaller topic"
    assert told.names[grief.pk] == grief.name


def test_how_the_asking_lies_on_helpers(
    riverside: Community,
    come: Callable[..., list[Need]],
    make_member: MakeMember,
    post_offer: PostOffer,
    now: datetime,
) -> None:
    """Of eight helpers, six of them new, one was asked twice."""
    offers = [
        post_offer(make_member(f"Helper{number}"), now=now - (2 * MONTH if number < 2 else HOUR))
        for number in range(8)
    ]
    for need in come(2):
        ask(need, offers[-1], now)
    before = ask(come(1)[0], offers[0], now)
    Match.objects.filter(pk=before.pk).update(proposed_at=now - MONTH - HOUR)
    helpers = report(riverside, now).helpers
    assert helpers == fairness.Helpers(count=8, unevenness=7 / 8, new=6, new_asked=1 / 6)


def test_it_looks_at_the_newest_and_says_so(
    riverside: Community, come: Callable[..., list[Need]], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    come(7)
    assert report(riverside, now).whole
    monkeypatch.setattr(fairness, "MOST", 6)
    told = report(riverside, now)
    assert told.all
    assert (told.all.needs, told.whole) == (6, False)


def test_its_queries_do_not_grow(
    riverside: Community,
    come: Callable[..., list[Need]],
    make_member: MakeMember,
    post_offer: PostOffer,
    now: datetime,
    django_assert_num_queries: Callable[..., object],
) -> None:
    for count in (1, 6):
        for need in come(count):
            ask(need, post_offer(make_member(f"Helper{need.pk}")), now)
        with django_assert_num_queries(8):  # type: ignore[attr-defined]
            report(riverside, now)
