"""Somebody who is not signed in begins to ask at once; what they wrote is there after signing up, and nowhere else."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts import communities, members
from accounts.models import Community, Joining, Member
from support import drafts
from support.models import Draft, Session
from tests.support.web.conftest import Browser, Clock, text_of

ASK, JOIN, FORGET = "/c/riverside/ask/", "/c/riverside/join/?door=ask", "/begun/forget/"
WORDS = "My father died in March and everyone has moved on but me."
SIGN_UP = {
    "email": "mira@example.org",
    "password1": "a quiet kitchen table",
    "email_safe": "yes",
    "adult": "on",
    "consent": "on",
}


@pytest.fixture
def stranger(riverside: Community, wall_clock: Clock) -> Client:
    """Somebody's browser, not signed in, with words in the first step."""
    client = Client()
    answer = client.post(ASK, {"words": WORDS})
    assert answer["Location"] == JOIN
    return client


def signs_up(client: Client, **other: str) -> Member:
    """As far as the letter that confirms the address."""
    client.post(JOIN, {"display_name": "Mira"})
    answer = client.post("/account/sign-up/", SIGN_UP | other)
    assert answer.status_code == 302, text_of(answer)
    return Member.objects.get(email=SIGN_UP["email"])


def test_the_first_step_is_open_to_everybody_and_leads_to_joining(stranger: Client) -> None:
    page = text_of(stranger.get(ASK))
    assert WORDS in page
    assert "Step 1 of 4" in page
    assert "What you wrote here is there again afterwards." in page


def test_words_are_asked_for_first(riverside: Community, wall_clock: Clock) -> None:
    page = Client().post(ASK, {"words": " "})
    assert page.status_code == 200
    assert "Write a sentence or two first" in text_of(page)


def test_what_was_written_is_neither_in_a_cookie_nor_in_the_session_nor_readable_in_the_database(
    stranger: Client,
) -> None:
    assert "father" not in str(stranger.cookies)
    assert "father" not in str(Session.objects.get().get_decoded())
    assert "father" not in Session.objects.get().session_data
    assert Draft.objects.get().member is None


def test_another_browser_finds_nothing_of_it(stranger: Client, browser: Browser, maya: Member) -> None:
    assert WORDS not in text_of(Client().get(ASK))
    assert WORDS not in text_of(browser(maya).get(ASK))


def test_after_two_hours_it_is_gone(stranger: Client, wall_clock: Clock) -> None:
    now = wall_clock.forward(hours=2, seconds=1)
    assert WORDS not in text_of(stranger.get(ASK))
    assert drafts.forget_old(now=now) == 1
    assert not Draft.objects.exists()


def test_it_goes_with_the_account_into_another_browser(
    stranger: Client, browser: Browser, wall_clock: Clock, riverside: Community
) -> None:
    member = signs_up(stranger)
    wall_clock.forward(days=2)
    communities.arrive(member=member, now=wall_clock.now)
    elsewhere = browser(member)
    assert "You have begun to ask for something" in text_of(elsewhere.get("/home/"))
    assert WORDS in text_of(elsewhere.get(ASK))


def test_on_the_way_in_it_leads_back_to_what_was_begun_even_where_the_door_is_not_remembered(
    stranger: Client, browser: Browser, wall_clock: Clock
) -> None:
    member = signs_up(stranger)
    communities.arrive(member=member, now=wall_clock.now)
    assert browser(member).post("/me/hours/?welcome", {"later": "1"})["Location"] == ASK


def test_whoever_signs_up_again_under_the_same_address_does_not_find_anothers_words(stranger: Client) -> None:
    """An address that was never confirmed may have been typed by mistake."""
    member = signs_up(stranger)
    assert Draft.objects.filter(member=member).exists()
    signs_up(Client(), password1="another long password")
    assert not Draft.objects.filter(member=member).exists()


@pytest.mark.parametrize("known", [True, False])
def test_whether_or_not_an_address_has_an_account_the_words_stay_here_too(
    stranger: Client, maya: Member, known: bool
) -> None:
    """Were they gone from one of them only, a stranger could tell who has an account."""
    stranger.post("/account/sign-up/", SIGN_UP | ({"email": maya.email} if known else {}))
    assert "What you have begun is kept" in text_of(stranger.get("/account/confirm/"))
    assert WORDS in text_of(stranger.get(ASK))
    assert Draft.objects.count() == (1 if known else 2)


def test_in_the_same_browser_it_is_there_once(
    stranger: Client, wall_clock: Clock, riverside: Community
) -> None:
    member = signs_up(stranger)
    communities.arrive(member=member, now=wall_clock.now)
    stranger.force_login(member)
    assert text_of(stranger.get(ASK)).count(WORDS) == 1
    assert Draft.objects.get().member == member


def test_who_signs_in_goes_on_with_it(stranger: Client, browser: Browser, maya: Member) -> None:
    stranger.force_login(maya)
    assert WORDS in text_of(stranger.get(ASK))
    assert Draft.objects.get().member == maya
    assert WORDS in text_of(browser(maya).get(ASK))


def test_no_word_is_lost_where_something_was_begun_before(
    stranger: Client, browser: Browser, maya: Member
) -> None:
    browser(maya).post(f"{ASK}?step=1", {"words": "I cannot sleep."})
    stranger.force_login(maya)
    page = text_of(stranger.get(ASK))
    assert "I cannot sleep." in page
    assert WORDS in page


def test_it_can_be_forgotten_at_once(stranger: Client) -> None:
    assert "Forget what I wrote" in text_of(stranger.get(ASK))
    page = stranger.post(FORGET, follow=True)
    assert "What you wrote is gone from here." in text_of(page)
    assert not Draft.objects.exists()
    assert WORDS not in text_of(stranger.get(ASK))


def test_forgetting_touches_nothing_of_a_members(stranger: Client, browser: Browser, maya: Member) -> None:
    client = browser(maya)
    client.post(f"{ASK}?step=1", {"words": "I cannot sleep."})
    client.post(FORGET)
    assert "I cannot sleep." in text_of(client.get(ASK))


def test_nobody_writes_in_vain_where_only_invitations_lead_in(
    riverside: Community, nour: Member, wall_clock: Clock
) -> None:
    Community.objects.filter(pk=riverside.pk).update(joining=Joining.INVITATION)
    assert Client().get(ASK)["Location"] == "/c/riverside/"
    _invitation, secret = communities.invite(community=riverside, by=nour, now=wall_clock.now)
    invited = Client()
    invited.post(f"/invitation/{secret}/", {"display_name": "Mira"})
    assert invited.get(ASK).status_code == 200


def test_begun_with_a_community_that_lets_people_in_later_it_waits(
    stranger: Client, browser: Browser, riverside: Community, wall_clock: Clock
) -> None:
    Community.objects.filter(pk=riverside.pk).update(joining=Joining.REQUEST)
    member = signs_up(stranger)
    asked = communities.arrive(member=member, now=wall_clock.now)
    assert asked is not None
    assert "What you have begun to write is kept" in text_of(browser(member).get("/home/"))
    communities.admit(membership=asked, now=wall_clock.forward(days=3))
    assert WORDS in text_of(browser(member).get(ASK))


def test_a_members_draft_is_there_on_another_device_and_after_signing_out(
    browser: Browser, maya: Member
) -> None:
    phone = browser(maya)
    phone.post(f"{ASK}?step=1", {"words": WORDS, "keep": "1"})
    phone.post("/account/sign-out/")
    assert WORDS in text_of(browser(maya).get(ASK))


def test_while_somebody_writes_it_is_kept_without_a_page(browser: Browser, maya: Member) -> None:
    client = browser(maya)
    assert client.post(f"{ASK}?step=1", {"words": WORDS, "keep": "1"}).status_code == 204
    unfinished: dict[str, Any] = {"headline": "", "topics": ["sleep"], "keep": "1"}
    assert client.post(f"{ASK}?step=2", unfinished).status_code == 204
    assert 'value="sleep"' in client.get(f"{ASK}?step=2").content.decode()


def test_what_a_late_keep_brings_after_posting_is_not_begun_again(browser: Browser, maya: Member) -> None:
    assert browser(maya).post(f"{ASK}?step=2", {"headline": "Late", "keep": "1"}).status_code == 410
    assert not Draft.objects.exists()


def test_a_members_draft_that_nobody_touches_for_two_weeks_is_forgotten(
    browser: Browser, maya: Member, wall_clock: Clock
) -> None:
    client = browser(maya)
    client.post(f"{ASK}?step=1", {"words": WORDS})
    now = wall_clock.forward(days=14, seconds=1)
    assert WORDS not in text_of(client.get(ASK))
    assert "You have begun" not in text_of(client.get("/home/"))
    assert drafts.forget_old(now=now) == 1


def test_what_is_fresh_is_not_swept_away(browser: Browser, maya: Member, wall_clock: Clock) -> None:
    browser(maya).post(f"{ASK}?step=1", {"words": WORDS})
    assert drafts.forget_old(now=wall_clock.forward(days=13)) == 0


def test_an_old_draft_makes_room_for_a_new_one(browser: Browser, maya: Member, wall_clock: Clock) -> None:
    client = browser(maya)
    client.post(f"{ASK}?step=1", {"words": "Old words."})
    wall_clock.forward(days=15)
    client.post(f"{ASK}?step=1", {"words": WORDS})
    assert WORDS in text_of(client.get(ASK))


def test_far_too_much_is_cut_before_it_is_kept(riverside: Community, wall_clock: Clock) -> None:
    Client().post(ASK, {"words": "a" * 100_000})
    (kept,) = drafts.answers(Draft.objects.get())["words"]
    assert len(kept) == drafts.LONGEST


def test_a_draft_goes_with_its_account(riverside: Community, now: datetime) -> None:
    member = members.sign_up(email="a@example.org", password="x" * 12, now=now, adult=True, consent=True)
    found = drafts.of_member(member=member, what="ask", community=riverside, now=now + timedelta(1))
    drafts.keep(
        found=found, member=member, what="ask", community=riverside, given={"words": [WORDS]}, now=now
    )
    assert found.exists()
    member.delete()
    assert not Draft.objects.exists()
