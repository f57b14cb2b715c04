"""The log of what was done: gapless, sealed, and whoever tampers with it is found, in each way that one can."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.models import Community, Member
from support import audit, ledger
from support.ledger import heads, sealing
from support.ledger.verifying import Broken, verdicts
from support.models import Alias, Chain, Decision, Entry, Look
from support.moderation import members
from support.policies import Remit, remit_of
from support.privacy import erasing, looks


@pytest.fixture
def remit(riverside: Community, nour: Member) -> Remit:
    found = remit_of(nour, riverside)
    assert found is not None
    return found


@pytest.fixture
def written(remit: Remit, maya: Member, omar: Member, nour: Member, now: datetime) -> list[Entry]:
    """The log of Riverside: begun, two decisions, two looks."""
    place = maya.memberships.get()
    members.pause_matching(membership=place, by=nour, because="She asked for it.", now=now)
    members.resume_matching(membership=place, by=nour, now=now + timedelta(hours=1))
    looks.at_member(remit, maya.pk, now=now + timedelta(hours=2))
    looks.at_member(remit, omar.pk, now=now + timedelta(hours=2))
    return list(Entry.objects.order_by("number"))


@contextmanager
def a_hand_in_the_database() -> Iterator[None]:
    """Somebody who owns the tables can switch every trigger off."""
    tables = ("support_entry", "support_chain", "support_look")
    with connection.cursor() as cursor:
        for how in ("DISABLE", "ENABLE"):
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} {how} TRIGGER USER")
            if how == "DISABLE":
                yield


def broken(now: datetime, remembered: heads.Heads | None = None) -> Broken | None:
    return next((found.broken for found in verdicts(remembered, now=now) if found.broken), None)


def not_kept() -> list[str]:
    return [finding.promise for finding in audit.findings() if finding.broken]


def sealed_anew(entry: Entry) -> str:
    """A seal as somebody without the key would make it."""
    return sealing._sealed(sealing.canonical(entry), "no key of ours")


def test_decisions_and_looks_stand_in_the_log_of_their_community(
    written: list[Entry], riverside: Community, nour: Member, maya: Member, now: datetime
) -> None:
    assert [entry.number for entry in written] == [1, 2, 3, 4, 5]
    assert [entry.kind for entry in written] == [
        *("begun", "matching_paused", "matching_resumed", "looked", "looked"),
    ]
    alias = dict(Alias.objects.values_list("member_id", "key"))
    assert {entry.by_key for entry in written[1:]} == {alias[nour.pk]}
    assert [entry.member_key for entry in written[1:4]] == [alias[maya.pk]] * 3
    assert {entry.chain_key for entry in written} == {riverside.pk}
    assert (broken(now), not_kept()) == (None, [])


def test_an_entry_holds_no_words_and_no_ids_of_people(written: list[Entry], maya: Member) -> None:
    assert "asked for it" not in str([vars(entry) for entry in written])
    assert maya.pk not in {written[1].member_key, *written[1].concerns}


@pytest.mark.parametrize("change", [Entry.objects.all().delete, lambda: Entry.objects.update(kind="looked")])
def test_the_database_refuses_a_change_of_an_entry(
    change: Callable[[], object], written: list[Entry]
) -> None:
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        change()
    for less in (Chain.objects.all().delete, lambda: Chain.objects.update(length=1)):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            less()


def _kind(entry: Entry) -> None:
    Entry.objects.filter(pk=entry.pk).update(kind="matching_resumed")


def _kind_and_seal(entry: Entry) -> None:
    entry.kind = "matching_resumed"
    Entry.objects.filter(pk=entry.pk).update(kind=entry.kind, seal=sealed_anew(entry))


def _moment(entry: Entry) -> None:
    Entry.objects.filter(pk=entry.pk).update(at=entry.at + timedelta(microseconds=1))


def _figures(entry: Entry) -> None:
    Entry.objects.filter(pk=entry.pk).update(about={})


def _who(entry: Entry) -> None:
    Entry.objects.filter(pk=entry.pk).update(by_key=None)


@pytest.mark.parametrize("tamper", [_kind, _kind_and_seal, _moment, _figures, _who])
def test_a_changed_entry_is_found(
    tamper: Callable[[Entry], None], written: list[Entry], now: datetime
) -> None:
    with a_hand_in_the_database():
        tamper(written[1])
    found = broken(now)
    assert found is not None
    assert (found.number, found.how[:7]) == (2, "changed")
    assert audit.WHOLE_LOG in not_kept()


def test_an_entry_taken_out_of_the_middle_is_found_even_if_the_others_move_up(
    written: list[Entry], now: datetime
) -> None:
    with a_hand_in_the_database():
        written[2].delete()
        assert broken(now) == Broken(3, "taken away, up to entry 3")
        Entry.objects.filter(number=4).update(number=3)
    assert broken(now) == Broken(3, "changed after it was written, or not written by this service")


def test_entries_in_another_order_are_found_even_by_whoever_may_seal(
    written: list[Entry], now: datetime
) -> None:
    with a_hand_in_the_database():
        second = written[1]
        second.about |= {"version": "2"}
        second.seal = sealing.seal(second)
        second.save()
    found = broken(now)
    assert found is not None
    assert found.number in (2, 3)


def test_an_end_taken_away_is_found_by_what_it_told_of_and_by_a_remembered_head(
    written: list[Entry], riverside: Community, now: datetime
) -> None:
    (verdict,) = [each for each in verdicts(now=now) if each.chain == riverside.pk]
    remembered = heads.read([heads.written(verdict, now=now)])
    with a_hand_in_the_database():
        written[4].delete()
        assert broken(now) == Broken(5, "taken away, up to the end at entry 5")
        Chain.objects.update(length=4, head=written[3].seal)
        assert not_kept() == ["every look at private words stands in the log"]
        Look.objects.filter(pk=written[4].look_key or 0).delete()
    assert (broken(now), not_kept()) == (None, [])
    assert broken(now, remembered) == Broken(5, "taken away at the end: entry 5 was remembered")


def test_everything_written_anew_by_somebody_with_the_key_is_found_by_a_remembered_head(
    written: list[Entry], riverside: Community, now: datetime
) -> None:
    remembered = {riverside.pk: {5: written[4].seal}}
    with a_hand_in_the_database():
        seal = ""
        for entry in written:
            entry.before = seal
            entry.at = entry.at + timedelta(0 if entry.decision_key else 1)
            entry.seal = seal = sealing.seal(entry)
            entry.save()
        Chain.objects.update(head=seal)
    assert broken(now) is None
    found = broken(now, remembered)
    assert found is not None
    assert (found.number, "replaced" in found.how) == (5, True)


def test_a_chain_that_is_gone_as_a_whole_is_found(
    written: list[Entry], riverside: Community, now: datetime
) -> None:
    with a_hand_in_the_database():
        Entry.objects.all().delete()
        Chain.objects.all().delete()
    assert not_kept() == ["every decision stands in the log", "every look at private words stands in the log"]
    assert broken(now, {riverside.pk: {5: "seal"}}) == Broken(0, "the whole chain is gone")


def test_a_decision_or_look_that_was_changed_or_removed_afterwards_is_found(
    written: list[Entry], now: datetime, lena: Member
) -> None:
    paused, look = (
        Decision.objects.filter(pk=written[1].decision_key or 0),
        Look.objects.filter(pk=written[3].look_key or 0),
    )
    changes: list[tuple[Callable[[], object], int]] = [
        (lambda: paused.update(kind="suspended"), 2),
        (lambda: paused.update(because="Another reason."), 2),
        (lambda: paused.update(because=""), 2),
        (lambda: paused.update(member=lena), 2),
        (lambda: paused.update(member=None, because=""), 2),
        (lambda: paused.update(by=None), 2),
        (lambda: paused.delete(), 2),
        (lambda: look.update(thing_key=0), 4),
        (lambda: look.delete(), 4),
    ]
    for change, number in changes:
        with transaction.atomic():
            with a_hand_in_the_database():
                change()
            found = broken(now)
            assert found is not None, number
            assert (found.number, "tells of" in found.how) == (number, True)
            transaction.set_rollback(True)
    assert broken(now) is None


def test_erasing_an_account_leaves_the_log_whole_and_leads_to_nobody(
    written: list[Entry], maya: Member, nour: Member, now: datetime
) -> None:
    for member in (maya, nour):
        erasing.ask(member=member, now=now)
    assert erasing.erase_due(now=now + erasing.GRACE) == 2
    assert not Alias.objects.filter(member__in=[maya, nour]).exists()
    assert (broken(now), not_kept()) == (None, [])


def test_what_is_older_than_the_log_is_counted(
    riverside: Community, nour: Member, maya: Member, now: datetime
) -> None:
    row = Decision.objects.create(community=riverside, by=nour, kind="admitted", member=maya, made_at=now)
    assert not_kept() == ["every decision stands in the log"]
    ledger.begin_all(now=now)
    ledger.begin_all(now=now)
    assert not_kept() == []
    assert Entry.objects.filter(chain_key=riverside.pk).get().about["decisions"] == 1
    row.delete()
    assert not_kept() == ["no decision from before the log was begun is gone"]


def test_old_entries_go_at_the_old_end_and_the_log_says_so(
    riverside: Community, nour: Member, maya: Member, now: datetime
) -> None:
    for days in (0, 1, 1200):
        line = ledger.Line("invited", by=nour.pk)
        ledger.append(riverside.pk, [line], now=now - timedelta(days=1300 - days))
    assert ledger.shorten(now=now) == 3
    assert ledger.shorten(now=now) == 0
    assert [entry.number for entry in Entry.objects.order_by("number")] == [4, 5]
    assert (broken(now), not_kept()) == (None, [])
    with a_hand_in_the_database():
        Entry.objects.filter(number=4).delete()
        Chain.objects.update(cut_number=4, cut_seal=Entry.objects.get(number=5).before)
    assert broken(now) == Broken(4, "old entries went and no entry says so")


def test_the_command_names_the_entry_prints_the_heads_and_remembers_them(
    written: list[Entry], riverside: Community, tmp_path: Path
) -> None:
    said, file = StringIO(), tmp_path / "heads"
    call_command("audit", heads=file, seal=written[3].seal, stdout=said)
    assert f"entry 4 of chain {riverside.pk}" in said.getvalue()
    line = f"{riverside.pk} 5 {written[4].seal}"
    assert line in said.getvalue()
    assert line in file.read_text()
    with a_hand_in_the_database():
        Entry.objects.filter(number=2).update(kind="looked")
    with pytest.raises(CommandError):
        call_command("audit", heads=file, stdout=said)
    assert "Log of riverside: entry 2 changed after it was written" in said.getvalue()
    assert len(file.read_text().splitlines()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_leave_no_gap(
    riverside: Community, nour: Member, maya: Member, now: datetime
) -> None:
    together = threading.Barrier(2)
    failed: list[BaseException] = []

    def write(member: Member) -> None:
        try:
            together.wait()
            for _ in range(10):
                ledger.append(riverside.pk, [ledger.Line("invited", by=member.pk)] * 2, now=now)
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[member]) for member in (nour, maya)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    numbers = list(
        Entry.objects.filter(chain_key=riverside.pk).order_by("pk").values_list("number", flat=True)
    )
    assert sorted(numbers) == list(range(1, 42))
    assert broken(now) is None
