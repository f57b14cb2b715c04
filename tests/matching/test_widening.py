"""What a seeker reads about widening the search: honest, and the same whatever lies between people."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Community, Member
from matching import blocks, matches, widening
from matching.models import Need, Offer
from matching.widening import Idea, ideas

pytestmark = pytest.mark.django_db

MakeMember = Callable[..., Member]
Post = Callable[..., Need]
PostOffer = Callable[..., Offer]

HOURS = "Add more hours in which you are free."
CALL = "Add another way to talk: chat or call."
LANGUAGE = "Add a language, if you speak another."
LISTENING = "Ask for somebody who listens."
BROADER = "Choose a broader topic as well."
TIME = "Give it more time."
WISH = "Let go of a wish about the other person."


def several(need: Need, now: datetime) -> set[str]:
    """The changes of which it is said that several people could fit then."""
    return {idea.words for idea in ideas(need, now=now) if idea.several}


@pytest.fixture
def need(post_need: Post, make_member: MakeMember) -> Need:
    """Somebody who speaks two languages asks for advice by chat, in one."""
    return post_need(make_member("Maya", languages=("en", "pt")), kind="advice", formats=["chat"])


@pytest.fixture
def offers(post_offer: PostOffer, make_member: MakeMember) -> Callable[..., list[Offer]]:
    """So many helpers, each with one offer like this; they would give advice by chat unless told otherwise."""
    number = iter(range(100))

    def come(count: int, **like: object) -> list[Offer]:
        given: dict[str, object] = {"kinds": ["advice"], "formats": ["chat"]} | like
        return [post_offer(make_member(f"Helper{next(number)}"), **given) for _ in range(count)]

    return come


def test_only_what_could_change_is_named(
    need: Need, post_need: Post, make_member: MakeMember, now: datetime
) -> None:
    assert [idea.words for idea in ideas(need, now=now)] == [HOURS, CALL, LANGUAGE, LISTENING, BROADER]
    fern = make_member("Fern")
    fern.gender = "woman"
    wish = post_need(fern, wish_same_gender=True, needed_by=now.date() + timedelta(days=3))
    assert [idea.words for idea in ideas(wish, now=now)] == [HOURS, LANGUAGE, BROADER, TIME, WISH]


@pytest.mark.parametrize(
    ("like", "change"),
    [
        ({"languages": ["pt"]}, LANGUAGE),
        ({"formats": ["call"]}, CALL),
        ({"kinds": ["listening"]}, LISTENING),
    ],
)
def test_what_would_open_the_search_to_five_people_comes_first_and_says_so(
    need: Need, offers: Callable[..., list[Offer]], now: datetime, like: dict[str, object], change: str
) -> None:
    nobody = ideas(need, now=now)
    assert not any(idea.several for idea in nobody)
    offers(4, **like)
    assert ideas(need, now=now) == nobody, "none and four read alike"
    offers(1, **like)
    found = ideas(need, now=now)
    assert found[0] == Idea(change, several=True)
    assert not any(idea.several for idea in found[1:])
    assert {idea.words for idea in found} == {idea.words for idea in nobody}


def test_five_offers_of_four_people_are_not_five_people(
    need: Need, offers: Callable[..., list[Offer]], post_offer: PostOffer, now: datetime
) -> None:
    *_, last = offers(4, languages=["pt"])
    post_offer(last.member, languages=["pt"], kinds=["advice"], formats=["chat"])
    assert several(need, now) == set()


def test_broader_topics_more_hours_and_no_wish(
    riverside: Community,
    post_need: Post,
    make_member: MakeMember,
    offers: Callable[..., list[Offer]],
    now: datetime,
) -> None:
    need = post_need(make_member("Fern"), wish_shared_experience=True)
    topic = need.topics.get()
    assert topic.parent
    sibling = topic.parent.children.exclude(pk=topic.pk)[0]
    offers(5, kinds=["listening"])
    offers(5, kinds=["listening", "experience"], topics=[sibling])
    early = offers(5, kinds=["listening", "experience"])
    for offer in early:
        offer.member.availability.update(start=6 * 60, end=7 * 60)
    assert several(need, now) == {WISH, BROADER, HOURS}


def test_nothing_between_two_people_changes_a_word(
    need: Need, offers: Callable[..., list[Offer]], post_need: Post, now: datetime
) -> None:
    """With just five people there, one fewer would show."""
    asked, declined, blocked, wishing, full = offers(5, languages=["pt", "en"], formats=["call"])
    before = ideas(need, now=now)
    assert several(need, now) == {CALL}

    blocks.block(blocker=blocked.member, blocked=need.member, now=now)
    Offer.objects.filter(pk=wishing.pk).update(wish_same_gender=True)
    Offer.objects.filter(pk=full.pk).update(live=full.capacity)
    Member.objects.filter(pk=full.member_id).update(helping=3)
    assert ideas(need, now=now) == before

    for offer, answer in ((asked, None), (declined, "no")):
        beside = post_need(need.member, kind="advice", formats=["call"])
        match = matches.propose(need_id=beside.pk, offer_id=offer.pk, now=now)
        if answer:
            matches.answer(match=match, member=offer.member, answer=answer, seen=(1, 1), now=now)
        assert ideas(need, now=now) == before


def test_being_asked_and_a_no_change_no_word(
    need: Need, offers: Callable[..., list[Offer]], now: datetime
) -> None:
    offers(5, languages=["pt"])
    (fits,) = offers(1)
    before = ideas(need, now=now)
    match = matches.propose(need_id=need.pk, offer_id=fits.pk, now=now)
    need.refresh_from_db()
    assert ideas(need, now=now) == before
    matches.answer(match=match, member=fits.member, answer="no", seen=(1, 1), now=now)
    need.refresh_from_db()
    assert ideas(need, now=now) == before


def test_whoever_left_or_paused_is_not_counted(
    riverside: Community, need: Need, offers: Callable[..., list[Offer]], now: datetime
) -> None:
    *_, last = offers(5, languages=["pt"])
    assert several(need, now) == {LANGUAGE}
    riverside.memberships.filter(member=last.member).update(matching_paused_at=now)
    assert several(need, now) == set()


def test_it_looks_at_the_newest_offers_alone(
    need: Need, offers: Callable[..., list[Offer]], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    offers(5, languages=["pt"])
    monkeypatch.setattr(widening, "MOST_OFFERS", 4)
    assert several(need, now) == set()


def test_its_queries_do_not_grow(need: Need, offers: Callable[..., list[Offer]], now: datetime) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            ideas(need, now=now)
        return len(asked)

    offers(1)
    few = queries()
    offers(5, languages=["pt"])
    assert queries() == few


def test_a_day_is_long(need: Need, now: datetime) -> None:
    assert not widening.waits_long(need, now=now + timedelta(hours=23))
    assert widening.waits_long(need, now=now + timedelta(hours=24))
