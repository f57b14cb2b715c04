"""Rows that are locked are read as the ORM reads them."""

from collections.abc import Callable

import pytest
from django.db import transaction

from accounts.locking import lock_rows
from accounts.models import Member
from matching.models import Need, Offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(
    maya: Member, omar: Member, post_need: Callable[..., Need], post_offer: Callable[..., Offer]
) -> list[Member | Need | Offer]:
    return [maya, post_need(maya), post_offer(omar)]


def test_locked_rows_hold_what_the_orm_reads(rows: list[Member | Need | Offer]) -> None:
    for row in rows:
        model = type(row)
        with transaction.atomic():
            (locked,) = lock_rows(model, [row.pk]).values()
        read = model._default_manager.get(pk=row.pk)
        for field in model._meta.concrete_fields:
            assert getattr(locked, field.attname) == getattr(read, field.attname), field.name


def test_what_is_left_out_is_read_when_it_is_asked_for(maya: Member, post_need: Callable[..., Need]) -> None:
    need = post_need(maya)
    with transaction.atomic():
        (locked,) = lock_rows(Need, [need.pk], but=frozenset({"words"})).values()
    assert locked.get_deferred_fields() == {"words"}
    assert locked.words == need.words


def test_nobody_is_locked_where_nobody_is_named() -> None:
    assert lock_rows(Member, []) == {}
