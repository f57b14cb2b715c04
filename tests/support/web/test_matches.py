"""The page on which two people decide: each side sees what is theirs to see, and answers what they saw."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict

from accounts.models import Member
from matching import matches, offers
from matching.models import Answer, Match, MatchState, MayKnow, Need, Offer
from tests.support.web.conftest import Browser, Clock, Propose, text_of

YES = {"answer": "yes", "need_version": "1", "offer_version": "1"}
NO = {**YES, "answer": "no"}


@pytest.fixture
def asked(
    maya: Member, omar: Member, post_need: Callable[..., Need], post_offer: Callable[..., Offer], put: Propose
) -> Match:
    """Omar is asked to help Maya."""
    return put(post_need(maya), post_offer(omar, experience="I am good at long silences."))


def test_the_helper_is_asked_without_name_and_words(browser: Browser, omar: Member, asked: Match) -> None:
    page = text_of(browser(omar).get(f"/matches/{asked.uid}/"))
    assert "Could you be there for somebody?" in page
    assert "Somebody who knows the first year" in page
    assert "Losing somebody" in page
    assert "Maya" not in page
    assert "father" not in page
    assert "Declining needs no explanation" in page


def test_times_are_told_by_ones_own_clock(browser: Browser, omar: Member, asked: Match) -> None:
    assert "There is time until tomorrow at 21:00." in text_of(browser(omar).get(f"/matches/{asked.uid}/"))
    omar.time_zone = "Asia/Kolkata"
    omar.save()
    page = text_of(browser(omar).get(f"/matches/{asked.uid}/"))
    assert "There is time until Wednesday at 02:30." in page
    assert "Kolkata" in page


def test_yes_on_both_sides_opens_the_conversation(
    browser: Browser, maya: Member, omar: Member, asked: Match
) -> None:
    helper, seeker, address = browser(omar), browser(maya), f"/matches/{asked.uid}/"
    answered = helper.post(f"{address}answer/", YES, follow=True)
    assert "Thank you for your yes." in text_of(answered)
    assert "Maya" not in text_of(answered)

    page = text_of(seeker.get(address))
    assert "Would you like to talk with Omar?" in page
    assert "I am good at long silences." in page
    connected = seeker.post(f"{address}answer/", YES)
    assert connected["Location"] == f"{address}conversation/"
    for member, other in ((maya, "Omar"), (omar, "Maya")):
        assert f"You are connected with {other}." in text_of(browser(member).get(address))
    assert "My father died in March" in text_of(helper.get(address))


def test_the_partners_clock_is_told_once_they_may_be_known(
    browser: Browser, maya: Member, omar: Member, asked: Match, wall_clock: Clock
) -> None:
    omar.time_zone = "Europe/Berlin"
    omar.save()
    helper = text_of(browser(omar).get(f"/matches/{asked.uid}/"))
    assert "behind yours" not in helper
    assert "for Maya" not in helper
    matches.answer(match=asked, member=omar, answer="yes", seen=(1, 1), now=wall_clock.now)
    page = text_of(browser(maya).get(f"/matches/{asked.uid}/"))
    assert "The clock of Omar is 1 h ahead of yours." in page
    assert "Monday 18:00 to 20:00 19:00 to 21:00 for Omar" in " ".join(page.split())


def test_no_leads_home_and_says_that_nobody_is_told(browser: Browser, omar: Member, asked: Match) -> None:
    client = browser(omar)
    page = client.post(f"/matches/{asked.uid}/answer/", NO, follow=True)
    assert page.redirect_chain == [("/home/", 302)]
    assert "Nobody is told why" in text_of(page)
    settled = text_of(client.get(f"/matches/{asked.uid}/"))
    assert "This is settled." in settled
    assert "Somebody who knows the first year" not in settled


def test_a_yes_to_what_was_changed_meanwhile_is_asked_again(
    browser: Browser, omar: Member, asked: Match, wall_clock: Clock
) -> None:
    client = browser(omar)
    offer = asked.offer
    offers.edit(
        offer=offer,
        now=wall_clock.now,
        topics=list(offer.topics.all()),
        avoids=[],
        kinds=offer.kinds,
        formats=offer.formats,
        languages=offer.languages,
        capacity=offer.capacity,
        experience="Other words now.",
    )
    page = client.post(f"/matches/{asked.uid}/answer/", YES, follow=True)
    assert "changed a moment ago" in text_of(page)
    assert Match.objects.get().helper_answer == ""
    fresh = {"answer": "yes", "need_version": "1", "offer_version": "2"}
    assert 'name="offer_version" value="2"' in page.content.decode()
    client.post(f"/matches/{asked.uid}/answer/", fresh)
    assert Match.objects.get().helper_answer == Answer.YES


def test_a_yes_that_comes_too_late_is_told_kindly(
    browser: Browser, omar: Member, asked: Match, wall_clock: Clock
) -> None:
    wall_clock.forward(days=3)
    page = browser(omar).post(f"/matches/{asked.uid}/answer/", YES, follow=True)
    assert "no longer needs an answer" in text_of(page)
    assert "This is settled." in text_of(page)


@pytest.mark.parametrize(
    "posted",
    [
        "answer=yes",
        "answer=yes&need_version=x&offer_version=1",
        "answer=yes&need_version=1&offer_version=-1",
        f"answer=yes&need_version=1&offer_version={'9' * 5000}",
    ],
    ids=["nothing", "a letter", "less than nothing", "no end of digits"],
)
def test_a_yes_without_saying_to_what_is_no_yes(
    posted: str, browser: Browser, omar: Member, asked: Match
) -> None:
    browser(omar).post(f"/matches/{asked.uid}/answer/", QueryDict(posted).dict())
    assert Match.objects.get().helper_answer == ""


def test_an_answer_that_is_neither_yes_nor_no_does_not_exist(
    browser: Browser, omar: Member, asked: Match
) -> None:
    assert browser(omar).post(f"/matches/{asked.uid}/answer/", {"answer": "perhaps"}).status_code == 404


def test_i_may_know_this_person(browser: Browser, omar: Member, maya: Member, asked: Match) -> None:
    page = browser(omar).post(f"/matches/{asked.uid}/may-know/", follow=True)
    assert "will not be put to each other again" in text_of(page)
    assert MayKnow.objects.filter(member=omar, other=maya).exists()
    assert Match.objects.get().state == MatchState.DECLINED


def test_home_shows_what_waits_with_its_deadline(browser: Browser, omar: Member, asked: Match) -> None:
    page = text_of(browser(omar).get("/home/"))
    assert "Something is waiting for you." in page
    assert "Somebody could use what you offer" in page
    assert "until tomorrow at 21:00" in page


def test_the_shared_hours_are_said_in_words(browser: Browser, omar: Member, asked: Match) -> None:
    page: Any = browser(omar).get(f"/matches/{asked.uid}/")
    assert "Monday 18:00 to 21:00" in text_of(page)


def test_a_reader_from_where_clocks_have_twelve_hours_reads_such_times(
    browser: Browser, omar: Member, asked: Match
) -> None:
    page: Any = browser(omar).get(f"/matches/{asked.uid}/", headers={"accept-language": "en-US"})
    assert "Monday 6 p.m. to 9 p.m." in text_of(page)
    assert "18:00" not in text_of(page)
