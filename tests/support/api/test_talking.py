"""Two people who talk by their programs."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from accounts.models import Member, Notification
from matching.models import Block, Match, MatchState
from support import conversations
from support.api.messages import MessageShown
from support.models import Message, Report
from tests.support.api.conftest import Program
from tests.support.web.conftest import Clock


@pytest.fixture
def there(connected: Match) -> str:
    return f"conversations/{connected.uid}/"


def test_two_talk_from_the_first_word_to_the_last(
    program: Program, maya: Member, omar: Member, connected: Match, there: str
) -> None:
    mine, theirs = program(maya), program(omar)
    beginning = mine.get(there + "starters/").json()["beginnings"][0]
    mine.put(there + "draft/", {"words": beginning})
    assert mine.get(there + "draft/").json() == {"words": beginning}
    assert theirs.get(there + "draft/").json() == {"words": ""}
    said = mine.post(there + "messages/", {"words": beginning})
    assert said.status_code == 201
    assert mine.get(there + "draft/").json() == {"words": ""}
    assert mine.get(said["Location"].partition("/api/v1/")[2]).json() == said.json()
    [heard] = theirs.get(there + "messages/").json()["items"]
    assert (heard["words"], heard["mine"], heard["status"]) == (beginning, False, "new")
    assert list(heard) == list(MessageShown().fields)  # it is told as it is described
    assert theirs.get("conversations/?open=true").json()["items"][0]["unread"] == 1
    assert theirs.put(there + "read/", {"until": heard["id"]}).status_code == 204
    assert theirs.get("conversations/").json()["items"][0]["unread"] == 0
    assert not Notification.objects.filter(member=omar, kind="message_new", read_at=None).exists()
    parted = theirs.post(there + "ending/", {"how": "early", "parting": 2}).json()
    assert (parted["open"], parted["may_write"]) == (False, False)
    assert "somebody else" in mine.get(there + "messages/").json()["items"][0]["words"]
    closed = mine.post(there + "messages/", {"words": "Wait"})
    assert (closed.status_code, closed.json()["errors"][0]["code"]) == (409, "conversation_closed")
    assert mine.put(there + "again/", {"wanted": True}).json()["i_want_again"]
    assert not theirs.get(there).json()["i_want_again"]


def test_what_is_held_is_told_honestly_and_to_its_author_alone(
    program: Program, maya: Member, omar: Member, there: str
) -> None:
    held = program(maya).post(there + "messages/", {"words": "Call me: +351 912 345 678"}).json()
    assert held["status"] == "waiting"
    assert "moderator" in held["note"]
    assert program(omar).get(there + "messages/").json()["items"] == []
    assert program(omar).get(f"{there}messages/{held['id']}/").status_code == 404
    other = program(maya).patch(f"{there}messages/{held['id']}/", {"words": "Hello"}).json()
    assert (other["status"], other["id"] == held["id"]) == ("arrived", False)


def test_a_message_is_put_right_and_taken_back_within_minutes(
    program: Program, maya: Member, omar: Member, there: str, wall_clock: Clock
) -> None:
    one = f"{there}messages/{program(maya).post(there + 'messages/', {'words': 'Helo'}).json()['id']}/"
    assert program(omar).patch(one, {"words": "Mine"}).status_code == 404
    mark = program(maya).get(one)["ETag"]
    assert program(maya).patch(one, {"words": "Hello"}, if_match=mark).json()["words"] == "Hello"
    assert program(maya).delete(one, if_match=mark).status_code == 412
    wall_clock.forward(minutes=11)
    late = program(maya).patch(one, {"words": "Hi"})
    assert (late.status_code, late.json()["errors"][0]["code"]) == (409, "too_late")


def test_long_talks_come_in_pages_both_ways_with_as_many_queries(
    program: Program, maya: Member, omar: Member, connected: Match, there: str, now: datetime
) -> None:
    phone = program(omar)

    def counted(address: str) -> tuple[list[str], int, Any]:
        with CaptureQueriesContext(database) as asked:
            answer = phone.get(address).json()
        return [row["words"] for row in answer["items"]], len(asked), answer["next"]

    rows = [
        Message(
            match=connected,
            author=(maya, omar)[n % 2],
            words=str(n),
            sent_at=now,
            returned_at=held,
            held_at=held,
        )
        for n, held in enumerate([None, now, None, now, None, None])
    ]
    Message.objects.bulk_create(rows[:2])
    phone.get(there)  # a key notes the day of its first use
    few = counted(there + "messages/")[1]
    Message.objects.bulk_create(rows[2:])
    words, many, following = counted(there + "messages/?limit=4")
    assert (words, many) == (["5", "4", "3", "2"], few)
    assert counted(following.partition("/api/v1/")[2])[0] == ["1", "0"]
    assert counted(f"{there}messages/?order=oldest&after={rows[3].uid}")[0] == ["4", "5"]
    assert program(maya).get(there + "messages/").json()["items"][0]["words"] == "5"


def test_words_are_found_by_a_body_and_never_kept(
    program: Program, maya: Member, omar: Member, connected: Match, now: datetime
) -> None:
    conversations.send(
        match=connected, author=maya, words="Every Thursday, too.", form_key=connected.uid, now=now
    )
    found = program(omar).post("conversations/search/", {"words": "thursday"}, idempotency_key="one").json()
    assert found["items"][0]["found"] == "Thursday"
    from support.models import Answered

    assert not Answered.objects.exists()
    assert (
        program(omar).post("conversations/search/", {"words": "x"}).json()["errors"][0]["code"] == "too_short"
    )


@pytest.mark.parametrize("who", ["stranger", "moderator", "nobody"])
def test_who_is_neither_of_the_two_finds_nothing(
    who: str, program: Program, lena: Member, nour: Member, maya: Member, there: str
) -> None:
    message = program(maya).post(there + "messages/", {"words": "Hello"}).json()["id"]
    asks = program({"stranger": lena, "moderator": nour}.get(who))
    answers = [
        asks.get(there + more) for more in ("", "messages/", f"messages/{message}/", "draft/", "starters/")
    ]
    answers += [
        asks.post(there + "messages/", {"words": "I am here"}),
        asks.patch(f"{there}messages/{message}/", {"words": "x"}),
        asks.delete(f"{there}messages/{message}/"),
        asks.put(there + "read/"),
        asks.put(there + "draft/", {"words": "x"}),
        asks.put(there + "longer/", {"wanted": True}),
        asks.post(there + "ending/", {"how": "early"}),
        asks.post(there + "block/"),
        asks.post(there + "report/", {"words": "x"}),
    ]
    assert {answer.status_code for answer in answers} == {401 if who == "nobody" else 404}


def test_a_block_reads_like_any_other_ending(
    program: Program, maya: Member, omar: Member, connected: Match, there: str
) -> None:
    mine, theirs = program(maya), program(omar)
    told = mine.post(there + "messages/", {"words": "Hello"}).json()
    assert mine.post(there + "block/").status_code == 204
    assert Block.objects.filter(blocker=maya, blocked=omar).exists()
    blocked = theirs.get(there).json()
    Block.objects.all().delete()
    assert theirs.get(there).json() == blocked
    assert Match.objects.get().state == MatchState.ENDED
    assert theirs.get(f"{there}messages/{told['id']}/").status_code == 200


def test_a_report_names_a_message_of_theirs_and_hears_what_came_of_it(
    program: Program, maya: Member, omar: Member, there: str
) -> None:
    mine = program(maya)
    own = mine.post(there + "messages/", {"words": "Hello"}).json()["id"]
    wrong = mine.post(there + "report/", {"words": "This", "message": own})
    assert wrong.json()["errors"][0]["field"] == "message"
    theirs = program(omar).post(there + "messages/", {"words": "Send money"}).json()["id"]
    made = mine.post(there + "report/", {"words": "This", "message": theirs})
    assert (made.status_code, Report.objects.filter(message__uid=theirs).count()) == (201, 1)
    assert mine.get(made["Location"].partition("/api/v1/")[2]).json() == made.json()
    assert program(omar).get("me/reports/").json()["items"] == []


def test_what_either_wishes_shows_to_the_other_once_both_do(
    program: Program, maya: Member, omar: Member, there: str
) -> None:
    mine, theirs = program(maya), program(omar)
    before = theirs.get(there).json()
    assert mine.put(there + "longer/", {"wanted": True}).json()["i_wish_longer"]
    assert theirs.get(there).json() == before
    assert theirs.put(there + "longer/", {"wanted": True}).json()["both_wish_longer"]
