"""Plain SQL on the connection that Django keeps."""

import gc
import time
import weakref
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, close_old_connections, connection, transaction
from django.db.backends.postgresql import base as postgresql

from accounts.models import Member, Notification
from accounts.rows import ask, change, insert, new, new_ids, select, together
from matching.models import Match, Need


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rested", [True, False])
def test_after_the_database_was_away_the_next_request_goes_on(
    rested: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_found_there", -1000.0 if rested else time.monotonic())
    ((backend,),) = select("SELECT pg_backend_pid()")
    with connection.copy().cursor() as somebody_else:
        somebody_else.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
        somebody_else.db.close()
    close_old_connections()  # as before each request and each task
    assert select("SELECT 1") == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_a_line_on_which_something_failed_serves_no_other_request() -> None:
    """A statement that was prepared there may fail again and again, after a migration."""
    before = select("SELECT pg_backend_pid()")
    with pytest.raises(ProgrammingError):
        select("SELECT nothing_of_this_name")
    close_old_connections()
    assert select("SELECT pg_backend_pid()") != before


@pytest.mark.django_db(transaction=True)
def test_a_line_that_was_closed_is_forgotten_with_its_cursors() -> None:
    select("SELECT 1")
    line = weakref.ref(connection.connection)
    connection.close()
    assert select("SELECT 1") == [(1,)]
    gc.collect()
    assert line() is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rested", [True, False])
def test_a_line_is_asked_whether_it_is_there_only_when_it_rested(
    rested: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def ask_it(line: object) -> bool:
        asked.append(line)
        return True

    select("SELECT 1")
    monkeypatch.setattr(postgresql.DatabaseWrapper, "is_usable", ask_it)
    monkeypatch.setattr(connection, "_found_there", -1000.0 if rested else time.monotonic())
    close_old_connections()
    select("SELECT 1")
    assert bool(asked) == rested


@pytest.mark.django_db
def test_what_is_asked_together_is_answered_in_its_order(maya: Member) -> None:
    with together():
        first, ids = ask("SELECT 1"), new_ids(Notification, 2)
        with together():
            second = ask(
                "SELECT count(*) FROM accounts_member WHERE id = ANY(%(ids)s)", ids=[maya.pk, maya.pk + 1]
            )
    assert (second(), first()) == ([(1,)], [(1,)])
    assert len(set(ids())) == 2


@pytest.mark.django_db
def test_an_answer_stays_what_it_was_when_others_are_asked_after_it() -> None:
    """Cursors are used again, by whoever asks next."""
    with together():
        first, second = ask("SELECT 1"), ask("SELECT 2")
        assert first() == [(1,)]
        third, fourth = ask("SELECT 3"), ask("SELECT 4")
        assert [fourth(), third(), second(), first()] == [[(4,)], [(3,)], [(2,)], [(1,)]]
    with pytest.raises(ProgrammingError), transaction.atomic():
        select("SELECT nothing_of_this_name")
    assert [select(f"SELECT {number}") for number in (5, 6)] == [[(5,)], [(6,)]]


@pytest.mark.django_db(transaction=True)
def test_the_database_works_while_we_go_on_asking() -> None:
    held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 7001 AND granted"

    def is_held() -> bool:
        somebody_else.execute(held)
        return bool(somebody_else.fetchone() == (1,))

    with connection.copy().cursor() as somebody_else:
        with together():
            change("SELECT pg_advisory_lock(%(lock)s)", lock=7001)
            works = any(is_held() for _ in range(10_000))
        somebody_else.db.close()
    assert works
    change("SELECT pg_advisory_unlock(%(lock)s)", lock=7001)


@pytest.mark.django_db
def test_what_fails_among_others_is_raised_as_the_orm_raises_it_and_writes_nothing(maya: Member) -> None:
    @transaction.atomic
    def two_changes() -> None:
        with together():
            change("UPDATE accounts_member SET country = 'DE' WHERE id = %(id)s", id=maya.pk)
            change("INSERT INTO accounts_delivery (notification_id, channel) VALUES (0, '')")

    with pytest.raises(IntegrityError):
        two_changes()
    maya.refresh_from_db()
    assert maya.country == ""


@pytest.mark.django_db
def test_rows_are_written_as_the_orm_writes_them(
    maya: Member, post_need: Callable[..., Need], now: datetime
) -> None:
    need = Need.objects.get(pk=post_need(maya).pk)
    again = Need.objects.get(pk=need.pk)
    (again.pk,) = new_ids(Need, 1)()
    again.uid, again.words, again.signs = uuid4(), "„Wörter“ \\ and more", ["self"]
    again.needed_by = now.date()
    insert(
        [again],
        then="UPDATE accounts_member SET country = 'PT' WHERE id = ANY(ARRAY(SELECT member_id FROM written))",
    )
    maya.refresh_from_db()
    assert maya.country == "PT"
    read = Need.objects.get(pk=again.pk)
    for field in Need._meta.concrete_fields:
        assert getattr(read, field.attname) == getattr(again, field.attname), field.name
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM matching_need WHERE id = %s", [again.pk])
        assert again.words not in cursor.fetchone()


def test_a_new_row_is_as_the_model_makes_it() -> None:
    given = {"need_id": 3, "score": 70}
    row, model = new(Match, **given), Match(**given)
    assert row.uid != new(Match, **given).uid
    assert row.reasons is not new(Match, **given).reasons
    row.uid = model.uid
    held, of_model = dict(vars(row)), dict(vars(model))
    assert (held.pop("_state").adding, of_model.pop("_state").adding) == (True, True)
    assert held == of_model
    with pytest.raises(TypeError):
        new(Match, need=3)
