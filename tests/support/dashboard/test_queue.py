"""The first page: what waits, the gravest first, who looks into it, and finding what one looks for."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import communities
from accounts.models import Community, Member, Role, Standing
from matching.models import Match, Need, NeedState
from support import cases, conversations, reports
from support.models import CaseNote, Claim, CrisisResource, Report

pytestmark = pytest.mark.django_db

At = Callable[..., str]
Read = Callable[..., str]
Browser = Callable[[Member], Client]


@pytest.fixture
def report(connected: Match, maya: Member, now: datetime) -> Report:
    return reports.report(reporter=maya, match=connected, words="It hurt", now=now)


@pytest.fixture
def reading(riverside: Community, post_need: Callable[..., Need], make_member: Callable[..., Member]) -> Need:
    """Robin's need waits to be read."""
    need = post_need(make_member("Robin"), headline="Somebody to listen")
    Need.objects.filter(pk=need.pk).update(state=NeedState.IN_REVIEW)
    return need


@pytest.fixture
def fellow(make_member: Callable[..., Member], riverside: Community) -> Member:
    member = make_member("Ines")
    riverside.memberships.filter(member=member).update(role=Role.MODERATOR)
    return member


def shown(page: str) -> list[str]:
    """The cases on a page of the queue, in order."""
    return re.findall(r'data-key="(\w+)-\d+"', page)


def in_order(text: str, *words: str) -> bool:
    places = [text.find(word) for word in words]
    return -1 not in places and places == sorted(places)


def test_an_empty_desk_says_what_comes_next(desk: Client, at: At, read: Read) -> None:
    assert "Nothing waits for you" in read(desk.get(at("overview")))


def test_what_waits_stands_in_order_of_gravity(
    desk: Client,
    at: At,
    read: Read,
    riverside: Community,
    connected: Match,
    report: Report,
    reading: Need,
    maya: Member,
    make_member: Callable[..., Member],
    now: datetime,
) -> None:
    juniper = make_member("Juniper")
    riverside.memberships.filter(member=juniper).update(standing=Standing.ASKED, joined_at=None, asked_at=now)
    conversations.send(match=connected, author=maya, words="a@example.org", form_key=uuid4(), now=now)
    text = read(desk.get(at("overview")))
    assert in_order(
        text, "Something was not right", "A first message to read", "Somebody to listen", "Juniper"
    )
    assert "It hurt" not in text
    assert "a@example.org" not in text


def test_of_those_as_grave_what_should_be_looked_at_soonest_comes_first(
    desk: Client, at: At, read: Read, riverside: Community, reading: Need, lena: Member, now: datetime
) -> None:
    earlier = now - timedelta(hours=3)
    riverside.memberships.filter(member=lena).update(
        standing=Standing.ASKED, joined_at=None, asked_at=earlier
    )
    assert shown(read(desk.get(at("overview")))) == ["member", "need"]


@pytest.mark.parametrize(("kind", "hours"), [("report", 6), ("need", 30)])
def test_what_waits_longer_than_promised_for_what_is_so_grave_is_marked(
    desk: Client,
    at: At,
    read: Read,
    riverside: Community,
    report: Report,
    reading: Need,
    now: datetime,
    kind: str,
    hours: int,
) -> None:
    Community.objects.filter(pk=riverside.pk).update(grave_hours=6, response_hours=30)
    for ago, late in ((timedelta(hours=hours, minutes=-5), False), (timedelta(hours=hours, minutes=5), True)):
        Report.objects.filter(pk=report.pk).update(created_at=now - ago)
        Need.objects.filter(pk=reading.pk).update(changed_at=now - ago)
        assert (kind in shown(read(desk.get(at("overview") + "?late=on")))) is late


def test_the_queue_is_filtered_by_kind_and_by_whose(
    desk: Client, at: At, read: Read, report: Report, reading: Need
) -> None:
    def seen(query: str) -> list[str]:
        return shown(read(desk.get(at("overview") + query)))

    desk.post(at("case", "report", report.pk), {"do": "claim"})
    assert seen("?kind=need") == ["need"]
    assert seen("?whose=mine") == ["report"]
    assert seen("?whose=free") == ["need"]
    assert seen("?kind=nonsense") == ["report", "need"]


def test_people_concerned_are_found_by_their_chosen_names_and_never_by_words(
    desk: Client, at: At, read: Read, report: Report, reading: Need
) -> None:
    def seen(name: str) -> list[str]:
        return shown(read(desk.get(at("overview"), {"name": name})))

    assert (seen("oma"), seen("robin"), seen("hurt"), seen("listen")) == (["report"], ["need"], [], [])


def test_a_fellow_moderators_own_request_is_not_found_by_name(
    desk: Client, at: At, read: Read, riverside: Community, reading: Need
) -> None:
    riverside.memberships.filter(member=reading.member).update(role=Role.MODERATOR)
    page = read(desk.get(at("overview"), {"name": "Robin"}))
    assert shown(page) == []
    assert "A moderator's own request" in read(desk.get(at("overview")))


def test_a_case_is_taken_given_back_and_stands_in_the_same_queue_afterwards(
    desk: Client, at: At, read: Read, report: Report
) -> None:
    answer = desk.post(at("case", "report", report.pk), {"do": "claim", "back": "kind=report&evil=x"})
    assert answer.headers["Location"] == f"{at('overview')}?kind=report#case-report-{report.pk}"
    assert "Yours until" in read(desk.get(at("overview")))
    desk.post(at("case", "report", report.pk), {"do": "give_back"})
    assert not Claim.objects.exists()


def test_what_somebody_else_has_is_shown_and_not_taken(
    desk: Client, at: At, read: Read, browser: Browser, fellow: Member, report: Report, riverside: Community
) -> None:
    browser(fellow).post(at("case", "report", report.pk), {"do": "claim"})
    assert "Ines is on it" in read(desk.get(at("overview")))
    answer = desk.post(at("case", "report", report.pk), {"do": "claim"}, follow=True)
    assert "Somebody else has just taken this one." in answer.content.decode()
    assert Claim.objects.get().by == fellow


def test_notes_are_read_beside_the_case_and_nowhere_else(
    desk: Client, at: At, read: Read, browser: Browser, fellow: Member, report: Report, maya: Member
) -> None:
    desk.post(at("case", "report", report.pk), {"do": "note", "words": "Called, no answer"})
    assert "Called, no answer" in read(browser(fellow).get(at("report", report.uid)))
    assert "Called, no answer" not in read(desk.get(at("overview")))
    take_back = {"do": "take_note_back", "note": CaseNote.objects.get().pk}
    assert browser(fellow).post(at("case", "report", report.pk), take_back).status_code == 404
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM support_casenote")
        assert "Called" not in cursor.fetchone()[0]
    desk.post(at("case", "report", report.pk), take_back)
    assert "Taken back by its writer." in read(browser(fellow).get(at("report", report.uid)))


def test_nobody_touches_a_case_near_to_them_or_of_another_community(
    browser: Browser, at: At, report: Report, riverside: Community, omar: Member, lena: Member, now: datetime
) -> None:
    riverside.memberships.filter(member=omar).update(role=Role.MODERATOR)
    communities.create(name="Hillside", slug="hillside", by=lena, now=now)
    for client, place in ((browser(omar), "riverside"), (browser(lena), "hillside")):
        page = at("case", "report", report.pk, community=place)
        for do in ("claim", "note", "hand_over"):
            assert client.post(page, {"do": do, "words": "x", "to": omar.pk}).status_code == 404
        assert shown(client.get(at("overview", community=place)).content.decode()) == []
    assert not Claim.objects.exists()
    assert not CaseNote.objects.exists()


def test_queries_do_not_grow_with_what_waits(
    desk: Client, at: At, post_need: Callable[..., Need], make_member: Callable[..., Member], nour: Member
) -> None:
    def grow(start: int, count: int) -> None:
        for number in range(start, start + count):
            need = post_need(make_member(f"New {number}"))
            Need.objects.filter(pk=need.pk).update(state=NeedState.IN_REVIEW)
            desk.post(at("case", "need", need.pk), {"do": "claim"})

    def queries() -> int:
        desk.get(at("overview"))  # notes once, in one step, that they were looked at
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(at("overview")).status_code == 200
        return len(seen)

    grow(0, 2)
    few = queries()
    grow(2, 4)
    assert queries() == few


def test_every_kind_says_what_the_queue_needs_of_it() -> None:
    names = [kind.name for kind in cases.KINDS]
    assert len(names) == len(set(names))
    assert all(len(name) <= 24 and name.replace("_", "").isalpha() for name in names)


def test_a_request_that_waits_too_long_is_a_case_from_then_on(
    desk: Client,
    at: At,
    read: Read,
    riverside: Community,
    post_need: Callable[..., Need],
    maya: Member,
    now: datetime,
) -> None:
    Community.objects.filter(pk=riverside.pk).update(waits_long_days=5, response_hours=24)
    need = post_need(maya)
    for ago, shows in ((timedelta(days=5, minutes=-1), []), (timedelta(days=5, minutes=1), ["waiting"])):
        Need.objects.filter(pk=need.pk).update(waiting_since=now - ago)
        page = read(desk.get(at("overview")))
        assert shown(page) == shows
        assert "longer than promised" not in page


def test_crisis_lines_that_were_never_checked_or_not_for_too_long_are_cases(
    desk: Client, at: At, read: Read, riverside: Community, now: datetime
) -> None:
    today = now.date()
    Community.objects.filter(pk=riverside.pk).update(country="PT")
    CrisisResource.objects.all().delete()
    for phone, country, checked, until in (
        ("1", "PT", None, today + timedelta(days=9)),
        ("2", "", today - timedelta(days=99), today - timedelta(days=1)),
        ("3", "PT", today - timedelta(days=9), today),
        ("4", "FR", None, today),
    ):
        CrisisResource.objects.create(
            country=country, name="Line", phone=phone, source="x", verified_on=checked, expires_on=until
        )
    page = read(desk.get(at("overview")))
    assert (shown(page), "Line, 1:" in page, "Line, 2:" in page) == (["resource"] * 2, True, True)


def test_it_is_said_where_more_waits_than_is_shown_and_the_rest_is_a_page_away(
    desk: Client,
    at: At,
    read: Read,
    post_need: Callable[..., Need],
    make_member: Callable[..., Member],
    report: Report,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cases, "MOST", 2)
    for name in ("Ada", "Ben", "Cleo"):
        Need.objects.filter(pk=post_need(make_member(name)).pk).update(state=NeedState.IN_REVIEW)
    page = read(desk.get(at("overview")))
    assert shown(page) == ["report", "need", "need"]
    assert "Request: the 2 that have waited longest of 3." in page
    assert 'data-live-says="4 cases wait"' in page
    assert 'href="?kind=need"' in page
    both = [shown(read(desk.get(at("overview") + f"?kind=need&page={number}"))) for number in (1, 2)]
    assert both == [["need", "need"], ["need"]]
