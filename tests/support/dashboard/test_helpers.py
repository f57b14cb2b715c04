"""A helper's page: what has to be there before sensitive topics, the limits, notes among moderators, and patterns."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.guides import Guide, note_read
from accounts.models import Community, Member, Membership, Role
from matching import trust
from matching.models import Match, Offer
from support import cases, conversations
from support.models import Decision, DecisionKind, Look, Pattern, SupervisionNote
from support.patterns import sweeping
from support.policies import remit_of
from support.privacy import erasing, own_data

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]

At = Callable[..., str]
Read = Callable[..., str]
Browser = Callable[[Member], Client]


@pytest.fixture
def asks(riverside: Community, now: datetime) -> Community:
    trust.ask_for_admission(community=riverside, asks=True, guide=True, reference=True, now=now)
    return riverside


def place(member: Member) -> Membership:
    return Membership.objects.get(member=member, community__slug="riverside")


def waiting(moderator: Member, community: Community, now: datetime) -> list[str]:
    remit = remit_of(moderator, community)
    assert remit is not None
    return [case.kind.name for case in cases.waiting(remit, now=now)]


def test_admitted_step_by_step(
    desk: Client,
    at: At,
    read: Read,
    browser: Browser,
    asks: Community,
    omar: Member,
    nour: Member,
    post_offer: Callable[..., Offer],
    told: Callable[[Member], list[str]],
    now: datetime,
) -> None:
    offer = post_offer(omar)
    theirs = browser(omar)
    page = reverse("offer", args=[offer.uid])
    assert "First, please read a short guide" in read(theirs.get(page))
    assert waiting(nour, asks, now) == []
    theirs.post(reverse("sensitive_guide", args=["riverside"]))
    assert "A moderator looks next" in read(theirs.get(page))
    assert waiting(nour, asks, now) == ["helper"]

    helper, decide = at("helper", place(omar).pk), at("helper_decide", place(omar).pk)
    assert "Nobody has noted references or a call yet." in read(desk.get(helper))
    refused = desk.post(decide, {"kind": "helper_admitted"}, follow=True)
    assert "Nobody has noted references or a call yet." in read(refused)
    assert place(omar).admitted_for_sensitive_at is None
    desk.post(decide, {"kind": "call_noted"})
    desk.post(decide, {"kind": "helper_admitted"})
    assert place(omar).admitted_for_sensitive_at == now
    assert waiting(nour, asks, now) == []
    assert told(omar) == ["helper_admitted"]
    assert "sensitive" not in read(theirs.get(page))


def test_not_for_now_is_kind_and_no_case_any_more(
    desk: Client,
    at: At,
    read: Read,
    browser: Browser,
    asks: Community,
    omar: Member,
    nour: Member,
    post_offer: Callable[..., Offer],
    now: datetime,
) -> None:
    offer = post_offer(omar)
    note_read(omar, Guide.SENSITIVE, now=now)
    desk.post(
        at("helper_decide", place(omar).pk), {"kind": "helper_not_now", "words": "Too soon after his loss"}
    )
    assert waiting(nour, asks, now) == []
    page = read(browser(omar).get(reverse("offer", args=[offer.uid])))
    assert "as welcome as before" in page
    assert "Too soon" not in page


def test_training_and_limits_are_decisions(
    desk: Client, at: At, read: Read, riverside: Community, omar: Member
) -> None:
    decide = at("helper_decide", place(omar).pk)
    assert "They end by themselves after" in read(desk.get(at("helper", place(omar).pk)))
    for kind in ("helper_trained", "limits_lifted"):
        desk.post(decide, {"kind": kind})
    assert place(omar).trained_for_danger_at
    assert place(omar).helper_limits == "lifted"
    desk.post(decide, {"kind": "limits_kept", "words": "Let us see"})
    desk.post(decide, {"kind": "training_ended", "words": "He asked us to"})
    assert place(omar).trained_for_danger_at is None
    assert "A moderator keeps them here." in read(desk.get(at("helper", place(omar).pk)))
    assert Decision.objects.count() == 4


def test_notes_are_read_by_moderators_alone_and_go_with_the_account(
    desk: Client, at: At, read: Read, browser: Browser, riverside: Community, omar: Member, now: datetime
) -> None:
    desk.post(at("helper_note", place(omar).pk), {"words": "Very tired in October"})
    assert "Very tired in October" in read(desk.get(at("helper", place(omar).pk)))
    assert "tired" not in str(own_data.export(omar, now=now))
    desk.post(at("helper_note", place(omar).pk), {"take_back": SupervisionNote.objects.get().pk})
    assert "Taken back by its writer." in read(desk.get(at("helper", place(omar).pk)))
    assert SupervisionNote.objects.get().words == ""
    riverside.memberships.filter(member=omar).update(role=Role.MODERATOR)
    assert browser(omar).get(at("helper", place(omar).pk)).status_code == 404
    erasing.ask(member=omar, now=now)
    erasing.erase_due(now=now + erasing.GRACE)
    assert not SupervisionNote.objects.exists()


def test_flagged_words_open_when_asked_for_and_each_look_is_written_down(
    desk: Client,
    at: At,
    read: Read,
    connected: Match,
    omar: Member,
    maya: Member,
    now: datetime,
) -> None:
    for author, words in ((omar, "Do not tell the moderators"), (maya, "My own words")):
        conversations.send(match=connected, author=author, words=words, form_key=uuid4(), now=now)
    sweeping.sweep(now=now)
    pattern = Pattern.objects.get()
    page = at("pattern", pattern.pk)
    assert "Do not tell" not in read(desk.get(page))
    assert not Look.objects.filter(what="message").exists()
    opened = read(desk.get(page, {"read": 1}))
    assert "Do not tell the moderators" in opened
    assert "My own words" not in opened
    look = Look.objects.get(what="message")
    assert (look.member_key, look.shown_from > now) == (omar.pk, True)
    desk.post(at("pattern_decide", pattern.pk), {"kind": "pattern_set_aside", "words": "A surprise party"})
    pattern.refresh_from_db()
    assert pattern.set_aside_at == now
    assert Decision.objects.get().kind == DecisionKind.PATTERN_SET_ASIDE
