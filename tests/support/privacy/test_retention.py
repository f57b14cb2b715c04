"""Nothing is kept for longer than was said, and nothing goes before."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress

from accounts import members
from accounts.models import Community, Member, Notification
from accounts.notifications.notify import notify
from matching import matches
from matching.models import Match, Need, Offer, Round
from support import audit, conversations, reports
from support.models import Draft, Look, Message, Report, ReportState, Session, Thanks
from support.privacy import erasing, retention

DAY = timedelta(days=1)


def test_words_of_two_who_parted_go_after_ninety_days(
    full_life: Match, maya: Member, omar: Member, now: datetime
) -> None:
    matches.end(match=full_life, member=maya, now=now)
    Report.objects.update(state=ReportState.DECIDED)
    retention.sweep(now=now + retention.CONVERSATIONS - DAY)
    assert (Message.objects.count(), Thanks.objects.count()) == (2, 1)
    retention.sweep(now=now + retention.CONVERSATIONS)
    assert (Message.objects.count(), Thanks.objects.count()) == (0, 0)
    assert list(conversations.messages_of(full_life, omar)) == []


def test_a_conversation_that_goes_on_is_kept(full_life: Match, now: datetime) -> None:
    retention.sweep(now=now + 3 * retention.CONVERSATIONS)
    assert Message.objects.count() == 2


def test_what_was_reported_is_kept_until_it_is_settled(full_life: Match, maya: Member, now: datetime) -> None:
    matches.end(match=full_life, member=maya, now=now)
    later = now + retention.CONVERSATIONS
    retention.sweep(now=later)
    assert Message.objects.count() == 2
    for report in Report.objects.all():
        reports.close(report=report, now=later)
    retention.sweep(now=later)
    assert Message.objects.count() == 0


def test_of_somebody_who_is_gone_nothing_is_left_after_their_last_conversation(
    full_life: Match, maya: Member, omar: Member, now: datetime
) -> None:
    Report.objects.update(state=ReportState.DECIDED)
    erasing.ask(member=maya, now=now)
    erasing.erase_due(now=now + erasing.GRACE)
    assert Need.objects.filter(member=maya).count() == 1
    retention.sweep(now=now + retention.CONVERSATIONS)
    assert not Need.objects.filter(member=maya).exists()
    assert not Offer.objects.filter(member=maya).exists()
    assert not Match.objects.filter(seeker=maya).exists()
    assert Report.objects.count() == 2  # for the moderators, for a year
    assert omar.offers.exists()
    assert [finding.promise for finding in audit.findings() if finding.broken] == []


def test_notifications_go_after_a_year(maya: Member, now: datetime) -> None:
    notify(
        member=maya, kind="membership_admitted", event="once", now=now, refers_to={"community": "riverside"}
    )
    retention.sweep(now=now + retention.NOTIFICATIONS - DAY)
    assert Notification.objects.exists()
    retention.sweep(now=now + retention.NOTIFICATIONS)
    assert not Notification.objects.exists()


def test_reports_go_a_year_after_they_came_unless_they_still_wait(full_life: Match, now: datetime) -> None:
    first, _second = Report.objects.order_by("pk")
    Report.objects.filter(pk=first.pk).update(state=ReportState.DECIDED)
    retention.sweep(now=now + retention.REPORTS)
    assert list(Report.objects.values_list("state", flat=True)) == [ReportState.OPEN]


def test_rounds_go_and_their_matches_stay(riverside: Community, full_life: Match, now: datetime) -> None:
    old = Round.objects.create(community=riverside, started_at=now)
    Match.objects.filter(pk=full_life.pk).update(round=old)
    retention.sweep(now=now + retention.ROUNDS)
    full_life.refresh_from_db()
    assert full_life.round is None


def test_looks_go_after_a_year(maya: Member, now: datetime) -> None:
    keys = dict.fromkeys(("community_key", "moderator_key", "member_key", "thing_key"), maya.pk)
    for looked_at in (now - 370 * DAY, now):
        Look.objects.create(**keys, what="need", why="search", looked_at=looked_at, shown_from=looked_at)
    retention.sweep(now=now)
    assert Look.objects.count() == 1


def test_doors_that_closed_by_themselves_are_forgotten(db: None, now: datetime) -> None:
    for key, until in (("open", now + DAY), ("shut", now)):
        Session.objects.create(session_key=key, session_data="", expire_date=until)
    retention.sweep(now=now)
    assert Session.objects.get().session_key == "open"


def test_an_address_that_nobody_confirmed_is_forgotten(
    maya: Member, make_member: Callable[..., Member], now: datetime
) -> None:
    for name, verified in (("began", False), ("came", True)):
        member = members.sign_up(
            email=f"{name}@members.example", password="x", now=now, adult=True, consent=True
        )
        EmailAddress.objects.create(user=member, email=member.email, primary=True, verified=verified)
        notify(member=member, kind="account_verify", event="verify", now=now, secret="/x/")
    retention.sweep(now=now + retention.NEVER_CONFIRMED - DAY)
    assert Member.objects.filter(email="began@members.example").exists()
    retention.sweep(now=now + retention.NEVER_CONFIRMED)
    kept = set(Member.objects.values_list("email", flat=True))
    assert "began@members.example" not in kept
    assert {"came@members.example", maya.email} <= kept


def test_what_was_begun_before_signing_up_goes_with_an_address_that_nobody_confirmed(
    riverside: Community, now: datetime
) -> None:
    """Signing up once more brings newer words along, which are not too old yet."""
    begun = members.sign_up(email="began@members.example", password="x", now=now, adult=True, consent=True)
    EmailAddress.objects.create(user=begun, email=begun.email, primary=True, verified=False)
    late = now + retention.NEVER_CONFIRMED - DAY
    Draft.objects.create(member=begun, community=riverside, what="ask", answers="{}", kept_at=late)
    retention.sweep(now=now + retention.NEVER_CONFIRMED)
    assert not Member.objects.filter(pk=begun.pk).exists()


def test_what_cannot_go_now_keeps_nothing_else_from_going(
    maya: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(now: datetime) -> int:
        raise RuntimeError

    Session.objects.create(session_key="over", session_data="", expire_date=now - DAY)
    monkeypatch.setattr(retention, "SWEEPS", (fails, *retention.SWEEPS))
    retention.sweep(now=now)
    assert not Session.objects.exists()


def test_a_large_heap_goes_little_by_little(maya: Member, now: datetime) -> None:
    rows = [
        Notification(member=maya, kind="copy_ready", event=f"export:{number}", created_at=now)
        for number in range(retention.BATCH + 3)
    ]
    Notification.objects.bulk_create(rows)
    retention.sweep(now=now + retention.NOTIFICATIONS)
    assert not Notification.objects.exists()
