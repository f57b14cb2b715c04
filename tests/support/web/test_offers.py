"""Offering: a word on listening first, then a few steps; open, paused or closed as life allows."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from matching.models import Match, MatchState, Need, Offer, OfferState
from tests.support.web.conftest import Browser, Propose, text_of

OFFER = "/c/riverside/offer/"
TOPICS: dict[str, Any] = {"topics": ["losing-somebody"], "avoids": ["gambling"]}
WAYS: dict[str, Any] = {"kinds": ["listening"], "formats": ["chat"], "languages": ["en"], "capacity": "2"}
YOURSELF: dict[str, Any] = {"experience": "I am good at long silences."}


def walk(client: Client, *steps: dict[str, Any]) -> Any:
    response = None
    for number, answers in enumerate(steps, start=1):
        response = client.post(f"{OFFER}?step={number}", answers)
        assert response.status_code == 302, text_of(response)
    return response


def test_before_a_first_offer_comes_a_word_on_listening(browser: Browser, omar: Member) -> None:
    client = browser(omar)
    assert "Listening well" in text_of(client.get(OFFER))

    page = client.get(walk(client, {"read": "yes"}, TOPICS, WAYS, YOURSELF)["Location"])
    offer = Offer.objects.get()
    assert (offer.capacity, offer.experience, offer.kinds) == (
        2,
        "I am good at long silences.",
        ["listening"],
    )
    assert [topic.slug for topic in offer.avoids.all()] == ["gambling"]
    assert "Your offer is open" in text_of(page)

    assert "Listening well" not in text_of(client.get(OFFER))


def test_a_second_offer_takes_three_steps(
    browser: Browser, omar: Member, post_offer: Callable[..., Offer]
) -> None:
    post_offer(omar)
    client = browser(omar)
    assert "Step 1 of 3" in text_of(client.get(OFFER))
    walk(client, TOPICS, WAYS, YOURSELF)
    assert Offer.objects.count() == 2


def test_a_draft_can_wait_and_home_knows_of_it(browser: Browser, omar: Member) -> None:
    client = browser(omar)
    walk(client, {"read": "yes"})
    assert client.post(f"{OFFER}?step=2", {**TOPICS, "later": "1"})["Location"] == "/home/"
    assert "You have begun to offer something" in text_of(client.get("/home/"))
    assert 'value="gambling" id="id_avoids_' in client.get(f"{OFFER}?step=2").content.decode()


def test_posting_twice_posts_once(browser: Browser, omar: Member) -> None:
    client = browser(omar)
    walk(client, {"read": "yes"}, TOPICS, WAYS, YOURSELF)
    assert client.post(f"{OFFER}?step=4", YOURSELF)["Location"] == "/home/"
    assert Offer.objects.count() == 1


def test_a_topic_in_both_lists_is_refused_and_nothing_is_lost(browser: Browser, omar: Member) -> None:
    client = browser(omar)
    walk(client, {"read": "yes"}, {**TOPICS, "avoids": ["losing-somebody"]}, WAYS)
    response = client.post(f"{OFFER}?step=4", YOURSELF)
    assert "cannot be in both lists" in text_of(response)
    assert "I am good at long silences." in text_of(response)
    assert not Offer.objects.exists()


def test_changing_an_offer(browser: Browser, omar: Member, post_offer: Callable[..., Offer]) -> None:
    offer, client = post_offer(omar), browser(omar)
    address = f"/offers/{offer.uid}/edit/"
    assert 'value="losing-somebody" id="id_topics_3_0" checked' in client.get(address).content.decode()

    assert "Write a number" in text_of(client.post(address, {**TOPICS, **WAYS, **YOURSELF, "capacity": ""}))
    assert client.post(address, {**TOPICS, **WAYS, **YOURSELF})["Location"] == f"/offers/{offer.uid}/"
    offer.refresh_from_db()
    assert (offer.version, offer.formats) == (2, ["chat"])


def test_pausing_until_a_day_and_opening_again(
    browser: Browser,
    maya: Member,
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    put: Propose,
) -> None:
    offer, client = post_offer(omar), browser(omar)
    match = put(post_need(maya), offer)
    page = client.post(f"/offers/{offer.uid}/pause/", {"until": "2026-12-01"}, follow=True)
    offer.refresh_from_db()
    assert (offer.state, offer.paused_until) == (OfferState.PAUSED, date(2026, 12, 1))
    assert "on Tuesday, 1 December" in text_of(page)
    assert Match.objects.get(pk=match.pk).state == MatchState.SUPERSEDED

    client.post(f"/offers/{offer.uid}/resume/")
    offer.refresh_from_db()
    assert (offer.state, offer.paused_until) == (OfferState.OPEN, None)


def test_one_tap_gives_a_rest_and_says_when_it_is_over(
    browser: Browser, omar: Member, post_offer: Callable[..., Offer], now: datetime
) -> None:
    offer, client = post_offer(omar), browser(omar)
    days = re.findall(
        r'name="until" value="([^"]*)"><b>', client.get(f"/offers/{offer.uid}/").content.decode()
    )
    assert len(days) == 4
    assert days[3] == ""
    page = client.post(f"/offers/{offer.uid}/pause/", {"until": days[0]}, follow=True)
    offer.refresh_from_db()
    assert offer.paused_until == now.date() + timedelta(days=7)
    assert "opens again by itself on" in text_of(page)
    assert "Undo" in text_of(page)

    assert "until you open it again" in text_of(
        client.post(f"/offers/{offer.uid}/pause/", {"until": days[3]}, follow=True)
    )


@pytest.mark.parametrize("step", [2, 3, 4])
def test_no_first_offer_goes_round_the_word_on_listening(step: int, browser: Browser, omar: Member) -> None:
    client = browser(omar)
    for answers in (TOPICS, WAYS, YOURSELF):
        client.post(f"{OFFER}?step={step}", answers)
    assert not Offer.objects.exists()
    assert "Listening well" in text_of(client.get(f"{OFFER}?step={step}"))


def test_an_offer_says_when_and_how_much(
    browser: Browser, omar: Member, post_offer: Callable[..., Offer]
) -> None:
    offer, client = post_offer(omar), browser(omar)
    page = text_of(client.get(f"/offers/{offer.uid}/"))
    assert "Over all your offers, people at once: at most" in page
    omar.availability.all().delete()
    assert "You have not said when yet" in text_of(client.get(f"/offers/{offer.uid}/"))


@pytest.mark.parametrize(("until", "said"), [("2026-11-01", "a day to come"), ("soon", "valid date")])
def test_a_day_that_cannot_be_is_said_beside_the_day(
    until: str, said: str, browser: Browser, omar: Member, post_offer: Callable[..., Offer]
) -> None:
    offer = post_offer(omar)
    response = browser(omar).post(f"/offers/{offer.uid}/pause/", {"until": until})
    assert response.status_code == 422
    assert said in text_of(response)
    assert until in response.content.decode()
    offer.refresh_from_db()
    assert offer.state == OfferState.OPEN


def test_a_closed_offer_stays_closed(
    browser: Browser, omar: Member, post_offer: Callable[..., Offer]
) -> None:
    offer, client = post_offer(omar), browser(omar)
    client.post(f"/offers/{offer.uid}/close/")
    assert "closed" in text_of(client.post(f"/offers/{offer.uid}/resume/", follow=True))
    offer.refresh_from_db()
    assert offer.state == OfferState.CLOSED
    assert client.get(f"/offers/{offer.uid}/edit/")["Location"] == f"/offers/{offer.uid}/"


def test_only_trained_members_are_asked_about_danger(browser: Browser, omar: Member) -> None:
    client = browser(omar)
    walk(client, {"read": "yes"}, TOPICS, WAYS)
    assert "may be in danger" not in text_of(client.get(f"{OFFER}?step=4")).partition("Offer this")[0]
    omar.memberships.update(trained_for_danger_at=timezone.now())
    assert "I can be asked when somebody may be in danger" in text_of(client.get(f"{OFFER}?step=4"))
