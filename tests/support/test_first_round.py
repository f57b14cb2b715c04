"""`first_round`: how the demo's matching went, in one sentence."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import Community, Member
from matching import matcher
from matching.models import Need, Offer, Round
from tests.conftest import NOW


def empty_round(community: Community) -> None:
    Round.objects.create(community=community, started_at=NOW, finished_at=NOW, waiting=7, matched=0)


def unfinished_round(community: Community) -> None:
    Round.objects.create(community=community, started_at=NOW, finished_at=None, waiting=7, matched=5)


@pytest.mark.django_db
def test_it_counts_the_needs_of_the_first_finished_round_that_matched_somebody(
    riverside: Community,
    maya: Member,
    omar: Member,
    lena: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    rung: list[object],
) -> None:
    empty_round(riverside)
    unfinished_round(riverside)
    post_need(maya)
    post_offer(omar)
    post_offer(lena)
    clock = iter([NOW])  # as the round begins
    matcher.run(community_id=riverside.pk, now=lambda: next(clock, NOW + timedelta(seconds=2.5)))
    proposals = Round.objects.latest("pk").matched
    assert proposals >= 1  # or the command would wait for ever
    said = StringIO()
    call_command("first_round", stdout=said)
    assert said.getvalue() == f"Matched 1 of 1 needs in 2.5 s, with {proposals} proposals.\n"
