"""Whom I never want to meet here."""

from collections.abc import Callable

import pytest

from accounts.models import Member
from matching.models import Block, Match, MatchState, Need, NeverAsk, Offer
from tests.support.web.conftest import Browser, Propose, text_of


def test_a_block_is_listed_by_the_name_under_which_they_met(
    browser: Browser, maya: Member, omar: Member, connected: Match
) -> None:
    client = browser(maya)
    assert "Nobody is blocked" in text_of(client.get("/me/blocks/"))
    page = client.post(f"/matches/{connected.uid}/block/", follow=True)
    assert "Omar" in text_of(page)
    assert "Omar" not in text_of(browser(omar).get("/me/blocks/"))

    block = Block.objects.get()
    client.post(f"/me/blocks/{block.pk}/remove/")
    assert not Block.objects.exists()
    assert client.post(f"/me/blocks/{block.pk}/remove/").status_code == 404


def test_an_address_on_the_list_takes_an_open_question_back_without_a_word(
    browser: Browser,
    maya: Member,
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    put: Propose,
) -> None:
    match = put(post_need(maya), post_offer(omar))
    client = browser(maya)
    client.post("/me/never-ask/", {"address": " Omar@Members.example "})
    match.refresh_from_db()
    assert match.state == MatchState.SUPERSEDED
    assert "omar@members.example" in text_of(client.get("/me/never-ask/"))


def test_the_page_reads_the_same_whether_or_not_there_is_an_account(
    browser: Browser, maya: Member, omar: Member
) -> None:
    client, pages = browser(maya), set()
    for address in ("omar@members.example", "nobody@nowhere.example"):
        page = text_of(client.post("/me/never-ask/", {"address": address}, follow=True))
        pages.add(page.replace(address, ""))
        client.post(f"/me/never-ask/{NeverAsk.objects.get().pk}/remove/")
        client.get("/me/never-ask/")
    assert len(pages) == 1


def test_the_same_address_twice_is_one(browser: Browser, maya: Member) -> None:
    client = browser(maya)
    for address in ("one@else.example", "ONE@else.example"):
        client.post("/me/never-ask/", {"address": address})
    assert NeverAsk.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "said"), [("", "Write an e-mail address"), ("not an address", "does not look like")]
)
def test_what_is_no_address_is_said_beside_the_field(
    address: str, said: str, browser: Browser, maya: Member
) -> None:
    response = browser(maya).post("/me/never-ask/", {"address": address})
    assert said in text_of(response)
    assert address in response.content.decode()
    assert not NeverAsk.objects.exists()
