"""Riverside in the database: whole, once, and told to the worker with a single ring."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, F, Q
from django.test import TestCase, override_settings
from pytest_django import DjangoDbBlocker, Settings

from accounts.models import Community, Delivery, Member, Notification, Role, Standing
from matching.models import Match, MatchState, Need, NeedState, Offer, OfferState
from support import audit, cases, policies
from support.demo import SIGN_INS, SLUG, SignIn, lamplight, load
from support.demo.needs import THE_SEEKERS
from support.demo.riverside import describe
from support.moderation import appeals
from tests.conftest import NOW
from tests.matching.possible import permitted

pytestmark = pytest.mark.django_db


@dataclass
class Evening:
    """The demo as it stands after loading."""

    told: load.Loaded | None
    rings: list[Callable[[], object]]

    @property
    def community(self) -> Community:
        return Community.objects.get(slug=SLUG)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Evening]:
    """Loaded once for all that only look, and taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DEMO=True), TestCase.captureOnCommitCallbacks() as rings:
            told = load.load(now=NOW)
        yield Evening(told, rings)
        transaction.set_rollback(True)


def test_it_says_how_many_it_made(demo: Evening) -> None:
    whole = describe()
    assert demo.told == load.Loaded(people=400, offers=500, needs=695, past=len(whole.past))


def test_everybody_is_there_in_good_standing_under_their_name(demo: Evening) -> None:
    here = demo.community.memberships.filter(standing=Standing.GOOD)
    assert dict(here.values_list("display_name", "member__email")) == {
        person.name: person.email for person in describe().people
    }


def test_a_little_of_everything_waits_at_the_second_place(demo: Evening) -> None:
    """The moderator who signs in owns it, and finds each kind of case there."""
    alder = Member.objects.get(email=SIGN_INS[2].email)
    remit = policies.remit_of(alder, Community.objects.get(slug=lamplight.SLUG))
    assert remit is not None
    waiting = {case.kind.name for case in cases.waiting(remit, now=NOW)}
    elsewhere = {"danger_message", "danger_checkin", "resource"}  # the crisis lines come with the service
    assert waiting == {kind.name for kind in cases.KINDS} - elsewhere


def test_the_helper_has_appealed_and_the_moderator_may_answer(demo: Evening) -> None:
    alder = Member.objects.get(email=SIGN_INS[2].email)
    remit = policies.remit_of(alder, demo.community)
    assert remit is not None
    assert [one.measure.member.email for one in appeals.waiting_for(remit)] == [SIGN_INS[1].email]
    assert cases.counts(remit, now=NOW)["danger_need"] == 2, "the others were read in time"


def test_the_community_has_one_owner_and_the_moderator_who_signs_in(demo: Evening) -> None:
    deciding = demo.community.memberships.exclude(role=Role.MEMBER).order_by("role")
    assert [(one.role, one.member.email in {who.email for who in SIGN_INS}) for one in deciding] == [
        (Role.MODERATOR, True),
        (Role.OWNER, False),
    ]


def test_the_offers_and_the_real_needs_are_open(demo: Evening) -> None:
    assert Offer.objects.filter(community=demo.community, state=OfferState.OPEN).count() == 500
    waiting = Need.objects.filter(community=demo.community, state=NeedState.OPEN, expires_at__gt=NOW)
    assert waiting.count() == 695
    assert {need.words for need in waiting} == {asking.words for asking in describe().needs}


def test_the_doorbell_rings_once(demo: Evening) -> None:
    assert len(demo.rings) == 1


def test_nobody_is_told_anything_by_loading(demo: Evening) -> None:
    assert not Notification.objects.filter(read_at=None).exists()
    assert not Delivery.objects.exists()


def test_all_that_must_hold_holds_there(demo: Evening) -> None:
    """A trial of the audit, too: an operator's first look at it should find nothing."""
    assert [found for found in audit.findings([]) if found.broken] == []


@pytest.mark.parametrize("sign_in", SIGN_INS, ids=lambda one: one.role)
def test_the_three_can_sign_in_with_what_is_printed(demo: Evening, sign_in: SignIn) -> None:
    member = Member.objects.get(email=sign_in.email)
    assert member.check_password(sign_in.password)
    assert member.emailaddress_set.get().verified  # type: ignore[attr-defined]
    assert member.email_safe


def test_nobody_else_can_and_no_mail_goes_to_them(demo: Evening) -> None:
    crowd = Member.objects.exclude(email__in=[one.email for one in SIGN_INS])
    assert crowd.filter(memberships__community=demo.community).count() == 397
    assert not any(member.has_usable_password() for member in crowd)
    assert not crowd.filter(email_safe=True).exists()


def test_most_helpers_are_past_the_limits_for_new_ones(demo: Evening) -> None:
    helped = Member.objects.filter(offers__community=demo.community).annotate(
        done=Count(
            "matches_as_helper", filter=Q(matches_as_helper__state=MatchState.COMPLETED), distinct=True
        )
    )
    seasoned = {one.pk for one in helped if one.done >= 5 and one.created_at < NOW - timedelta(days=30)}
    assert len(seasoned) >= 0.8 * len({one.pk for one in helped})


def test_the_past_takes_nobodys_place(demo: Evening) -> None:
    here = Match.objects.filter(community=demo.community)
    assert here.count() == len(describe().past)
    assert not here.exclude(state=MatchState.COMPLETED).exists()
    assert not here.exclude(seeker=F("need__member"), helper=F("offer__member")).exists()
    people = Member.objects.filter(memberships__community=demo.community)
    assert not people.exclude(helping=0).exists()
    assert not here.filter(created_at__gt=NOW - timedelta(days=7)).exists(), "weekly limits are fresh"


def test_most_needs_find_somebody_who_may_be_asked(demo: Evening) -> None:
    waiting = list(Need.objects.filter(state=NeedState.OPEN).order_by("pk")[:60])
    served = {need for need, _ in permitted(waiting, now=NOW)}
    assert len(served) >= 54


def test_the_seeker_and_the_helper_are_meant_for_each_other(demo: Evening) -> None:
    need = Need.objects.get(member__email=SIGN_INS[0].email, state=NeedState.OPEN)
    assert need.headline == THE_SEEKERS
    pairs = permitted([need], now=NOW)
    assert [Offer.objects.get(pk=offer).member.email for _, offer in pairs] == [SIGN_INS[1].email]


def test_a_second_time_changes_nothing(demo: Evening, settings: Settings) -> None:
    settings.DEMO = True
    before = (Member.objects.count(), Need.objects.count(), Match.objects.count())
    assert load.load(now=NOW) is None
    assert (Member.objects.count(), Need.objects.count(), Match.objects.count()) == before
    told = StringIO()
    call_command("load_demo", stdout=told)
    assert told.getvalue() == "Demo: Riverside is there already.\n"
