"""The log of what was done: a chain of entries for each community, and one for whoever runs the service.

How an entry is sealed, and what tampering it shows, stands in `support.ledger`. Nothing here points to other tables:
what is kept elsewhere may go, and the log still says that it was there.
"""

import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Member


def new_key() -> int:
    """Small enough to be the same number in every program that reads an export."""
    return secrets.randbelow(2**53)


class Alias(models.Model):
    """Under which number somebody stands in the log. It goes with the account: nothing leads back from there on."""

    member = models.OneToOneField(Member, models.CASCADE, related_name="+")
    key = models.BigIntegerField(unique=True, default=new_key)

    class Meta:
        verbose_name_plural = "aliases"

    def __str__(self) -> str:
        return f"alias {self.pk}"


class Chain(models.Model):
    """Where a chain ends. Whoever adds an entry holds this row, last of all locks, until the transaction ends."""

    community_key = models.BigIntegerField(primary_key=True)  # 0 for whoever runs the service
    length = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64, default="", blank=True)
    # The last entry that was taken away at the old end, and its seal.
    cut_number = models.BigIntegerField(default=0)
    cut_seal = models.CharField(max_length=64, default="", blank=True)

    def __str__(self) -> str:
        return f"chain {self.pk}"


class Entry(models.Model):
    """One thing that was done. Numbers and codes alone, written once: the database refuses every change."""

    chain_key = models.BigIntegerField()
    number = models.BigIntegerField()
    at = models.DateTimeField()
    by_key = models.BigIntegerField(null=True)  # the alias of who did it; None for the service itself
    kind = models.CharField(max_length=32)
    member_key = models.BigIntegerField(null=True)  # the alias of whom it is about
    concerns = ArrayField(models.BigIntegerField(), default=list)  # the aliases of all whom it touches
    about = models.JSONField(default=dict)  # ids, codes and figures, never words
    decision_key = models.BigIntegerField(null=True)
    look_key = models.BigIntegerField(null=True)
    before = models.CharField(max_length=64, blank=True)  # the seal of the entry before this one
    seal = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "entries"
        constraints = [models.UniqueConstraint("chain_key", "number", name="entry_once_a_number")]
        indexes = [
            models.Index(
                fields=["decision_key"], name="entry_of_decision", condition=Q(decision_key__isnull=False)
            ),
            models.Index(fields=["look_key"], name="entry_of_look", condition=Q(look_key__isnull=False)),
            models.Index(
                fields=["chain_key", "-number"],
                name="entry_where_it_begins",
                condition=Q(kind__in=["begun", "shortened"]),
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.number} of chain {self.chain_key}"
