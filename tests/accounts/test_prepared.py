"""What is compiled once finds, reads and writes what the ORM does."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import FieldError
from django.db import connection, connections
from django.db.models import DateTimeField, Exists, F, OuterRef
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext

from accounts.models import Member, Membership
from accounts.prepared import Given, Prepared, PreparedChange
from accounts.rows import add, together
from matching.models import Need

pytestmark = pytest.mark.django_db

NEEDS = Prepared(
    lambda: (
        Need.objects.filter(member=Given("member"), state="open", created_at__lte=Given("now"))
        .select_related("member", "community")
        .prefetch_related("topics")
        .annotate(twice=F("pk") * 2)
        .order_by("-pk")
    )
)
IDS = Prepared(
    lambda: Need.objects.filter(pk__any_of=Given("ids")).order_by("pk").values_list("pk", flat=True)
)
NAMES = Prepared(
    lambda: Membership.objects.filter(
        Exists(Need.objects.filter(member=OuterRef("member"), state="open")), display_name__contains="100%"
    ).values_list("display_name", "member__email")
)
WORDS = PreparedChange(
    lambda: (Need.objects.filter(pk=Given("pk")), {"words": Given("words"), "headline": "New"})
)


def test_the_rows_are_the_ones_that_the_queryset_finds(
    maya: Member, post_need: Callable[..., Need], now: datetime
) -> None:
    posted = [post_need(maya, words=f"Number {number}") for number in range(2)]
    for _ in range(4):  # the third is prepared in the database
        found = NEEDS.all(member=maya.pk, now=now)
    wanted = list(
        Need.objects.filter(member=maya, state="open").select_related("member", "community").order_by("-pk")
    )
    assert [need.pk for need in found] == [need.pk for need in wanted] == [need.pk for need in posted[::-1]]
    with CaptureQueriesContext(connection) as asked:
        for one, other in zip(found, wanted, strict=True):
            for field in Need._meta.concrete_fields:
                assert getattr(one, field.attname) == getattr(other, field.attname), field.name
            assert (one.member, one.community.name) == (maya, other.community.name)
            assert one.twice == 2 * one.pk
            assert [topic.pk for topic in one.topics.all()]
    assert len(asked) == 0
    assert NEEDS.all(member=maya.pk, now=now - timedelta(days=9)) == []
    first = NEEDS.first(member=maya.pk, now=now)
    assert first == wanted[0]
    assert len(NEEDS.all(1, member=maya.pk, now=now)) == 1


def test_lists_are_given_whole_and_answers_may_come_later(
    maya: Member, post_need: Callable[..., Need]
) -> None:
    ids = [post_need(maya).pk for _ in range(2)]
    with together():
        none, all_of_them = IDS.ask(ids=[]), IDS.ask(ids=[*ids, 0])
    assert (none(), all_of_them()) == ([], ids)
    assert all_of_them() == ids  # called for once more


def test_what_stays_the_same_is_written_out_as_it_is(maya: Member, post_need: Callable[..., Need]) -> None:
    post_need(maya)
    Membership.objects.filter(member=maya).update(display_name="Maya, 100% 'here'")
    assert NAMES.all() == [("Maya, 100% 'here'", maya.email)]
    assert "'open'" in NAMES._statement(None)


def test_a_change_writes_as_the_orm_writes(maya: Member, post_need: Callable[..., Need]) -> None:
    need, other = post_need(maya), post_need(maya)
    assert WORDS.make(pk=need.pk, words="Kept apart") == 1
    need.refresh_from_db()
    assert (need.words, need.headline) == ("Kept apart", "New")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM matching_need WHERE id = %s", [need.pk])
        assert "Kept apart" not in cursor.fetchone()[0]
    assert Need.objects.get(pk=other.pk).headline == other.headline


def test_what_is_not_given_or_not_searchable_is_refused(maya: Member) -> None:
    with pytest.raises(Exception, match="now"):
        NEEDS.all(member=maya.pk)
    with pytest.raises(FieldError):
        Prepared(lambda: Need.objects.filter(words=Given("words"))).all(words="secret")


def test_two_threads_that_ask_first_at_once_compile_the_same(maya: Member, now: datetime) -> None:
    """The second still reads which tables there are when the first is ready."""
    beside, waits, done = [], Event(), Event()

    class Slow(Given):
        def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
            beside.append(self)
            if len(beside) == 1:
                waits.wait(10)
            elif len(beside) == 2:
                waits.set()
                done.wait(10)
            return super().as_sql(compiler, connection)

    one = Prepared(
        lambda: Need.objects.select_related("member").annotate(at=Slow("now", DateTimeField())).order_by()
    )

    def asked() -> str:
        said = one._statement(None)
        done.set()
        connections.close_all()
        return said

    with ThreadPoolExecutor() as threads:
        said = [threads.submit(asked) for _ in range(2)]
    assert [found.result().count("JOIN") for found in said] == [1, 1]


def test_a_new_row_gets_its_id_on_the_way(maya: Member, post_need: Callable[..., Need]) -> None:
    need = Need.objects.get(pk=post_need(maya).pk)
    need.pk, need.uid, need.words = None, uuid4(), "Once more"
    assert add(need)() is need
    assert Need.objects.get(pk=need.pk).words == "Once more"
