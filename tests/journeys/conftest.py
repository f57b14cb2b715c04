"""Where most journeys begin: Maya's need is put to Omar, or the two are connected."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.models import Member
from matching.models import Match, Need, Offer
from tests.journeys.steps import hold_round, only, say

Post = Callable[..., Need]
PostOffer = Callable[..., Offer]


@pytest.fixture
def proposed(maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, now: datetime) -> Match:
    post_offer(omar)
    return only(hold_round(post_need(maya), now))


@pytest.fixture
def connected(proposed: Match, maya: Member, omar: Member, now: datetime) -> Match:
    say(proposed, omar, "yes", now)
    return say(proposed, maya, "yes", now)
