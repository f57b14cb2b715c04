"""Erasing an account: hidden at once, gone after a week, everywhere; what others keep is named and nothing else."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import models

from accounts import communities, live, members
from accounts.models import (
    Community,
    Delivery,
    DeliveryState,
    Member,
    Membership,
    Notification,
    Role,
    Tombstone,
)
from accounts.notifications import delivery, inbox
from accounts.notifications.notify import notify
from matching import blocks, connections, needs, never_ask, offers, seen, standing
from matching.engine import rules
from matching.models import Block, Match, MatchState, Need, NeedState, NeverAsk, Offer, OfferState
from matching.sides import pair
from support import audit, conversations
from support.models import CheckIn, Decision, Feeling, Message, PutAside, Reflection, Report, Session
from support.moderation import reports as moderated
from support.privacy import erasing, retention
from tests.support.conftest import Connect

WEEK = erasing.GRACE

# Where an erased member may still be pointed to, and why.
STAYS = {
    "matching.Need.member": "emptied, for as long as the other person reads their conversation",
    "matching.Offer.member": "the same",
    "matching.Match.seeker": "the same",
    "matching.Match.helper": "the same",
    "support.Message.author": "what was said to another is theirs to read for 90 days",
    "support.Thanks.author": "the same",
    "support.Report.reporter": "for the moderators",
    "support.Report.about": "for the moderators",
    "matching.Block.blocked": "the block of somebody else, which they may take back",
}


def pointing_to(member: Member) -> Iterator[str]:
    """Every field of every model that points to this member."""
    for model in apps.get_models():
        for field in model._meta.fields:
            keyed = field.name.endswith("_key") and field.name.startswith("member")
            linked = isinstance(field, models.ForeignKey) and field.related_model is Member
            if (linked or keyed) and model._default_manager.filter(**{field.name: member.pk}).exists():
                yield f"{model._meta.app_label}.{model.__name__}.{field.name}"


def words_of(member: Member) -> Iterator[str]:
    """All that is written in what still belongs to the member."""
    yield from chain.from_iterable(Need.objects.filter(member=member).values_list("headline", "words"))
    yield from Offer.objects.filter(member=member).values_list("experience", flat=True)


def gone(member: Member, now: datetime) -> Member:
    erasing.ask(member=member, now=now)
    assert erasing.erase_due(now=now + WEEK) == 1
    member.refresh_from_db()
    return member


def broken() -> list[str]:
    return [finding.promise for finding in audit.findings() if finding.broken]


def test_an_erased_member_is_nowhere_but_where_it_is_said(
    full_life: Match, maya: Member, now: datetime
) -> None:
    assert set(pointing_to(maya)) > set(STAYS) - {"matching.Match.helper"}
    gone(maya, now)
    assert set(pointing_to(maya)) <= set(STAYS)
    assert set(words_of(maya)) == {""}
    assert broken() == []


def test_what_stays_of_the_account_is_a_row_without_anything_in_it(
    full_life: Match, maya: Member, now: datetime
) -> None:
    members.update_profile(member=maya, country="PT", gender="woman", age_band="30-44")
    erased = gone(maya, now)
    blank = Member()
    technical = {"id", "email", "password", "is_active", "email_safe", "created_at", "erased_at"}
    for field in Member._meta.fields:
        if field.name not in technical:
            assert getattr(erased, field.name) == getattr(blank, field.name), field.name
    assert (erased.is_active, erased.has_usable_password()) == (False, False)
    assert erased.email == f"{erased.pk}@erased.invalid"


def test_the_other_person_reads_on_without_a_name_and_loses_nothing_of_their_own(
    full_life: Match, maya: Member, omar: Member, now: datetime
) -> None:
    gone(maya, now)
    full_life.refresh_from_db()
    assert full_life.state == MatchState.ENDED
    words = [message.words for message in conversations.messages_of(full_life, omar)]
    assert words == ["I sleep badly since March.", "I remember those nights."]
    card = seen.card(seen.match_for(full_life.uid, omar), omar, now=now)
    assert (card.other_name, card.headline, card.words, card.topics) == ("A former member", "", None, [])
    assert [talk.other_name for talk in connections.of(omar)] == ["A former member"]


def test_looking_back_goes_with_its_writer_and_nothing_is_shared_any_more(
    full_life: Match, maya: Member, now: datetime
) -> None:
    gone(maya, now)
    for model in (CheckIn, Feeling, Reflection, PutAside):
        assert not model._default_manager.exists()
    assert full_life.thanks.get().author_shares_at is None


def test_asking_hides_at_once_and_to_the_other_it_is_an_ordinary_ending(
    full_life: Match, maya: Member, omar: Member, now: datetime
) -> None:
    erasing.ask(member=maya, now=now)
    full_life.refresh_from_db()
    assert full_life.state == MatchState.ENDED
    assert "match_over" in inbox.inbox(omar).values_list("kind", flat=True)
    assert set(maya.needs.values_list("state", flat=True)) == {NeedState.CLOSED}
    assert set(maya.offers.values_list("state", flat=True)) == {OfferState.PAUSED}
    assert not Session.objects.filter(member_key=maya.pk).exists()
    assert broken() == []


def test_within_the_week_the_account_stays_and_can_be_taken_back(
    full_life: Match, maya: Member, now: datetime
) -> None:
    erasing.ask(member=maya, now=now)
    erasing.ask(member=maya, now=now + timedelta(days=3))  # asking again does not make it longer
    assert erasing.erase_due(now=now + WEEK - timedelta(minutes=1)) == 0
    assert erasing.take_back(member=maya)
    assert erasing.erase_due(now=now + WEEK) == 0
    maya.refresh_from_db()
    assert maya.email == "maya@members.example"
    assert maya.memberships.get().display_name == "Maya"


def test_an_offer_that_rests_until_a_day_does_not_open_while_its_owner_is_going(
    maya: Member, post_offer: Callable[..., Offer], now: datetime
) -> None:
    resting = post_offer(maya)
    offers.pause(offer=resting, now=now, until=now.date() + timedelta(days=2))
    erasing.ask(member=maya, now=now)
    assert offers.resume_due(now=now + timedelta(days=3)) == 0
    resting.refresh_from_db()
    assert resting.state == OfferState.PAUSED
    assert broken() == []


def test_open_pages_in_other_rooms_hear_that_their_door_has_closed(
    maya: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[int] = []
    monkeypatch.setattr(live, "ended", heard.append)
    erasing.ask(member=maya, now=now)
    assert heard == [maya.pk]


def test_nothing_is_sent_to_somebody_who_is_going_but_what_leads_back(
    maya: Member, now: datetime, mailoutbox: list[object]
) -> None:
    told = {"member": maya, "now": now, "refers_to": {"community": "riverside"}}
    notify(kind="membership_admitted", event="waits", **told)  # type: ignore[arg-type]
    erasing.ask(member=maya, now=now)
    maya.refresh_from_db()
    notify(kind="account_reset", event="reset", member=maya, now=now, secret="/x/")
    delivery.sweep(clock=lambda: now + timedelta(minutes=1))
    states = dict(Delivery.objects.values_list("notification__kind", "state"))
    assert states == {"membership_admitted": DeliveryState.CANCELLED, "account_reset": DeliveryState.SENT}
    assert len(mailoutbox) == 1


def test_a_letter_that_a_worker_has_claimed_is_not_sent_once_its_member_is_gone(
    maya: Member, now: datetime, mailoutbox: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """F22: between claim and sending the account is erased."""
    notify(member=maya, kind="account_reset", event="reset", now=now, secret="/x/")
    erasing.ask(member=maya, now=now)
    claim = delivery._claim

    def and_then_gone(*arguments: object) -> Delivery | None:
        claimed = claim(*arguments)  # type: ignore[arg-type]
        erasing.erase_due(now=now + WEEK)
        return claimed

    monkeypatch.setattr(delivery, "_claim", and_then_gone)
    delivery.sweep(clock=lambda: now + timedelta(minutes=1))
    assert mailoutbox == []
    assert not Delivery.objects.exists()


def test_whoever_was_blocked_stays_so_under_the_same_address(
    full_life: Match,
    riverside: Community,
    maya: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> None:
    briar = Block.objects.get(blocked=maya).blocker
    gone(maya, now)
    again = members.sign_up(email="maya@members.example", password=None, now=now, adult=True, consent=True)
    communities.join(community=riverside, member=again, display_name="Mira", now=now)
    need, offer = pair(post_need(again), post_offer(briar), now=now)
    assert rules.neither_listed_the_other in rules.broken_rules(need, offer, now)
    assert list(never_ask.of(briar)) == []  # it shows nowhere
    blocks.unblock(blocker=briar, blocked=maya, now=now)
    assert not NeverAsk.objects.filter(member=briar).exists()


def test_a_suspension_outlives_the_account_for_a_year(
    riverside: Community, maya: Member, now: datetime
) -> None:
    standing.suspend(membership=maya.memberships.get(), now=now)
    gone(maya, now)
    again = members.sign_up(email="maya@members.example", password=None, now=now, adult=True, consent=True)
    at = {"community": riverside, "member": again, "display_name": "Mira"}
    with pytest.raises(ValidationError, match="cannot join"):
        communities.join(now=now + timedelta(days=300), **at)  # type: ignore[arg-type]
    communities.join(now=now + WEEK + timedelta(days=366), **at)  # type: ignore[arg-type]


def test_the_name_is_free_again(riverside: Community, maya: Member, omar: Member, now: datetime) -> None:
    gone(maya, now)
    omar.memberships.get().delete()
    communities.join(community=riverside, member=omar, display_name="Maya", now=now)


def test_reports_stay_for_the_moderators(full_life: Match, maya: Member, now: datetime) -> None:
    gone(maya, now)
    assert Report.objects.count() == 2
    assert not Membership.objects.filter(member=maya).exists()


def test_what_others_do_afterwards_begins_nothing_anew(
    full_life: Match, maya: Member, omar: Member, nour: Member, now: datetime
) -> None:
    """Maya had reported Omar, and he her."""
    gone(maya, now)
    for report in Report.objects.all():
        moderated.close(report=report, by=nour, because="Both were heard.", now=now + WEEK)
    assert not maya.notifications.exists()
    assert set(Decision.objects.values_list("member", flat=True)) == {omar.pk, None}
    assert [row.because for row in Decision.objects.filter(member=None)] == [""]
    assert omar.notifications.filter(kind="report_outcome").exists()
    assert broken() == []


def test_what_is_told_at_the_very_moment_of_going_goes_with_the_next_sweep(
    full_life: Match, maya: Member, now: datetime
) -> None:
    gone(maya, now)
    Notification.objects.create(member=maya, kind="thanks_said", event="late", created_at=now)
    retention.sweep(now=now + WEEK)
    assert not Notification.objects.filter(member=maya).exists()


def test_what_never_reached_the_other_goes_at_once(full_life: Match, maya: Member, now: datetime) -> None:
    Message.objects.filter(author=maya).update(held_at=now)
    gone(maya, now)
    assert not Message.objects.filter(author=maya).exists()


def test_the_only_owner_hands_on_to_the_longest_serving_moderator(
    riverside: Community, nour: Member, now: datetime
) -> None:
    founder = riverside.memberships.get(role=Role.OWNER).member
    gone(founder, now)
    assert riverside.memberships.get(role=Role.OWNER).member == nour


def test_one_that_cannot_be_erased_now_stops_no_other(
    maya: Member, omar: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    erase = erasing._erase

    def but_not_maya(member_id: int, *arguments: object, **named: object) -> bool:
        if member_id == maya.pk:
            raise RuntimeError
        return erase(member_id, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(erasing, "_erase", but_not_maya)
    for member in (maya, omar):
        erasing.ask(member=member, now=now)
    assert erasing.erase_due(now=now + WEEK) == 1


class TestARestoredBackup:
    def test_who_was_erased_is_erased_again(
        self, full_life: Match, maya: Member, now: datetime, tmp_path: Path, settings: Any
    ) -> None:
        settings.TOMBSTONES = str(tmp_path / "erased")
        fresh = Member.objects.get(pk=maya.pk)
        gone(maya, now)
        assert erasing.keep_apart(now=now) == 1
        assert erasing.keep_apart(now=now) == 0
        line = Path(settings.TOMBSTONES).read_text()
        assert "maya" not in line
        Tombstone.objects.all().delete()  # the backup knows nothing of it
        fresh.save()
        call_command("erase_again", verbosity=0)
        maya.refresh_from_db()
        assert maya.erased_at is not None
        assert broken() == []

    def test_somebody_else_under_the_same_number_stays(
        self, maya: Member, omar: Member, now: datetime
    ) -> None:
        gone(maya, now)
        Member.objects.filter(pk=maya.pk).update(erased_at=None, created_at=now + timedelta(days=40))
        assert erasing.erase_again([], now=now) == 0


def test_the_audit_sees_what_was_left_behind(full_life: Match, maya: Member, now: datetime) -> None:
    gone(maya, now)
    Need.objects.filter(member=maya).update(words="left behind")
    assert broken() == ["who was erased has nothing left"]


def test_the_audit_sees_what_goes_on_although_somebody_is_going(
    maya: Member, omar: Member, connect: Connect, now: datetime
) -> None:
    connect(maya, omar)
    Member.objects.filter(pk=omar.pk).update(erase_asked_at=now)
    assert broken() == ["who asked to be erased is in nothing any more"]


def test_needs_can_be_opened_again_by_who_stays(
    maya: Member, post_need: Callable[..., Need], now: datetime
) -> None:
    need = post_need(maya)
    erasing.ask(member=maya, now=now)
    erasing.take_back(member=maya)
    need.refresh_from_db()
    assert needs.reopen(need=need, now=now).state == NeedState.OPEN
