"""Two people plan a meeting by their programs, and each reads what is new."""

from datetime import datetime, timedelta

from django.test import Client

from accounts.models import Member, Notification, PushSubscription
from accounts.push import devices
from matching.models import Match
from support import tokens
from support.meetings import feeds
from support.models import Token
from tests.support.api.conftest import Program
from tests.support.web.conftest import Clock


def test_an_hour_is_found_kept_and_read_by_a_calendar(
    program: Program, maya: Member, omar: Member, connected: Match, wall_clock: Clock
) -> None:
    there, mine, theirs = f"conversations/{connected.uid}/meeting/", program(maya), program(omar)
    hour = mine.get(there + "hours/?minutes=45").json()["items"][0]
    made = mine.post(there, {"begins_at": hour["begins_at"], "minutes": 45})
    assert (made.status_code, made.json()["wanted"]["by_me"]) == (201, True)
    [asked] = theirs.get("me/meetings/").json()["items"]
    assert (asked["what"], asked["begins_at"]) == ("asked", hour["begins_at"])
    [told] = [
        one for one in theirs.get("notifications/?unread=true").json()["items"] if "meeting" in one["kind"]
    ]
    assert theirs.put(f"notifications/{told['id']}/read/").status_code == 204
    planned = theirs.post(there + "answer/", {"answer": "yes", "begins_at": hour["begins_at"]}).json()
    assert planned["planned"]["ends_at"] == hour["ends_at"]
    file = mine.get(there + "entry.ics", accept="text/calendar")
    assert b"BEGIN:VEVENT" in file.content
    assert mine.get(there + "entry.ics").status_code == 200
    late = theirs.post(there + "answer/", {"answer": "yes", "begins_at": hour["begins_at"]})
    assert (late.status_code, late.json()["errors"][0]["code"]) == (409, "nothing_to_answer")
    wall_clock.now = datetime.fromisoformat(hour["ends_at"]) + timedelta(minutes=1)
    assert mine.put(there + "said/", {"said": "met"}).json()["past"]["said"] == "met"
    assert theirs.get(there).json()["past"]["said"] == ""
    assert mine.delete(there).status_code == 409


def test_an_hour_that_is_not_shared_is_named_by_the_field_that_was_sent(
    program: Program, maya: Member, connected: Match, now: datetime
) -> None:
    there, early = f"conversations/{connected.uid}/meeting/", (now + timedelta(hours=1)).isoformat()
    refused = program(maya).post(there, {"begins_at": early, "minutes": 30}).json()["errors"][0]
    assert (refused["field"], refused["code"]) == ("begins_at", "outside")
    assert program(maya).post(there, {"begins_at": early, "outside": True}).json()["wanted"]["outside"]
    assert program(maya).get(there + "entry.ics").status_code == 404


def test_an_address_for_a_calendar_is_shown_once_and_taken_back(program: Program, maya: Member) -> None:
    phone = program(maya)
    first, again = (phone.post("me/calendar/", idempotency_key="one").json()["address"] for _ in range(2))
    path = again.partition("/calendar/")[2]
    assert (first != again, phone.client.get(f"/calendar/{path}").status_code) == (True, 200)
    assert "address" not in phone.get("me/calendar/").json()
    assert phone.delete("me/calendar/").status_code == 204
    assert phone.client.get(f"/calendar/{path}").status_code == 404


def test_what_a_key_made_to_listen_goes_with_the_key_and_nothing_else(
    program: Program, maya: Member, now: datetime
) -> None:
    phone, key = program(maya), Token.objects.get()
    path = phone.post("me/calendar/").json()["address"].partition("/calendar/")[2]
    for name, by_key in (("theirs", key.uid), ("mine", None)):
        PushSubscription.objects.create(
            member=maya, name=name, endpoint=name, fingerprint=name, made_at=now, by_key=by_key
        )
    tokens.revoke(member=maya, uid=key.uid, now=now)
    assert Client().get(f"/calendar/{path}").status_code == 404
    assert [one.name for one in devices.of(maya)] == ["mine"]
    feeds.make(member=maya, now=now)
    tokens.revoke_all(member=maya, now=now)
    assert feeds.of(maya)


def test_somebody_elses_meeting_news_and_journal_are_not_there(
    program: Program, maya: Member, lena: Member, connected: Match
) -> None:
    told = Notification.objects.filter(member=maya).first()
    page = program(maya).post("me/journal/", {"helped": "Sleep"}).json()["id"]
    asks = program(lena)
    there = f"conversations/{connected.uid}/meeting/"
    answers = [asks.get(there + more) for more in ("", "hours/", "entry.ics")]
    answers += [asks.delete(there), asks.post(there + "answer/", {"answer": "not_then"})]
    answers += [asks.get(f"notifications/{told.uid if told else ''}/"), asks.get(f"me/journal/{page}/")]
    answers += [asks.delete(f"me/journal/{page}/"), asks.patch(f"me/journal/{page}/", {"helped": "x"})]
    assert {answer.status_code for answer in answers} == {404}


def test_what_is_not_named_stays_as_it_was(program: Program, maya: Member) -> None:
    phone = program(maya)
    before = phone.get("me/reach/").json()
    chosen = phone.patch("me/reach/", {"ways": {"messages": []}}).json()
    assert chosen == before | {"ways": before["ways"] | {"messages": []}}
    page = phone.post("me/journal/", {"helped": "Sleep", "learned": "To ask"})
    there = page["Location"].partition("/api/v1/")[2]
    assert phone.patch(there, {"learned": "To wait"}).json()["helped"] == "Sleep"
    assert phone.delete(there).status_code == 204
    assert phone.get("me/journal/").json()["items"] == []
