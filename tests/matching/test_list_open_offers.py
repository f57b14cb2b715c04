"""Offers that were open before there were listings are listed by a migration, some at a time."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.db import connection

from accounts.models import Member
from matching.models import Listing, Offer

migration = import_module("matching.migrations.0012_list_open_offers")


@pytest.mark.django_db
def test_all_open_offers_are_listed_some_at_a_time(
    make_member: Callable[..., Member], post_offer: Callable[..., Offer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migration, "BATCH", 2)
    for number in range(5):
        post_offer(make_member(f"Helper {number}"))
    Offer.objects.filter(pk=Offer.objects.earliest("pk").pk).update(state="closed")
    as_triggers_keep_them = set(Listing.objects.values_list("offer", "topic", "language", "mask"))
    assert len(as_triggers_keep_them) == 4
    Listing.objects.all().delete()
    for _ in range(2):
        with connection.schema_editor(atomic=False) as editor:
            migration.list_open_offers(None, editor)
        assert set(Listing.objects.values_list("offer", "topic", "language", "mask")) == as_triggers_keep_them
