"""A copy of everything: made once, complete, without the other person, and gone after a week."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.models import Member, Notification
from matching.models import Match
from support.models import Export, ExportState, Report
from support.moderation import reports as moderated
from support.privacy import erasing, exporting, files, kept, retention
from support.privacy.labels import LABELS, TITLES

Rung = list[tuple[str, dict[str, object]]]


def made(member: Member, now: datetime) -> Export:
    export = exporting.ask(member=member, now=now)
    assert exporting.make(export_id=export.pk, clock=lambda: now)
    export.refresh_from_db()
    return export


def unpacked(member: Member, now: datetime) -> tuple[dict[str, Any], str]:
    file = exporting.file_of(member, now=now)
    assert file is not None
    pack = zipfile.ZipFile(io.BytesIO(file))
    assert pack.namelist() == [files.TO_READ, files.FOR_MACHINES]
    return json.loads(pack.read(files.FOR_MACHINES)), pack.read(files.TO_READ).decode()


def keys_of(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys_of(inner)
    if isinstance(value, list):
        for inner in value:
            yield from keys_of(inner)


def test_a_copy_holds_what_its_owner_wrote_and_said(full_life: Match, maya: Member, now: datetime) -> None:
    made(maya, now)
    everything, readable = unpacked(maya, now)
    for words in (
        "My father died in March and everyone has moved on but me.",
        "Other words",
        "I have lost somebody, too.",
        "I sleep badly since March.",
        "You were there.",
        "He wrote at night.",
        "somebody@else.example",
        "maya@members.example",
        "Riverside",
        "Half a sentence",
        "My phone",
        "The blue one",
    ):
        assert words in json.dumps(everything), words
        assert words in readable, words
    assert [len(everything[part]) for part in ("hours", "days_away", "requests", "offers")] == [7, 1, 2, 1]


def test_a_copy_holds_nothing_of_the_other_person(full_life: Match, maya: Member, now: datetime) -> None:
    made(maya, now)
    everything, readable = unpacked(maya, now)
    for foreign in ("Omar", "I remember those nights", "Please look at this", "Thorn", "Briar", "Lena"):
        assert foreign not in readable, foreign
        assert foreign not in json.dumps(everything), foreign
    (talk,) = everything["conversations"]
    assert talk["messages_from_the_other"] == 1


def test_whoever_was_reported_cannot_tell_from_a_copy_that_a_moderator_looked_into_it(
    full_life: Match, maya: Member, omar: Member, nour: Member, now: datetime
) -> None:
    before = decided_about(maya), decided_about(omar)
    for report in Report.objects.all():
        moderated.close(report=report, by=nour, because="Talked to both.", now=now)
    for member in (maya, omar):
        made(member, now)
        everything, _readable = unpacked(member, now)
        assert everything["decisions_about_me"] == []
    assert (decided_about(maya), decided_about(omar)) == before


def decided_about(member: Member) -> list[int | None]:
    """How many decisions the page says there are."""
    named = (row for _, rows in kept.counted(member) for row in rows)
    return [number for row, number in named if "support.Decision" in row.holds]


def test_a_seeker_cannot_tell_from_a_copy_that_somebody_is_asked_or_said_no(
    full_life: Match, lena: Member, now: datetime
) -> None:
    """Maya has said no to Lena; whether anybody was ever asked must not show."""
    made(lena, now)
    everything, _readable = unpacked(lena, now)
    (need,) = everything["requests"]
    assert need["stage"] == "looking"
    assert everything["answered_helpers"] == []
    assert not {"live", "looked_at", "passed_over", "version"} & set(need)


def test_every_part_and_every_line_has_words(
    full_life: Match, maya: Member, omar: Member, now: datetime
) -> None:
    for member in (maya, omar):
        made(member, now)
        everything, _readable = unpacked(member, now)
        parts = {name: part for name, part in everything.items() if name not in ("made_at", "made_by")}
        assert set(parts) <= set(TITLES)
        assert {key for part in parts.values() for key in keys_of(part)} <= set(LABELS)


def test_the_file_to_read_is_in_words(full_life: Match, maya: Member, now: datetime) -> None:
    made(maya, now)
    _everything, readable = unpacked(maya, now)
    assert "Somebody who listens" in readable
    assert "Monday" in readable
    assert "this_week" not in readable


def test_the_file_is_encrypted_where_it_lies(full_life: Match, maya: Member, now: datetime) -> None:
    made(maya, now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM support_export")
        stored = bytes(cursor.fetchone()[0])
    assert not stored.startswith(b"PK")
    assert b"everything.json" not in stored


def test_asking_rings_a_worker_once_and_asking_again_changes_nothing(
    maya: Member, now: datetime, rung: Rung, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = exporting.ask(member=maya, now=now)
        assert exporting.ask(member=maya, now=now) == first
    assert rung == [("support.make_export", {"export_id": first.pk})]


def test_a_new_copy_takes_the_place_of_one_from_earlier(maya: Member, now: datetime) -> None:
    first = made(maya, now)
    assert exporting.ask(member=maya, now=now + timedelta(minutes=59)) == first
    second = exporting.ask(member=maya, now=now + timedelta(minutes=61))
    assert second != first
    assert list(Export.objects.all()) == [second]


def test_its_owner_is_told_when_it_is_ready(maya: Member, now: datetime) -> None:
    made(maya, now)
    assert list(Notification.objects.values_list("kind", flat=True)) == ["copy_ready"]


def test_what_a_dead_worker_left_is_made_by_the_next(maya: Member, now: datetime) -> None:
    export = exporting.ask(member=maya, now=now)
    Export.objects.update(lease_until=now + exporting.LEASE, attempts=1, step=2)
    assert exporting.make(export_id=export.pk, clock=lambda: now) is False
    later = now + exporting.LEASE
    assert exporting.make_waiting(clock=lambda: later) == 1
    assert exporting.file_of(maya, now=later) is not None


def test_one_that_always_fails_says_so_in_the_end(
    maya: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> bytes:
        raise RuntimeError

    monkeypatch.setattr(files, "packed", broken)
    export, moment = exporting.ask(member=maya, now=now), now
    for _attempt in range(exporting.MOST_ATTEMPTS):
        with pytest.raises(RuntimeError):
            exporting.make(export_id=export.pk, clock=lambda moment=moment: moment)  # type: ignore[misc]
        moment += exporting.LEASE
    exporting.make(export_id=export.pk, clock=lambda: moment)
    export.refresh_from_db()
    assert export.state == ExportState.FAILED


def test_a_copy_that_is_being_made_while_its_owner_goes_is_not_kept(
    maya: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = files.packed

    def and_meanwhile(*told: Any, **about: Any) -> bytes:
        erasing.ask(member=maya, now=now)
        erasing.erase_due(now=now + erasing.GRACE)
        return pack(*told, **about)

    export = exporting.ask(member=maya, now=now)
    monkeypatch.setattr(files, "packed", and_meanwhile)
    assert exporting.make(export_id=export.pk, clock=lambda: now) is False
    assert not Export.objects.exists()
    assert not Notification.objects.filter(member=maya).exists()


def test_a_copy_is_gone_after_a_week(maya: Member, now: datetime) -> None:
    made(maya, now)
    week = now + retention.COPIES
    assert exporting.file_of(maya, now=week - timedelta(minutes=1)) is not None
    assert exporting.file_of(maya, now=week) is None
    retention.sweep(now=week)
    assert not Export.objects.exists()
