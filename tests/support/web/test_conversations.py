"""Talking, finishing, thanking, parting, and getting help when something is not right."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import Community, Member
from matching import blocks, matches
from matching.models import Block, Match, MatchState, NeedState
from support import reports
from support.models import Message, Report, Thanks
from tests.support.web.conftest import Browser, Clock, text_of


@pytest.fixture
def address(connected: Match) -> str:
    return f"/matches/{connected.uid}"


def message(words: str, **fields: Any) -> dict[str, Any]:
    return {"words": words, "form_key": str(uuid4()), **fields}


def test_two_people_talk(browser: Browser, maya: Member, omar: Member, address: str) -> None:
    seeker, helper = browser(maya), browser(omar)
    assert "Nobody has said anything yet" in text_of(seeker.get(f"{address}/conversation/"))
    assert seeker.post(f"{address}/conversation/", message("Hello Omar.")).status_code == 302

    assert "Maya has written to you" in text_of(helper.get("/home/"))
    page = text_of(helper.get(f"{address}/conversation/"))
    assert "Hello Omar." in page
    assert "Monday, 23 November 2026" in page
    assert "My father died in March" in page
    assert "has written to you" not in text_of(helper.get("/home/"))


def test_sending_twice_says_it_once(browser: Browser, maya: Member, address: str) -> None:
    client, form = browser(maya), message("Hello.")
    for _ in range(2):
        assert client.post(f"{address}/conversation/", form).status_code == 302
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "said"), [("   ", "nothing to send yet"), ("x" * 4001, "at most 4000 characters")]
)
def test_what_cannot_be_sent_stays_in_the_form(
    words: str, said: str, browser: Browser, maya: Member, address: str
) -> None:
    form = message(words)
    response = browser(maya).post(f"{address}/conversation/", form)
    assert said in text_of(response)
    assert form["form_key"] in response.content.decode()
    assert words.strip() in response.content.decode()
    assert not Message.objects.exists()


def test_the_same_form_with_other_words_is_not_swallowed(
    browser: Browser, maya: Member, address: str
) -> None:
    client, form = browser(maya), message("Hello.")
    client.post(f"{address}/conversation/", form)
    response = client.post(f"{address}/conversation/", {**form, "words": "Something else."})
    assert "already sent" in text_of(response)
    assert "Something else." in text_of(response)


def test_a_form_without_its_key_sends_nothing(browser: Browser, maya: Member, address: str) -> None:
    response = browser(maya).post(f"{address}/conversation/", {"words": "Hello."})
    assert response.status_code == 200
    assert not Message.objects.exists()


def test_a_first_message_that_is_read_first_says_so_to_its_writer_alone(
    browser: Browser, maya: Member, omar: Member, riverside: Community, address: str
) -> None:
    riverside.review_first_messages = True
    riverside.save()
    browser(maya).post(f"{address}/conversation/", message("A very first hello."))
    mine, theirs = (text_of(browser(member).get(f"{address}/conversation/")) for member in (maya, omar))
    assert "Only you can see this so far." in mine
    assert "A very first hello." not in theirs


def test_words_are_shown_as_they_are_and_do_nothing(
    browser: Browser, maya: Member, omar: Member, address: str
) -> None:
    browser(maya).post(f"{address}/conversation/", message("<script>alert(1)</script> <b>hello</b>"))
    page = browser(omar).get(f"{address}/conversation/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;hello&lt;/b&gt;" in page


def test_a_good_ending_leads_to_thanks(
    browser: Browser, maya: Member, omar: Member, connected: Match, address: str
) -> None:
    seeker = browser(maya)
    assert "Has this helped?" in text_of(seeker.get(f"{address}/finish/"))
    assert seeker.post(f"{address}/finish/")["Location"] == f"{address}/thanks/"
    connected.refresh_from_db()
    assert connected.state == MatchState.COMPLETED
    assert connected.need.state == NeedState.CLOSED

    page = seeker.post(f"{address}/thanks/", {"words": "You stayed when it was quiet."}, follow=True)
    assert "Your thanks are on their way." in text_of(page)
    assert "Say thank you" not in text_of(page)
    for name in ("", "conversation/", "thanks/"):
        assert "You stayed when it was quiet." in text_of(browser(omar).get(f"{address}/{name}"))


def test_thanks_that_are_too_long_are_kept(
    browser: Browser, maya: Member, connected: Match, address: str
) -> None:
    response = browser(maya).post(f"{address}/thanks/", {"words": "y" * 1001})
    assert "y" * 1001 in response.content.decode()
    assert not Thanks.objects.exists()


def test_wishing_to_be_paired_again_and_not_after_all(
    browser: Browser, maya: Member, connected: Match, address: str, wall_clock: Clock
) -> None:
    matches.complete(match=connected, member=maya, now=wall_clock.now)
    client = browser(maya)
    assert "You would like to be paired" in text_of(
        client.post(f"{address}/again/", {"wanted": "yes"}, follow=True)
    )
    connected.refresh_from_db()
    assert (connected.seeker_again, connected.helper_again) == (True, False)
    client.post(f"{address}/again/", {"wanted": "no"})
    connected.refresh_from_db()
    assert not connected.seeker_again


def test_ending_it_needs_no_reason(
    browser: Browser, maya: Member, omar: Member, connected: Match, address: str
) -> None:
    page = browser(omar).post(f"{address}/end/", follow=True)
    assert "This conversation has ended." in text_of(page)
    connected.refresh_from_db()
    assert connected.state == MatchState.ENDED
    assert "Looking" not in text_of(page)
    assert "We are asking people who may fit" in text_of(browser(maya).get("/home/"))


@pytest.mark.parametrize("name", ["finish", "end"])
def test_ending_what_has_ended_is_said_calmly(
    name: str, browser: Browser, maya: Member, omar: Member, connected: Match, address: str, wall_clock: Clock
) -> None:
    matches.end(match=connected, member=omar, now=wall_clock.now)
    page = browser(maya).post(f"{address}/{name}/", follow=True)
    assert "has already ended" in text_of(page)
    connected.refresh_from_db()
    assert connected.state == MatchState.ENDED


def test_a_block_looks_like_any_other_ending(
    browser: Browser,
    maya: Member,
    omar: Member,
    connect: Callable[..., Match],
    lena: Member,
    connected: Match,
    wall_clock: Clock,
) -> None:
    """What Maya and Lena read in their conversation and on its page, one blocked and one left."""
    other = connect(lena, omar)
    helper = browser(omar)
    assert helper.post(f"/matches/{connected.uid}/block/")["Location"] == "/me/blocks/"
    assert Block.objects.filter(blocker=omar, blocked=maya).exists()
    matches.end(match=other, member=omar, now=wall_clock.now)

    for name in ("", "conversation/", "thanks/", "finish/"):
        blocked = text_of(browser(maya).get(f"/matches/{connected.uid}/{name}"))
        left = text_of(browser(lena).get(f"/matches/{other.uid}/{name}"))
        assert blocked == left
    sent = browser(maya).post(f"/matches/{connected.uid}/conversation/", message("Are you there?"))
    assert "This conversation has ended." in text_of(sent)
    assert not Message.objects.exists()


def test_a_blocked_person_can_still_read_and_report(
    browser: Browser, maya: Member, omar: Member, connected: Match, address: str, wall_clock: Clock
) -> None:
    browser(omar).post(f"{address}/conversation/", message("Something unkind."))
    blocks.block(blocker=omar, blocked=maya, now=wall_clock.now)
    client = browser(maya)
    assert "Something unkind." in text_of(client.get(f"{address}/conversation/"))
    client.post(f"{address}/report/", {"words": "This hurt me."})
    assert Report.objects.get().about == omar


def test_reporting_one_message(browser: Browser, maya: Member, omar: Member, address: str) -> None:
    browser(omar).post(f"{address}/conversation/", message("Give me your number."))
    browser(maya).post(f"{address}/conversation/", message("No."))
    client, theirs = browser(maya), Message.objects.get(author=omar)
    page = text_of(client.get(f"{address}/report/"))
    assert "Give me your number." in page
    assert (
        "No."
        not in page.partition("Is it about one message?")[2]
        .partition("Send it to them")[0]
        .split("all of it")[1]
    )

    told = client.post(
        f"{address}/report/", {"words": "This felt wrong.", "message": str(theirs.uid)}, follow=True
    )
    assert "Thank you for telling us." in text_of(told)
    report = Report.objects.get()
    assert (report.message, report.words, report.reporter) == (theirs, "This felt wrong.", maya)
    assert "This felt wrong." not in text_of(browser(omar).get(f"{address}/conversation/"))


def test_a_report_without_a_word_asks_for_one_and_keeps_the_choice(
    browser: Browser, maya: Member, omar: Member, address: str
) -> None:
    browser(omar).post(f"{address}/conversation/", message("Give me your number."))
    uid = str(Message.objects.get().uid)
    response = browser(maya).post(f"{address}/report/", {"words": "", "message": uid})
    assert "in a few words what was not right" in text_of(response)
    assert f'value="{uid}" selected' in response.content.decode()


def test_a_message_of_somebody_else_cannot_be_reported(browser: Browser, maya: Member, address: str) -> None:
    browser(maya).post(f"{address}/conversation/", message("Mine."))
    mine = Message.objects.get()
    response = browser(maya).post(f"{address}/report/", {"words": "x", "message": str(mine.uid)})
    assert response.status_code == 200
    assert not Report.objects.exists()


def test_a_silent_conversation_asks_whether_it_goes_on(
    browser: Browser, maya: Member, connected: Match, address: str, wall_clock: Clock
) -> None:
    client = browser(maya)
    assert "It has been quiet here." not in text_of(client.get(f"{address}/conversation/"))
    matches.ask_silent(match=connected, now=wall_clock.now + timedelta(days=14))
    assert "It has been quiet here." in text_of(client.get(f"{address}/conversation/"))


@pytest.mark.parametrize("page", ["/privacy/", "{address}/conversation/"])
def test_what_moderators_read_of_a_report_is_said_as_it_is(
    page: str, browser: Browser, maya: Member, address: str
) -> None:
    in_words = {(5, 5): "up to five on either side"}[reports.BEFORE, reports.AFTER]
    assert in_words in text_of(browser(maya).get(page.format(address=address)))
