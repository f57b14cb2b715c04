"""A need's own page: how it is doing in plain words, changed, taken back, renewed, asked again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from accounts.models import Community, Member
from matching import matches, needs
from matching.models import Need, NeedState, Offer
from support.moderation import needs as moderation
from tests.support.web.conftest import Browser, Clock, Propose, text_of

ANSWERS: dict[str, Any] = {
    "words": "New words.",
    "headline": "A new line",
    "topics": ["loneliness"],
    "kind": "advice",
    "formats": ["chat"],
    "languages": ["en"],
    "urgency": "whenever",
}


def test_the_page_says_what_happens_now_and_by_when(
    browser: Browser, maya: Member, post_need: Callable[..., Need]
) -> None:
    page = text_of(browser(maya).get(f"/needs/{post_need(maya).uid}/"))
    assert "We are looking for somebody who fits." in page
    assert "Each person who is asked has a day to answer." in page
    assert "until 22 January 2027 at 12:00" in page
    assert "Change it" in page
    assert "Take it back" in page


def test_the_page_says_what_to_do_meanwhile_and_how_to_change_it(
    browser: Browser, maya: Member, post_need: Callable[..., Need]
) -> None:
    need, client = post_need(maya), browser(maya)
    page = text_of(client.get(f"/needs/{need.uid}/"))
    for words in (
        "What happens now",
        "By when",
        "If nobody is found within a day, we tell you so",
        "Meanwhile",
    ):
        assert words in page
    assert "Until you are connected you can change it or take it back at any time." in page
    assert "We tell you here and by e-mail" in page
    Member.objects.filter(pk=maya.pk).update(email_safe=False)
    assert "we send no e-mail about it" in text_of(client.get(f"/needs/{need.uid}/"))


def test_the_page_says_where_hours_are_missing(
    browser: Browser, maya: Member, post_need: Callable[..., Need]
) -> None:
    need, client = post_need(maya), browser(maya)
    assert "One thing is missing" not in text_of(client.get(f"/needs/{need.uid}/"))
    maya.availability.all().delete()
    assert "One thing is missing: when you are free" in text_of(client.get(f"/needs/{need.uid}/"))


def test_nobody_is_the_only_one_where_five_others_asked(
    browser: Browser, maya: Member, make_member: Callable[..., Member], post_need: Callable[..., Need]
) -> None:
    need, client = post_need(maya), browser(maya)
    for number in range(4):
        post_need(make_member(f"Other{number}"))
    assert "not the only one" not in text_of(client.get(f"/needs/{need.uid}/"))
    post_need(make_member("Fifth"))
    assert "You are not the only one: 5 others asked about this here lately." in text_of(
        client.get(f"/needs/{need.uid}/")
    )


def test_after_a_day_it_says_what_could_widen_the_search(
    browser: Browser, maya: Member, post_need: Callable[..., Need], wall_clock: Clock
) -> None:
    need, client = post_need(maya), browser(maya)
    assert "widen" not in text_of(client.get(f"/needs/{need.uid}/"))
    wall_clock.forward(days=1, hours=1)
    page = text_of(client.get(f"/needs/{need.uid}/"))
    assert "Add more hours" in page
    assert "Several people here could fit then." not in page
    assert (
        "We cannot promise that any of this is enough. The moderators here see that you are waiting" in page
    )


def test_it_claims_only_what_several_people_stand_behind(
    browser: Browser,
    maya: Member,
    make_member: Callable[..., Member],
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    wall_clock: Clock,
) -> None:
    need, client = post_need(maya, formats=["chat"]), browser(maya)
    for number in range(5):
        post_offer(make_member(f"Helper{number}"), formats=["call"])
    wall_clock.forward(days=1, hours=1)
    page = text_of(client.get(f"/needs/{need.uid}/"))
    assert "Add another way to talk: chat or call. Several people here could fit then." in page
    assert page.count("Several people") == 1
    assert "The moderators here see" not in page


def test_a_yes_shows_the_way_to_the_match(
    browser: Browser,
    maya: Member,
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    put: Propose,
    wall_clock: Clock,
) -> None:
    need = post_need(maya)
    match = put(need, post_offer(omar))
    matches.answer(match=match, member=omar, answer="yes", seen=(1, 1), now=wall_clock.now)
    client = browser(maya)
    assert f"/matches/{match.uid}/" in client.get(f"/needs/{need.uid}/").content.decode()
    assert "Omar would like to be there for you" in text_of(client.get("/home/"))


def test_changing_it(browser: Browser, maya: Member, post_need: Callable[..., Need]) -> None:
    need, client = post_need(maya), browser(maya)
    address = f"/needs/{need.uid}/edit/"
    page = client.get(address).content.decode()
    assert "My father died in March" in page
    assert 'value="losing-somebody" id="id_topics_3_0" checked' in page

    wrong = client.post(address, {**ANSWERS, "headline": ""})
    assert "New words." in text_of(wrong)
    assert "Write one line" in text_of(wrong)

    assert client.post(address, ANSWERS)["Location"] == f"/needs/{need.uid}/"
    need.refresh_from_db()
    assert (need.words, need.kind, need.version) == ("New words.", "advice", 2)
    assert [topic.slug for topic in need.topics.all()] == ["loneliness"]


def test_taking_it_back_and_asking_again(
    browser: Browser, maya: Member, post_need: Callable[..., Need]
) -> None:
    need, client = post_need(maya), browser(maya)
    page = client.post(f"/needs/{need.uid}/withdraw/", follow=True)
    assert "You have taken this back." in text_of(page)
    assert "Ask again" in text_of(page)

    first = client.post(f"/needs/{need.uid}/reopen/")
    second = client.post(f"/needs/{need.uid}/reopen/")
    assert first["Location"] == second["Location"] != f"/needs/{need.uid}/"
    again = Need.objects.exclude(pk=need.pk).get()
    assert (again.state, again.reopened_from, again.words) == (NeedState.OPEN, need, need.words)


def test_what_cannot_be_taken_back_is_said_calmly(
    browser: Browser, maya: Member, post_need: Callable[..., Need]
) -> None:
    need, client = post_need(maya), browser(maya)
    client.post(f"/needs/{need.uid}/withdraw/")
    page = client.post(f"/needs/{need.uid}/withdraw/", follow=True)
    assert "can no longer be changed" in text_of(page)


def test_near_its_end_one_tap_renews_it(
    browser: Browser, maya: Member, post_need: Callable[..., Need], wall_clock: Clock
) -> None:
    need, client = post_need(maya), browser(maya)
    assert "Keep looking" not in text_of(client.get(f"/needs/{need.uid}/"))
    moment = wall_clock.forward(days=55)
    assert "Keep looking" in text_of(client.get(f"/needs/{need.uid}/"))
    client.post(f"/needs/{need.uid}/renew/")
    need.refresh_from_db()
    assert need.expires_at == moment + timedelta(days=60)


def test_one_that_a_moderator_gave_back_says_so(
    browser: Browser,
    maya: Member,
    nour: Member,
    riverside: Community,
    post_need: Callable[..., Need],
    wall_clock: Clock,
) -> None:
    riverside.review_first_needs = True
    riverside.save()
    need = post_need(maya)
    moderation.give_back(need=need, by=nour, words="Please leave out the street.", now=wall_clock.now)
    client = browser(maya)
    assert "A moderator gave it back" in text_of(client.get("/home/"))
    page = text_of(client.get(f"/needs/{need.uid}/"))
    assert "Please look at it once more" in page
    assert "Please leave out the street." in page
    client.post(f"/needs/{need.uid}/edit/", ANSWERS)
    assert "A moderator reads it first." in text_of(client.get(f"/needs/{need.uid}/"))


def test_an_end_without_anybody_is_said_with_regret(
    browser: Browser, maya: Member, post_need: Callable[..., Need], wall_clock: Clock
) -> None:
    need = post_need(maya)
    needs.expire_due(now=wall_clock.forward(days=61))
    page = text_of(browser(maya).get(f"/needs/{need.uid}/"))
    assert "Its time is over." in page
    assert "we are sorry" in page
