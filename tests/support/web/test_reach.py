"""How I am told; and letters that are stopped by one click, signed out, by nobody's scanner."""

import re
from datetime import datetime

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.fields import encrypt
from accounts.models import Channel, Community, Letters, Member, Notification
from accounts.notifications import email, preferences, unsubscribe
from accounts.notifications.kinds import CHOSEN, KINDS, Group
from accounts.notifications.notify import notify
from accounts.own_data import erase
from tests.support.conftest import Connect

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(maya: Member, riverside: Community, now: object) -> EmailMultiAlternatives:
    told = notify(
        member=maya,
        kind="message_new",
        event="one",
        now=now,  # type: ignore[arg-type]
        refers_to={"match": "11111111-1111-4111-8111-111111111111"},
    )
    assert told
    return email.letter(told)


def stop_path(letter: EmailMultiAlternatives) -> str:
    found = re.fullmatch(r"<https?://[^/]+(/letters/stop/\S+/)>", letter.message()["List-Unsubscribe"])
    assert found
    return found.group(1)


def mailed(member: Member) -> set[Group]:
    member.refresh_from_db()
    return {group for group in CHOSEN if Channel.EMAIL in preferences.wanted(member, group)}


def test_one_click_stops_letters_of_that_sort_without_a_session(
    letter: EmailMultiAlternatives, maya: Member
) -> None:
    stranger = Client(enforce_csrf_checks=True)
    before = mailed(maya)
    assert letter.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    answer = stranger.post(stop_path(letter), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert mailed(maya) == before - {Group.MESSAGES}
    assert not answer.cookies.get("sessionid")


def test_a_scanner_that_opens_the_link_changes_nothing(letter: EmailMultiAlternatives, maya: Member) -> None:
    before = mailed(maya)
    for method in ("get", "head"):
        assert getattr(Client(), method)(stop_path(letter)).status_code == 200
    assert mailed(maya) == before


def test_all_letters_can_be_stopped_and_had_again(
    letter: EmailMultiAlternatives, maya: Member, now: datetime
) -> None:
    Client().post(stop_path(letter), {"all": "1"})
    assert mailed(maya) == set()
    maya.refresh_from_db()
    preferences.choose(member=maya, ways={Group.MESSAGES: [Channel.EMAIL]}, now=now)
    assert mailed(maya) == {Group.MESSAGES}


def test_a_link_tells_nothing_and_a_made_up_one_does_nothing(
    letter: EmailMultiAlternatives, maya: Member
) -> None:
    path = stop_path(letter)
    assert maya.email not in Client().get(path).content.decode()
    for wrong in ("x", path.split("/")[3][:-2] + "xx", encrypt(f"else|{maya.pk}|")):
        assert Client().post(reverse("stop_letters", args=[wrong])).status_code == 404
    assert unsubscribe.read("x") is None


def test_a_link_ends_with_its_account_and_says_nothing_of_whose_it_was(
    letter: EmailMultiAlternatives, maya: Member, now: datetime
) -> None:
    erase(maya, now=now)
    for method in ("get", "post"):
        answer = getattr(Client(), method)(stop_path(letter))
        assert answer.status_code == 404
        assert "Messages" not in answer.content.decode()


def test_a_link_stops_nobody_elses_letters_whatever_is_posted_to_it(
    letter: EmailMultiAlternatives, maya: Member, omar: Member
) -> None:
    before = mailed(omar)
    for body, kind in (
        (f'{{"member": {omar.pk}, "all": 1}}', "application/json"),
        (f"member={omar.pk}", "text/plain"),
        ("broken", "multipart/form-data; boundary=x"),
    ):
        assert Client().post(stop_path(letter), body, content_type=kind).status_code in {200, 400}
    assert mailed(omar) == before
    assert mailed(maya) == set(CHOSEN) - {Group.MESSAGES, Group.MODERATING}


def test_no_name_of_a_community_gets_into_a_letters_head(
    letter: EmailMultiAlternatives, maya: Member, now: datetime
) -> None:
    evil = Community(pk=1, name="River\r\nBcc: all@example.org", slug="river")
    told = Notification(
        member=maya, community=evil, kind="message_new", event="e", refers_to={"match": "1"}, created_at=now
    )
    assert "Bcc" not in str(email.letter(told).message())


def test_letters_about_the_account_carry_no_such_link(maya: Member, now: object) -> None:
    told = notify(member=maya, kind="account_reset", event="r", now=now, secret="/x/")  # type: ignore[arg-type]
    assert told
    assert "List-Unsubscribe" not in email.letter(told).message()


def test_i_choose_what_tells_me_and_how_often(client: Client, maya: Member) -> None:
    client.force_login(maya)
    page = client.get(reverse("reach"))
    assert page.status_code == 200
    assert "(if you like)" not in page.content.decode()  # an empty line is an answer
    chosen = {"letters": "weekly", "letters_at": "09:30", "messages": ["push"], "matches": ["email", "push"]}
    chosen = {f"told-{name}": said for name, said in chosen.items()}
    assert client.post(reverse("reach"), chosen).status_code == 302
    maya.refresh_from_db()
    assert (maya.letters, maya.letters_at.isoformat()) == (Letters.WEEKLY, "09:30:00")
    assert preferences.wanted(maya, Group.MESSAGES) == {Channel.PUSH}
    assert mailed(maya) == {Group.MATCHES}
    assert client.post(reverse("reach"), chosen | {"told-messages": ["pigeon"]}).status_code == 200


def test_whoever_can_be_reached_again_says_so(client: Client, maya: Member, now: object) -> None:
    Member.objects.filter(pk=maya.pk).update(email_stopped_at=now)
    client.force_login(maya)
    assert b"write to me again" in client.get(reverse("reach")).content
    client.post(reverse("letters_again"))
    maya.refresh_from_db()
    assert maya.email_stopped_at is None


def test_every_letter_can_be_looked_at_where_people_work_on_it(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    assert client.get(reverse("style_letters")).status_code == 200
    for name, kind in KINDS.items():
        if Channel.EMAIL in kind.channels:
            page = client.get(reverse("style_letter", args=[name, "ar"]))
            assert 'dir="rtl"' in page.content.decode()
    assert client.get(reverse("style_letter", args=["message_new", "en"]) + "?as=text").status_code == 200
    settings.DEMO = settings.DEBUG = False
    assert client.get(reverse("style_letters")).status_code == 404
    assert client.get(reverse("style_letter", args=["message_new", "en"])).status_code == 404


@pytest.mark.parametrize(
    ("kind", "route"), [("meeting_suggested", "match_meeting"), ("checkin_asked", "checkin")]
)
def test_whoever_opens_the_page_has_read_what_leads_there(
    client: Client, connect: Connect, maya: Member, omar: Member, now: datetime, kind: str, route: str
) -> None:
    match = connect(maya, omar)
    about = {"match": str(match.uid), "meeting": "11111111-1111-4111-8111-111111111111"}
    told = notify(member=maya, kind=kind, event="x", now=now, refers_to=about)
    assert told
    client.force_login(maya)
    assert client.get(reverse(route, args=[match.uid])).status_code == 200
    told.refresh_from_db()
    assert told.read_at
