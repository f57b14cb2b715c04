"""Undo instead of "are you sure?": a button beside the words takes it back for some minutes, once, without a script."""

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from accounts.models import Community, Member
from accounts.notifications.notify import notify
from matching import availability, blocks, needs, never_ask, offers, second_thoughts
from matching.models import Block, Match, MatchState, Need, NeedState, Offer, OfferState
from support.privacy import erasing
from support.web import undo
from tests.support.web.conftest import Browser, Clock, Page, Propose, text_of

KEY = re.compile(r'action="/undo/".*?name="key" value="([^"]+)"', re.DOTALL)


def done(client: Client, address: str, **answers: str) -> str:
    """Does something, and finds the key of the button that takes it back."""
    page = client.post(address, answers, follow=True)
    found = KEY.search(page.content.decode())
    assert found, text_of(page)
    return found[1]


def undone(client: Client, key: str) -> Page:
    return client.post("/undo/", {"key": key}, follow=True)


def test_a_need_comes_back_with_its_place_in_the_queue(
    browser: Browser, maya: Member, omar: Member, post_need: Callable[..., Need],
    post_offer: Callable[..., Offer], put: Propose, wall_clock: Clock,
) -> None:  # fmt: skip
    need = post_need(maya)
    asked = put(need, post_offer(omar))
    client = browser(maya)
    key = done(client, f"/needs/{need.uid}/withdraw/")
    asked.refresh_from_db()
    assert asked.state == MatchState.SUPERSEDED
    since = need.waiting_since
    wall_clock.forward(minutes=9)
    page = undone(client, key)
    assert "Undone." in text_of(page)
    need.refresh_from_db()
    assert (need.state, need.waiting_since, need.closed_at) == (NeedState.OPEN, since, None)


def test_it_works_once_and_for_some_minutes(
    browser: Browser, maya: Member, post_need: Callable[..., Need], wall_clock: Clock
) -> None:
    need, client = post_need(maya), browser(maya)
    late = done(client, f"/needs/{need.uid}/withdraw/")
    wall_clock.forward(minutes=11)
    assert "too late" in text_of(undone(client, late))
    assert "too late" in text_of(undone(client, "made-up"))
    need.refresh_from_db()
    assert need.state == NeedState.CLOSED


def test_a_key_is_worth_nothing_in_another_browser(
    browser: Browser, maya: Member, lena: Member, post_need: Callable[..., Need]
) -> None:
    need = post_need(maya)
    key = done(browser(maya), f"/needs/{need.uid}/withdraw/")
    for member in (lena, maya):
        assert "too late" in text_of(undone(browser(member), key))
    need.refresh_from_db()
    assert need.state == NeedState.CLOSED


def test_what_a_moderator_has_not_read_waits_for_them_again(
    maya: Member, riverside: Community, post_need: Callable[..., Need], now: datetime
) -> None:
    riverside.review_first_needs = True
    need = needs.withdraw(need=post_need(maya), now=now)
    need = second_thoughts.bring_back_need(need=need, was=NeedState.IN_REVIEW, now=now)
    assert need.state == NeedState.IN_REVIEW


def test_a_need_that_was_asked_again_meanwhile_stays_closed(
    maya: Member, post_need: Callable[..., Need], now: datetime
) -> None:
    need = needs.withdraw(need=post_need(maya), now=now)
    needs.reopen(need=need, now=now)
    with pytest.raises(needs.Frozen):
        second_thoughts.bring_back_need(need=need, was=NeedState.OPEN, now=now)


def test_only_a_withdrawn_need_comes_back(
    maya: Member, post_need: Callable[..., Need], now: datetime
) -> None:
    with pytest.raises(needs.Frozen):
        second_thoughts.bring_back_need(need=post_need(maya), was=NeedState.OPEN, now=now)


def test_a_closed_offer_comes_back_as_it_was(
    browser: Browser, omar: Member, post_offer: Callable[..., Offer], now: datetime
) -> None:
    offer, client = post_offer(omar), browser(omar)
    offers.pause(offer=offer, now=now, until=date(2026, 12, 24))
    undone(client, done(client, f"/offers/{offer.uid}/close/"))
    offer.refresh_from_db()
    assert (offer.state, offer.paused_until) == (OfferState.PAUSED, date(2026, 12, 24))
    with pytest.raises(offers.Frozen):
        second_thoughts.bring_back_offer(offer=offer, was="open", paused_until=None)


def test_undoing_does_not_lead_around_how_much_one_may_ask_at_once(
    browser: Browser, maya: Member, post_need: Callable[..., Need], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.needs.posting.MOST_OPEN", 1)
    first, client = post_need(maya), browser(maya)
    key = done(client, f"/needs/{first.uid}/withdraw/")
    post_need(maya)
    assert "Undone" not in text_of(undone(client, key))
    first.refresh_from_db()
    assert first.state == NeedState.CLOSED


def test_a_pause_is_taken_back(browser: Browser, omar: Member, post_offer: Callable[..., Offer]) -> None:
    offer, client = post_offer(omar), browser(omar)
    undone(client, done(client, f"/offers/{offer.uid}/pause/"))
    offer.refresh_from_db()
    assert offer.state == OfferState.OPEN


def test_a_longer_rest_is_taken_back_to_the_shorter_one(
    browser: Browser, omar: Member, post_offer: Callable[..., Offer]
) -> None:
    offer, client = post_offer(omar), browser(omar)
    done(client, f"/offers/{offer.uid}/pause/", until="2026-12-24")
    undone(client, done(client, f"/offers/{offer.uid}/pause/", until="2027-01-24"))
    offer.refresh_from_db()
    assert (offer.state, offer.paused_until) == (OfferState.PAUSED, date(2026, 12, 24))


def test_a_block_holds_again_and_its_key_names_nobody(
    browser: Browser, maya: Member, omar: Member, connected: Match, now: datetime
) -> None:
    client = browser(maya)
    blocks.block(blocker=maya, blocked=omar, now=now)
    key = done(client, f"/me/blocks/{Block.objects.get().pk}/remove/")
    assert not Block.objects.exists()
    undone(client, key)
    assert Block.objects.get().blocked == omar


def test_a_block_of_somebody_who_is_gone_is_not_said_to_be_as_it_was(
    browser: Browser, maya: Member, omar: Member, now: datetime
) -> None:
    client = browser(maya)
    blocks.block(blocker=maya, blocked=omar, now=now)
    erasing.ask(member=omar, now=now)
    erasing.erase_due(now=now + erasing.GRACE)
    key = done(client, f"/me/blocks/{Block.objects.get().pk}/remove/")
    assert "This can no longer be undone." in text_of(undone(client, key))
    assert not Block.objects.exists()


def test_days_away_and_an_address_come_back(browser: Browser, maya: Member, now: datetime) -> None:
    client = browser(maya)
    away = availability.add_away(
        member=maya, first_day=date(2026, 12, 1), last_day=date(2026, 12, 3), now=now
    )
    entry = never_ask.add(member=maya, address="somebody@else.example", now=now)
    undone(client, done(client, f"/me/away/{away.pk}/remove/"))
    assert maya.away.get().last_day == date(2026, 12, 3)
    key = done(client, f"/me/never-ask/{entry.pk}/remove/")
    assert "somebody@else.example" not in str(client.session[undo.KEPT])
    undone(client, key)
    assert maya.never_ask.get().address == "somebody@else.example"


def test_what_was_marked_as_read_is_new_again(browser: Browser, maya: Member, now: datetime) -> None:
    for event in ("one", "two"):
        notify(
            member=maya,
            kind="membership_admitted",
            event=event,
            now=now,
            refers_to={"community": "riverside"},
        )
    client = browser(maya)
    first = maya.notifications.order_by("pk")[0]
    client.get(f"/notifications/{first.uid}/")
    maya.notifications.filter(pk=first.pk).update(read_at=date_before(now))
    page = undone(client, done(client, "/notifications/read/"))
    assert "Notifications, 1 new" in text_of(page)


def date_before(now: datetime) -> datetime:
    return now.replace(hour=now.hour - 1)


def test_nothing_new_needs_no_word(browser: Browser, maya: Member) -> None:
    page = browser(maya).post("/notifications/read/", follow=True)
    assert "marked as read" not in text_of(page)
