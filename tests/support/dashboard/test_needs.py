"""Needs: read, let through, explained, and put to somebody by hand."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Community, Member, Role
from matching import blocks, never_ask
from matching.engine import rules
from matching.models import Match, Need, NeedState, Offer
from support import matchmaking, reports
from support.models import Decision

pytestmark = pytest.mark.django_db

At = Callable[..., str]
Read = Callable[..., str]
Post = Callable[..., Need]
PostOffer = Callable[..., Offer]

WORDS = "My father died in March"
BETWEEN_THEM = "Something between the two stands against it, and stays between them."


@pytest.fixture
def first_needs_are_read(riverside: Community) -> None:
    riverside.review_first_needs = True
    riverside.save()


@pytest.mark.usefixtures("first_needs_are_read")
def test_a_need_is_read_and_let_through(
    desk: Client, at: At, read: Read, maya: Member, post_need: Post
) -> None:
    need = post_need(maya)
    text = read(desk.get(at("needs"), {"show": "read"}))
    assert need.headline in text
    assert WORDS not in text
    assert WORDS in read(desk.get(at("need", need.uid)))
    response = desk.post(at("need_decide", need.uid), {"kind": "need_released"}, follow=True)
    text = read(response)
    assert "the search has begun" in text
    assert WORDS not in text
    need.refresh_from_db()
    assert need.state == NeedState.OPEN


@pytest.mark.usefixtures("first_needs_are_read")
def test_a_need_given_back_is_read_by_its_writer_alone_with_the_moderators_words(
    desk: Client, at: At, read: Read, maya: Member, post_need: Post, browser: Callable[[Member], Client]
) -> None:
    need = post_need(maya)
    words = "Please leave out the address."
    desk.post(at("need_decide", need.uid), {"kind": "need_returned", "words": words})
    assert desk.get(at("need", need.uid)).status_code == 404
    text = read(browser(maya).get(reverse("need", args=[need.uid])))
    assert words in text
    assert "Nour" not in text
    assert Decision.objects.get().words == words


def test_open_words_stay_closed_until_reported(
    desk: Client, at: At, read: Read, connected: Match, omar: Member, now: object
) -> None:
    page = at("need", connected.need.uid)
    assert WORDS not in read(desk.get(page))
    reports.report(reporter=omar, match=connected, words="It hurt", now=now)  # type: ignore[arg-type]
    assert WORDS in read(desk.get(page))


@pytest.mark.usefixtures("first_needs_are_read")
def test_a_fellow_moderators_need_is_let_through_unread(
    desk: Client, at: At, read: Read, riverside: Community, lena: Member, post_need: Post
) -> None:
    riverside.memberships.filter(member=lena).update(role=Role.MODERATOR)
    need = post_need(lena)
    for page in (desk.get(at("needs"), {"show": "read"}), desk.get(at("need", need.uid))):
        text = read(page)
        assert "A moderator's own request" in text
        for private in (WORDS, need.headline, "Lena"):
            assert private not in text
    desk.post(at("need_decide", need.uid), {"kind": "need_released"})
    need.refresh_from_db()
    assert need.state == NeedState.OPEN


def test_my_own_need_and_one_i_was_asked_about_are_not_here(
    desk: Client, at: At, nour: Member, maya: Member, post_need: Post, propose: Callable[..., Match]
) -> None:
    for need in (post_need(nour), propose(maya, nour).need):
        assert desk.get(at("need", need.uid)).status_code == 404
        assert desk.post(at("need_decide", need.uid), {"kind": "need_released"}).status_code == 404
        assert desk.post(at("match_by_hand", need.uid), {"kind": "matched_by_hand"}).status_code == 404


def test_it_says_per_rule_why_nobody_was_found(
    desk: Client,
    at: At,
    read: Read,
    maya: Member,
    omar: Member,
    lena: Member,
    post_need: Post,
    post_offer: PostOffer,
) -> None:
    post_offer(omar, languages=["pt"])
    post_offer(lena, languages=["pt"], kinds=["practical"])
    response = desk.get(at("need", post_need(maya).uid))
    fell = {each.rule: (each.offers, each.only) for each in response.context["why"].fell}
    assert fell == {"share_a_language": (2, 1), "share_a_kind": (1, 0)}
    text = read(response)
    assert "2 offers are open." in text
    assert "They have no language in common." in text


def test_somebody_is_put_to_it_by_hand(
    desk: Client,
    at: At,
    read: Read,
    maya: Member,
    omar: Member,
    lena: Member,
    post_need: Post,
    post_offer: PostOffer,
) -> None:
    need, offer = post_need(maya), post_offer(omar)
    post_offer(lena, formats=["chat"], languages=["pt"])
    page = read(desk.get(at("need", need.uid)))
    assert page.count('name="offer"') == 1
    assert "They have no language in common." in page
    response = desk.post(
        at("match_by_hand", need.uid), {"kind": "matched_by_hand", "offer": str(offer.uid)}, follow=True
    )
    assert "The helper is being asked now." in read(response)
    assert Match.objects.get().offer == offer


def test_a_broken_rule_is_told_kindly(
    desk: Client, at: At, read: Read, maya: Member, lena: Member, post_need: Post, post_offer: PostOffer
) -> None:
    need, offer = post_need(maya), post_offer(lena, languages=["pt"])
    form = {"kind": "matched_by_hand", "offer": str(offer.uid)}
    assert "cannot be matched" in read(desk.post(at("match_by_hand", need.uid), form, follow=True))
    for nonsense in ("", "x", "0"):
        assert desk.post(at("match_by_hand", need.uid), form | {"offer": nonsense}).status_code == 404
    assert not Match.objects.exists()


def test_what_two_people_keep_between_them_stays_there(
    desk: Client,
    at: At,
    read: Read,
    maya: Member,
    omar: Member,
    post_need: Post,
    post_offer: PostOffer,
    now: object,
) -> None:
    """Nothing tells a block from a wish: not beside a name, and not in a count where there is one name only."""
    need = post_need(maya)
    post_offer(omar)
    blocks.block(blocker=omar, blocked=maya, now=now)  # type: ignore[arg-type]
    response = desk.get(at("need", need.uid))
    (candidate,) = response.context["candidates"]
    assert candidate.name == "Omar"
    assert candidate.against == [BETWEEN_THEM]
    (fell,) = response.context["why"].fell
    assert (fell.rule, fell.sentence, fell.offers, fell.only) == ("between_them", BETWEEN_THEM, 1, 1)
    for page in (response, desk.get(at("search"))):
        assert BETWEEN_THEM in read(page)
        assert "blocked" not in read(page)


def test_a_pair_is_explained_rule_by_rule(
    desk: Client,
    at: At,
    read: Read,
    maya: Member,
    omar: Member,
    lena: Member,
    post_need: Post,
    post_offer: PostOffer,
) -> None:
    need = post_need(maya)
    post_offer(omar)
    post_offer(lena, languages=["pt"])
    response = desk.get(at("need", need.uid))
    fits, falls = response.context["candidates"]
    assert all(rule.holds for rule in fits.rules)
    assert len(fits.rules) == len(rules.RULES) - len(matchmaking.PRIVATE) + 1
    assert [rule.words for rule in falls.rules if not rule.holds] == ["They have no language in common."]
    assert len(falls.rules) == len(fits.rules)
    assert falls.rules[-1] == ("Nothing between the two stands against it.", True)
    assert "The helper offers just what is asked about." in fits.fits
    assert falls.fits == []
    text = read(response)
    assert text.count("Rule by rule") == 2
    assert "They have a topic in common." in text


def test_what_would_widen_the_search_is_told_once_it_takes_long(
    desk: Client,
    at: At,
    read: Read,
    make_member: Callable[..., Member],
    maya: Member,
    post_need: Post,
    post_offer: PostOffer,
    now: datetime,
) -> None:
    need = post_need(maya, formats=["chat"])
    for name, like in (
        ("Ash", {"languages": ["pt"]}),
        ("Birch", {"languages": ["de"]}),
        ("Fern", {"formats": ["call"]}),
        ("Moss", {"formats": ["call"], "languages": ["pt"]}),
    ):
        post_offer(make_member(name), **like)
    assert "What would widen the search" not in read(desk.get(at("need", need.uid)))
    Need.objects.update(waiting_since=now - timedelta(days=1))
    response = desk.get(at("need", need.uid))
    assert [(change.words, change.helpers) for change in response.context["wider"]] == [
        ("A language more, if they speak another", 2),
        ("Chat and call alike", 1),
    ]
    assert "What would widen the search" in read(response)


def test_a_wish_is_told_to_no_moderator(
    desk: Client,
    at: At,
    read: Read,
    maya: Member,
    omar: Member,
    post_need: Post,
    post_offer: PostOffer,
    now: datetime,
) -> None:
    """A wish and a block make the same page."""
    maya.gender = "woman"
    need = post_need(maya, wish_same_gender=True)
    post_offer(omar)
    Need.objects.update(waiting_since=now - timedelta(days=1))
    page = at("need", need.uid)
    wished = read(desk.get(page)).partition("<main")[2]
    assert "No single change would do." in wished
    Need.objects.update(wish_same_gender=False)
    blocks.block(blocker=omar, blocked=maya, now=now)
    assert without_token(read(desk.get(page)).partition("<main")[2]) == without_token(wished)


def without_token(text: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def test_no_count_tells_a_moderator_who_stands_against_them(
    desk: Client,
    at: At,
    read: Read,
    maya: Member,
    nour: Member,
    post_need: Post,
    post_offer: PostOffer,
    now: object,
) -> None:
    need = post_need(maya)
    post_offer(nour)
    never_ask.add(member=maya, address=nour.email, now=now)  # type: ignore[arg-type]
    for page in (at("need", need.uid), at("search")):
        text = read(desk.get(page))
        assert "Nobody offers help here yet." in text
        assert BETWEEN_THEM not in text


def test_people_i_am_near_to_are_no_candidates(
    desk: Client,
    at: At,
    maya: Member,
    omar: Member,
    nour: Member,
    post_need: Post,
    post_offer: PostOffer,
    now: object,
) -> None:
    need = post_need(maya)
    mine, theirs = post_offer(nour), post_offer(omar)
    blocks.block(blocker=omar, blocked=nour, now=now)  # type: ignore[arg-type]
    assert desk.get(at("need", need.uid)).context["candidates"] == []
    for offer in (mine, theirs):
        form = {"kind": "matched_by_hand", "offer": str(offer.uid)}
        assert desk.post(at("match_by_hand", need.uid), form).status_code == 404


@pytest.mark.parametrize("page", ["needs", "need"])
def test_queries_do_not_grow(
    desk: Client,
    at: At,
    page: str,
    maya: Member,
    make_member: Callable[..., Member],
    post_need: Post,
    post_offer: PostOffer,
) -> None:
    need = post_need(maya)
    address = at("needs") if page == "needs" else at("need", need.uid)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(address).status_code == 200
        return len(seen)

    def grow(start: int, count: int) -> None:
        for number in range(start, start + count):
            post_offer(make_member(f"Helper {number}"))
            post_need(make_member(f"Seeker {number}"))

    grow(0, 2)
    queries()
    few = queries()
    grow(2, 10)
    queries()  # notes once, in one step, that they were looked at
    assert queries() == few
