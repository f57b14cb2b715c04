"""Asking: four steps, nothing typed is ever lost, and what is shown beforehand is what is seen."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Community, Member
from matching import phrases, topics
from matching.models import Match, Need, NeedState, Offer
from support import drafts
from support.models import Session
from tests.support.web.conftest import Browser, Propose, text_of

ASK = "/c/riverside/ask/"
WORDS: dict[str, Any] = {"words": "My father died in March and everyone has moved on but me."}
HEADLINE = "Somebody who knows the first year"
ABOUT: dict[str, Any] = {"headline": HEADLINE, "topics": ["losing-somebody", "loneliness"]}
HOW: dict[str, Any] = {
    "kind": "listening",
    "formats": ["chat", "call"],
    "languages": ["en"],
    "urgency": "this_week",
}
LOOK: dict[str, Any] = {"connect_me": "on"}


def step(client: Client, number: int, answers: dict[str, Any], **buttons: str) -> Any:
    return client.post(f"{ASK}?step={number}", {**answers, **buttons})


def walk(client: Client, *steps: dict[str, Any]) -> Any:
    """Takes the steps one after the other; the last answer."""
    response = None
    for number, answers in enumerate(steps, start=1):
        response = step(client, number, answers)
        assert response.status_code == 302, text_of(response)
    return response


def test_four_steps_post_a_need(browser: Browser, maya: Member) -> None:
    response = walk(browser(maya), WORDS, ABOUT, HOW, LOOK)

    need = Need.objects.get()
    assert response["Location"] == f"/needs/{need.uid}/"
    assert (need.words, need.headline, need.kind, need.connect_me) == (
        WORDS["words"],
        HEADLINE,
        "listening",
        True,
    )
    assert {topic.slug for topic in need.topics.all()} == {"losing-somebody", "loneliness"}
    assert need.state == NeedState.OPEN


def test_going_back_keeps_everything(browser: Browser, maya: Member) -> None:
    client = browser(maya)
    walk(client, WORDS, ABOUT)
    unfinished = {**HOW, "urgency": "today", "kind": ""}
    assert step(client, 3, unfinished, back="1")["Location"] == f"{ASK}?step=2"

    first, third = client.get(f"{ASK}?step=1"), client.get(f"{ASK}?step=3")
    assert WORDS["words"] in text_of(first)
    assert 'value="today" id="id_urgency_0" checked' in third.content.decode()


@pytest.mark.parametrize(
    ("number", "before", "answers", "kept"),
    [
        (2, [WORDS], {**ABOUT, "topics": []}, 'value="Somebody who knows the first year"'),
        (3, [WORDS, ABOUT], {**HOW, "needed_by": "2020-01-01"}, 'value="2020-01-01"'),
        (3, [WORDS, ABOUT], {**HOW, "formats": []}, 'value="listening" id="id_kind_0" checked'),
        (4, [WORDS, ABOUT, HOW], {"wish_same_gender": "on", "wish_age_bands": ["60+"]}, 'value="60+"'),
    ],
)
def test_what_wants_another_look_comes_back_as_it_was(
    browser: Browser,
    maya: Member,
    number: int,
    before: list[dict[str, Any]],
    answers: dict[str, Any],
    kept: str,
) -> None:
    client = browser(maya)
    walk(client, *before)
    response = step(client, number, answers)

    assert response.status_code == 200
    assert "What you wrote is still here" in text_of(response)
    assert kept in response.content.decode()
    assert not Need.objects.exists()


def test_too_many_topics_are_said_beside_the_topics(browser: Browser, maya: Member) -> None:
    client = browser(maya)
    walk(client, WORDS)
    response = step(client, 2, {**ABOUT, "topics": ["losing-somebody", "loneliness", "stress", "worry"]})
    assert "three at most" in text_of(response)
    assert HEADLINE in response.content.decode()


def test_no_step_can_be_jumped_over(browser: Browser, maya: Member) -> None:
    client = browser(maya)
    walk(client, WORDS)
    assert "Step 2 of 4" in text_of(client.get(f"{ASK}?step=4"))
    assert "Step 1 of 4" in text_of(client.get(f"{ASK}?step=nonsense"))


def test_a_draft_can_wait_and_home_knows_of_it(browser: Browser, maya: Member) -> None:
    client = browser(maya)
    assert step(client, 1, WORDS, later="1")["Location"] == "/home/"
    assert "You have begun to ask" in text_of(client.get("/home/"))
    assert WORDS["words"] in text_of(client.get(ASK))


def test_a_draft_is_kept_encrypted(browser: Browser, maya: Member) -> None:
    walk(browser(maya), WORDS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM support_draft")
        ((stored,),) = cursor.fetchall()
    assert stored
    assert "father" not in stored
    assert "father" not in str(Session.objects.get().get_decoded())


def test_posting_twice_posts_once(browser: Browser, maya: Member) -> None:
    client = browser(maya)
    walk(client, WORDS, ABOUT, HOW, LOOK)
    assert step(client, 4, LOOK)["Location"] == "/home/"
    assert Need.objects.count() == 1
    assert "You have begun to ask" not in text_of(client.get("/home/"))


def test_of_two_posts_at_the_same_moment_one_counts(
    browser: Browser, maya: Member, riverside: Community, now: datetime
) -> None:
    """The second request read the draft before the first one had posted it."""
    client = browser(maya)
    walk(client, WORDS, ABOUT, HOW)
    draft = drafts.of_member(member=maya, what=drafts.ASK, community=riverside, now=now)
    assert draft.exists()
    step(client, 4, LOOK)
    with drafts.posting(draft) as mine:
        assert not mine


def test_a_refusal_of_the_domain_keeps_the_draft(
    browser: Browser, maya: Member, post_need: Callable[..., Need]
) -> None:
    for _ in range(20):
        post_need(maya)
    client = browser(maya)
    walk(client, WORDS, ABOUT, HOW)
    response = step(client, 4, LOOK)

    assert "many open requests" in text_of(response)
    assert Need.objects.count() == 20
    assert WORDS["words"] in text_of(client.get(f"{ASK}?step=1"))


def test_the_last_look_shows_exactly_what_a_helper_sees(
    browser: Browser, maya: Member, omar: Member, post_offer: Callable[..., Offer], put: Propose
) -> None:
    client = browser(maya)
    walk(client, WORDS, ABOUT, HOW)
    before = _glimpse(client.get(f"{ASK}?step=4"))
    step(client, 4, {})
    match = put(Need.objects.get(), post_offer(omar))

    asked = _glimpse(browser(omar).get(f"/matches/{match.uid}/"))
    assert HEADLINE in before
    assert before == asked


def _glimpse(response: Any) -> str:
    """The line and the tags, as text, up to where the two pages go on differently."""
    page = response.content.decode()
    start = page.index('<div class="seen"')
    cut = page[start : page.index("</ul>", start)]
    return text_of(type("Page", (), {"content": cut.encode()})())


def test_without_hours_home_says_what_is_missing(browser: Browser, maya: Member) -> None:
    client = browser(maya)
    assert "when you are free" not in text_of(client.get("/home/"))
    maya.availability.all().delete()
    assert "We do not know yet when you are free" in text_of(client.get("/home/"))


def test_where_people_meet_in_person_an_area_is_asked_for(
    browser: Browser, maya: Member, riverside: Community
) -> None:
    client = browser(maya)
    walk(client, WORDS, ABOUT)
    assert "In person" not in text_of(client.get(f"{ASK}?step=3"))

    Community.objects.filter(pk=riverside.pk).update(in_person=True)
    north = riverside.areas.create(name="North")
    response = step(client, 3, {**HOW, "formats": ["in_person"]})
    assert "choose the part of the map" in text_of(response)
    assert step(client, 3, {**HOW, "formats": ["in_person"], "area": north.pk}).status_code == 302


def test_with_a_reading_moderator_the_page_says_so(
    browser: Browser, maya: Member, riverside: Community
) -> None:
    Community.objects.filter(pk=riverside.pk).update(review_first_needs=True, response_hours=12)
    client = browser(maya)
    page = client.get(walk(client, WORDS, ABOUT, HOW, LOOK)["Location"])
    assert "A moderator reads it first" in text_of(page)
    assert "12 hours" in text_of(page)


def test_nobody_asks_where_they_do_not_belong(browser: Browser, maya: Member, riverside: Community) -> None:
    maya.memberships.update(standing="suspended")
    assert browser(maya).get(ASK).status_code == 404
    assert not Match.objects.exists()


@pytest.fixture
def everyday_words(db: None) -> None:
    phrases.load(topics.tree())


@pytest.mark.usefixtures("everyday_words")
def test_topics_are_suggested_while_one_writes_and_none_is_chosen(browser: Browser, maya: Member) -> None:
    answer = browser(maya).post(f"{ASK}topics/", {**WORDS, "topics": ["sleep"]})
    page = answer.content.decode()
    assert answer["Cache-Control"] == "no-store, private"
    assert 'value="losing-somebody">' in page
    assert 'value="sleep" checked>' in page, "what was tapped stays"
    assert page.count(" checked") == 1


@pytest.mark.usefixtures("everyday_words")
def test_without_a_script_the_next_step_suggests_them_before_the_tree(browser: Browser, maya: Member) -> None:
    client = browser(maya)
    walk(client, WORDS)
    page = client.get(f"{ASK}?step=2").content.decode()
    before_the_tree = page[page.index("From what you wrote:") : page.index("<details>")]
    assert 'value="losing-somebody"' in before_the_tree
    assert page.count('value="losing-somebody"') == 1
    assert " checked" not in page


@pytest.mark.usefixtures("everyday_words")
def test_what_was_tapped_is_chosen_on_the_next_step_and_stays_on_the_way_back(
    browser: Browser, maya: Member
) -> None:
    client = browser(maya)
    walk(client, {**WORDS, "topics": ["losing-somebody"]})
    for number in (1, 2):
        page = client.get(f"{ASK}?step={number}").content.decode()
        chip = page[page.index('value="losing-somebody"') :]
        assert " checked" in chip[: chip.index(">")]


def test_more_than_three_taps_are_said_at_once(browser: Browser, maya: Member) -> None:
    many = {**WORDS, "topics": ["sleep", "loneliness", "stress", "worry"]}
    assert "three at most" in text_of(step(browser(maya), 1, many))


def test_the_last_look_also_shows_what_the_connected_person_reads(browser: Browser, maya: Member) -> None:
    client = browser(maya)
    walk(client, WORDS, ABOUT, HOW)
    page = text_of(client.get(f"{ASK}?step=4"))
    connected = page[page.index("What the person you are connected with reads as well") :]
    assert f"Maya {WORDS['words']}" in connected
    assert "a moderator reads it" not in page


def test_the_last_look_says_that_a_moderator_reads_it_first(
    browser: Browser, maya: Member, riverside: Community
) -> None:
    Community.objects.filter(pk=riverside.pk).update(review_first_needs=True)
    client = browser(maya)
    walk(client, WORDS, ABOUT, HOW)
    assert "First, a moderator reads it" in text_of(client.get(f"{ASK}?step=4"))
