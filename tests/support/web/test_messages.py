"""Messages one by one: put right, taken back, left by a link; beginnings, what was begun, and finding words again."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import Member
from matching import matches
from matching.models import Match
from support import conversations, unsent
from support.models import Message, Report
from support.web import often
from tests.support.web.conftest import Browser, Clock, text_of


@pytest.fixture
def address(connected: Match) -> str:
    return f"/matches/{connected.uid}"


@pytest.fixture
def hello(connected: Match, maya: Member, wall_clock: Clock) -> Message:
    words = "Look at https://xn--example-uta.org/page."
    # The first of hers was delivered, so that links are not held any more.
    for said in ("Good evening.", words):
        message = conversations.send(
            match=connected, author=maya, words=said, form_key=uuid4(), now=wall_clock.now
        )
    return message


def one(address: str, message: Message, what: str) -> str:
    return f"{address}/messages/{message.uid}/{what}/"


def test_a_message_is_changed_and_taken_back_on_its_page(
    browser: Browser, maya: Member, omar: Member, address: str, hello: Message
) -> None:
    client, page = browser(maya), one(address, hello, "change")
    assert page in client.get(f"{address}/conversation/").content.decode()
    client.post(page, {"words": "Look at this."})
    seen = text_of(browser(omar).get(f"{address}/conversation/"))
    assert "edited Look at this." in seen
    client.post(page, {"take_back": "yes"})
    for member in (maya, omar):
        seen = text_of(browser(member).get(f"{address}/conversation/"))
        assert "This message was taken back." in seen
        assert "Look at this." not in seen


def test_afterwards_its_page_says_that_it_stays(
    browser: Browser, maya: Member, address: str, hello: Message, wall_clock: Clock
) -> None:
    client, page = browser(maya), one(address, hello, "change")
    wall_clock.forward(minutes=10)
    assert page not in client.get(f"{address}/conversation/").content.decode()
    assert "stays as it is" in text_of(client.get(page))
    assert "stays as it is" in text_of(client.post(page, {"take_back": "yes"}, follow=True))


def test_no_one_else_finds_a_message_to_change_or_a_link_of_it(
    browser: Browser, omar: Member, lena: Member, nour: Member, address: str, hello: Message
) -> None:
    for stranger in (lena, nour):
        for what in ("change", "out/0"):
            assert browser(stranger).get(one(address, hello, what)).status_code == 404
    assert browser(omar).get(one(address, hello, "change")).status_code == 404
    assert browser(omar).post(one(address, hello, "change"), {"words": "x"}).status_code == 404
    assert browser(omar).post(one(address, hello, "out/0")).status_code == 405


def test_a_link_stands_plainly_and_leads_to_a_warning(
    browser: Browser, omar: Member, address: str, hello: Message
) -> None:
    client, page = browser(omar), one(address, hello, "out/0")
    conversation = client.get(f"{address}/conversation/").content.decode()
    assert f'<a href="{page}" dir="ltr">https://xn--example-uta.org/page</a>.' in conversation
    warning = client.get(page).content.decode()
    assert 'href="https://xn--example-uta.org/page" rel="noreferrer noopener nofollow ugc"' in warning
    assert "to xn--example-uta.org" in text_of(client.get(page)).replace("  ", " ")
    assert client.get(one(address, hello, "out/1")).status_code == 404


def test_what_is_typed_is_kept_and_found_again(
    browser: Browser, maya: Member, connected: Match, address: str, wall_clock: Clock
) -> None:
    client, form = browser(maya), {"form_key": str(uuid4()), "words": "I wanted to say", "keep": "1"}
    assert client.post(f"{address}/conversation/", form).status_code == 204
    assert "I wanted to say" in text_of(client.get(f"{address}/conversation/"))
    assert not Message.objects.exists()
    del form["keep"]
    client.post(f"{address}/conversation/", form)
    assert unsent.of(connected, maya, now=wall_clock.now) == ""


def test_a_beginning_fills_the_field_and_sends_nothing(
    browser: Browser, maya: Member, omar: Member, address: str
) -> None:
    both = [browser(member).get(f"{address}/conversation/?say=1") for member in (maya, omar)]
    begun = [answer.context["form"].initial["words"] for answer in both]
    assert begun[0] != begun[1]
    assert all(begun)
    assert not Message.objects.exists()
    assert browser(maya).get(f"{address}/conversation/?say=99").status_code == 200


def test_a_last_word_comes_with_the_ending_and_no_other_words_do(
    browser: Browser, maya: Member, omar: Member, connected: Match, address: str
) -> None:
    assert "valid choice" in text_of(browser(omar).post(f"{address}/end/", {"words": "Words of my own"}))
    browser(omar).post(f"{address}/end/", {"words": "0"})
    connected.refresh_from_db()
    assert connected.state == "ended"
    seen = text_of(browser(maya).get(f"{address}/conversation/"))
    assert "I wish you well." in seen
    assert "has ended" in seen
    browser(omar).post(f"{address}/end/", {"words": "1"})
    assert Message.objects.count() == 1


def test_arrived_and_seen_stand_below_the_last_of_mine(
    browser: Browser, maya: Member, omar: Member, address: str, hello: Message, wall_clock: Clock
) -> None:
    assert text_of(browser(maya).get(f"{address}/conversation/")).count("Arrived") == 1
    Member.objects.filter(pk__in=[maya.pk, omar.pk]).update(shows_seen=True)
    browser(omar).get(f"{address}/conversation/")
    assert text_of(browser(maya).get(f"{address}/conversation/")).count("Seen") == 1
    Member.objects.filter(pk=omar.pk).update(shows_seen=False)
    assert "Seen" not in text_of(browser(maya).get(f"{address}/conversation/"))


def test_all_conversations_stand_on_one_page_the_newest_words_first(
    browser: Browser, maya: Member, omar: Member, address: str, hello: Message
) -> None:
    client = browser(omar)
    assert "Maya 2 new messages" in text_of(client.get("/conversations/"))
    client.get(f"{address}/conversation/")
    assert "Maya Nothing new" in text_of(client.get("/conversations/"))
    assert "No conversation yet" not in text_of(browser(maya).get("/conversations/"))


def test_words_are_found_by_a_form_and_stand_in_no_address(
    browser: Browser, maya: Member, lena: Member, address: str, hello: Message
) -> None:
    answer = browser(maya).post("/conversations/find/", {"words": "EVENING"})
    [hit] = answer.context["hits"]
    assert (answer.status_code, "Location" in answer.headers) == (200, False)
    place = f"{address}/conversation/?at={hit.message_uid}"
    assert f'{place}#m-{hit.message_uid}"' in answer.content.decode()
    assert f'id="m-{hit.message_uid}"' in browser(maya).get(place).content.decode()
    assert browser(lena).post("/conversations/find/", {"words": "evening"}).context["hits"] == []
    assert "two letters" in text_of(browser(maya).post("/conversations/find/", {"words": "e"}))
    assert browser(maya).get("/conversations/find/?words=evening")["Location"] == "/conversations/"


def test_finding_without_end_is_answered_kindly(
    browser: Browser, maya: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(often, "tries", lambda action, who: 21)
    assert browser(maya).post("/conversations/find/", {"words": "evening"}).status_code == 429


def test_many_words_after_it_take_no_message_out_of_reach_of_a_report(
    browser: Browser,
    maya: Member,
    omar: Member,
    connected: Match,
    address: str,
    hello: Message,
    wall_clock: Clock,
) -> None:
    for number in range(60):
        moment = wall_clock.now + timedelta(seconds=number)
        conversations.send(match=connected, author=maya, words=".", form_key=uuid4(), now=moment)
    client = browser(omar)
    assert str(hello.uid) not in client.get(f"{address}/report/").content.decode()
    page = f"{address}/report/?at={hello.uid}"
    assert page in client.get(f"{address}/conversation/?at={hello.uid}").content.decode()
    client.post(page, {"words": "It hurt.", "message": str(hello.uid)})
    assert Report.objects.get().message == hello


def test_a_new_line_counts_once_as_it_does_in_a_browser(
    browser: Browser, maya: Member, connected: Match, address: str
) -> None:
    words = "a\r\n" * (conversations.LONGEST // 2 - 1) + "a"
    browser(maya).post(f"{address}/conversation/", {"form_key": str(uuid4()), "words": words})
    assert Message.objects.get().words == words.replace("\r", "")


def test_speaking_without_end_is_answered_kindly_and_what_is_begun_is_kept(
    browser: Browser, maya: Member, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(often, "tries", lambda action, who: 31)
    client, form = browser(maya), {"form_key": str(uuid4()), "words": "Hello"}
    assert client.post(f"{address}/conversation/", form).status_code == 429
    assert client.post(f"{address}/conversation/", {**form, "keep": "1"}).status_code == 204
    assert client.post(f"{address}/report/", {"words": "It hurt."}).status_code == 429
    assert not Message.objects.exists()


def test_a_message_that_was_taken_back_can_be_reported(
    browser: Browser,
    maya: Member,
    omar: Member,
    connected: Match,
    address: str,
    hello: Message,
    wall_clock: Clock,
) -> None:
    browser(maya).post(one(address, hello, "change"), {"take_back": "yes"})
    matches.end(match=connected, member=omar, now=wall_clock.now)
    assert "that was taken back" in text_of(browser(omar).get(f"{address}/report/"))
    told = {"words": "It hurt.", "message": str(hello.uid)}
    assert "Thank you for telling us." in text_of(browser(omar).post(f"{address}/report/", told, follow=True))
