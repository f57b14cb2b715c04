"""Who looks into a case: one at a time, for a while, and only whoever may decide it."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from accounts.models import Community, Member, Notification, Role
from matching import blocks
from matching.models import Match
from support import policies, reports
from support.cases import claims, notes
from support.cases.kinds.reports import REPORT
from support.models import CaseNote, Claim, Entry, Report
from support.policies import Remit
from support.privacy import retention


@pytest.fixture
def report(connect: Callable[..., Match], maya: Member, omar: Member, now: datetime) -> Report:
    return reports.report(reporter=maya, match=connect(maya, omar), words="It hurt", now=now)


@pytest.fixture
def ines(make_member: Callable[..., Member], riverside: Community) -> Member:
    member = make_member("Ines")
    riverside.memberships.filter(member=member).update(role=Role.MODERATOR)
    return member


def remit(member: Member, community: Community) -> Remit:
    found = policies.remit_of(member, community)
    assert found is not None
    return found


def take(member: Member, report: Report, now: datetime) -> None:
    claims.claim(remit(member, report.community), REPORT, report.pk, now=now)


@pytest.mark.django_db
def test_a_claim_lapses_by_itself(report: Report, nour: Member, ines: Member, now: datetime) -> None:
    take(nour, report, now)
    with pytest.raises(claims.Taken):
        take(ines, report, now + claims.FOR_NOW - timedelta(seconds=1))
    take(ines, report, now + claims.FOR_NOW)
    assert Claim.objects.get().by == ines


@pytest.mark.django_db
def test_claiming_again_renews_it(report: Report, nour: Member, now: datetime) -> None:
    later = now + timedelta(minutes=30)
    take(nour, report, now)
    take(nour, report, later)
    assert Claim.objects.get().until == later + claims.FOR_NOW


@pytest.mark.django_db
def test_nobody_gives_back_what_is_somebody_elses(
    report: Report, nour: Member, ines: Member, now: datetime
) -> None:
    take(nour, report, now)
    claims.give_back(remit(ines, report.community), REPORT, report.pk, now=now)
    assert Claim.objects.exists()
    claims.give_back(remit(nour, report.community), REPORT, report.pk, now=now)
    assert not Claim.objects.exists()
    assert list(Entry.objects.order_by("number").values_list("kind", flat=True))[-2:] == [
        "claimed",
        "gave_back",
    ]


@pytest.mark.django_db
def test_a_note_is_taken_back_by_its_writer_alone_and_leaves_a_mark(
    report: Report, nour: Member, ines: Member, now: datetime
) -> None:
    mine, others = remit(nour, report.community), remit(ines, report.community)
    notes.write(mine, REPORT, report, words="Called Omar", now=now)
    note = CaseNote.objects.get()
    with pytest.raises(policies.NotAllowed):
        notes.take_back(others, REPORT, report.pk, pk=note.pk, now=now)
    notes.take_back(mine, REPORT, report.pk, pk=note.pk, now=now)
    (left,) = notes.of(others, REPORT, report)
    assert (left.words, left.taken_back_at, left.by) == ("", now, "Nour")
    told = list(Entry.objects.order_by("number"))[-2:]
    assert [entry.kind for entry in told] == ["noted", "note_taken_back"]
    assert "Omar" not in str([entry.about for entry in told])


@pytest.mark.django_db(transaction=True)
def test_of_two_who_claim_at_once_one_wins(report: Report, nour: Member, ines: Member, now: datetime) -> None:
    for moment in (now, now + timedelta(days=1)):  # nobody had it; somebody's claim has lapsed
        ready = threading.Barrier(2)
        outcomes: list[str] = []

        def race(
            member: Member,
            moment: datetime = moment,
            ready: threading.Barrier = ready,
            outcomes: list[str] = outcomes,
        ) -> None:
            try:
                mine = remit(member, report.community)
                ready.wait(timeout=10)
                claims.claim(mine, REPORT, report.pk, now=moment)
                outcomes.append("won")
            except claims.Taken:
                outcomes.append("lost")
            finally:
                connection.close()

        threads = [threading.Thread(target=race, args=(member,)) for member in (nour, ines)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=20)
        assert sorted(outcomes) == ["lost", "won"]
        assert Claim.objects.count() == 1


@pytest.mark.django_db
def test_it_is_handed_to_whoever_may_decide_it_and_they_are_told(
    report: Report, nour: Member, ines: Member, riverside: Community, now: datetime
) -> None:
    take(nour, report, now)
    told = Notification.objects.filter(member=ines, kind="place_review").count()
    later = now + timedelta(minutes=5)
    claims.hand_over(remit(nour, riverside), REPORT, report.pk, to=ines, now=later)
    assert Claim.objects.get().by == ines
    assert Notification.objects.filter(member=ines, kind="place_review").count() == told + 1
    with pytest.raises(claims.Taken):
        take(nour, report, later)


@pytest.mark.django_db
def test_it_is_not_handed_to_somebody_near(
    report: Report, nour: Member, ines: Member, maya: Member, riverside: Community, now: datetime
) -> None:
    blocks.block(blocker=ines, blocked=maya, now=now)
    assert ines not in claims.takers(remit(nour, riverside), REPORT, report.pk, now=now)
    with pytest.raises(claims.NotTheirs):
        claims.hand_over(remit(nour, riverside), REPORT, report.pk, to=ines, now=now)
    with pytest.raises(policies.NotAllowed):
        take(ines, report, now)
    assert not Claim.objects.exists()


@pytest.mark.django_db
def test_claims_that_lapsed_and_old_notes_are_taken_away(
    report: Report, nour: Member, riverside: Community, now: datetime
) -> None:
    take(nour, report, now)
    notes.write(remit(nour, riverside), REPORT, report, words="Called", now=now)
    assert retention.beside_cases(now + timedelta(minutes=30)) == 0
    assert retention.beside_cases(now + claims.FOR_NOW) == 1
    assert retention.beside_cases(now + retention.REPORTS) == 1
    assert not CaseNote.objects.exists()
