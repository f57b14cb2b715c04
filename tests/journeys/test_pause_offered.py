"""Who stays silent three times is asked, kindly, whether a pause would do them good; nothing else happens to them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Delivery, Member, Notification
from accounts.notifications import links
from matching import matches, needs, offers
from matching.models import Match, Need, Offer
from tests.journeys.steps import hold_round, only, say, told

pytestmark = pytest.mark.django_db

Ask = Callable[[], Match]
Silence = Callable[[int], None]
PAUSES = ("pause_offered", "pause_offered_again")


class Days:
    """Each question comes a week after the one before."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def pass_by(self) -> datetime:
        self.now += timedelta(days=7, hours=1)
        return self.now


@pytest.fixture
def days(now: datetime) -> Days:
    return Days(now)


@pytest.fixture
def ask(
    days: Days,
    make_member: Callable[..., Member],
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
) -> Ask:
    """Puts somebody new to omar, a week later each time."""
    post_offer(omar)
    seekers = iter(range(100))

    def put() -> Match:
        now = days.pass_by()
        need = post_need(make_member(f"Seeker {next(seekers)}"), now=now)
        return only(hold_round(need, now))

    return put


@pytest.fixture
def stay_silent(ask: Ask, days: Days) -> Silence:
    """Omar says nothing, so many times; each need is then over."""

    def silence(times: int) -> None:
        for _ in range(times):
            match = ask()
            days.now = match.expires_at or days.now
            assert matches.expire_due(now=days.now) == 1
            close(match.need, days.now)

    return silence


def close(need: Need, now: datetime) -> None:
    needs.withdraw(need=need, now=now)


def asked(member: Member) -> list[str]:
    return [kind for kind in told(member) if kind in PAUSES]


def test_the_third_silence_in_a_row_asks_once(stay_silent: Silence, omar: Member, days: Days) -> None:
    stay_silent(2)
    assert asked(omar) == []
    stay_silent(1)
    assert asked(omar) == ["pause_offered"]
    assert matches.expire_due(now=days.now) == 0
    assert asked(omar) == ["pause_offered"]


def test_it_leads_to_the_offer_where_one_tap_is_a_pause(
    stay_silent: Silence, omar: Member, days: Days
) -> None:
    stay_silent(3)
    offer = Offer.objects.get(member=omar)
    assert links.path(Notification.objects.get(kind="pause_offered")) == f"/offers/{offer.uid}/"
    assert offers.pause(offer=offer, now=days.now).state == "paused"


def test_nothing_else_happens_and_the_next_question_comes_as_before(
    stay_silent: Silence, ask: Ask, omar: Member
) -> None:
    stay_silent(3)
    assert Offer.objects.get(member=omar).state == "open"
    assert ask().helper == omar


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_any_answer_begins_the_count_anew(
    stay_silent: Silence, ask: Ask, days: Days, omar: Member, answer: str
) -> None:
    stay_silent(2)
    match = say(ask(), omar, answer, days.now)
    close(match.need, days.now)
    stay_silent(2)
    assert asked(omar) == []
    stay_silent(1)
    assert asked(omar) == ["pause_offered"]


def test_after_three_more_they_are_asked_once_more_without_a_letter(
    stay_silent: Silence, omar: Member
) -> None:
    stay_silent(5)
    assert asked(omar) == ["pause_offered"]
    stay_silent(1)
    assert asked(omar) == ["pause_offered", "pause_offered_again"]
    letters = Delivery.objects.filter(notification__kind__in=PAUSES)
    assert list(letters.values_list("notification__kind", flat=True)) == ["pause_offered"]


def test_after_an_answer_a_new_silence_comes_with_a_letter_again(
    stay_silent: Silence, ask: Ask, days: Days, omar: Member
) -> None:
    stay_silent(3)
    close(say(ask(), omar, "no", days.now).need, days.now)
    stay_silent(3)
    assert asked(omar) == ["pause_offered", "pause_offered"]


def test_whoever_said_yes_was_not_silent_though_the_seeker_was(
    stay_silent: Silence, ask: Ask, days: Days, omar: Member
) -> None:
    stay_silent(2)
    match = say(ask(), omar, "yes", days.now)
    matches.expire_due(now=match.expires_at or days.now)
    assert asked(omar) == asked(match.seeker) == []


def test_several_offers_ask_once(
    omar: Member,
    make_member: Callable[..., Member],
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> None:
    """Three questions about three offers whose time is over at the same moment."""
    for number in range(3):
        need, offer = post_need(make_member(f"Seeker {number}")), post_offer(omar)
        matches.propose(need_id=need.pk, offer_id=offer.pk, now=now)
    assert matches.expire_due(now=now + timedelta(days=7)) == 3
    assert asked(omar) == ["pause_offered"]
