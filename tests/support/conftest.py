"""What the tests of the service start from: two connected people, and who was told what."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.models import Member, Notification
from matching import matches
from matching.models import Match, Need, Offer

Connect = Callable[[Member, Member], Match]
Propose = Callable[[Member, Member], Match]


@pytest.fixture
def propose(post_need: Callable[..., Need], post_offer: Callable[..., Offer], now: datetime) -> Propose:
    """The second is asked to help the first."""

    def put(seeker: Member, helper: Member) -> Match:
        need, offer = post_need(seeker, connect_me=True), post_offer(helper)
        return matches.propose(need_id=need.pk, offer_id=offer.pk, now=now)

    return put


@pytest.fixture
def connect(propose: Propose, now: datetime) -> Connect:
    """The second helps the first: both have said yes."""

    def bring_together(seeker: Member, helper: Member) -> Match:
        match = propose(seeker, helper)
        seen = (match.need_version, match.offer_version)
        return matches.answer(match=match, member=helper, answer="yes", seen=seen, now=now)

    return bring_together


@pytest.fixture
def connected(connect: Connect, maya: Member, omar: Member) -> Match:
    """Maya asked, Omar helps, and they are connected."""
    return connect(maya, omar)


@pytest.fixture
def told() -> Callable[[Member], list[str]]:
    """The kinds of everything that a member was told, oldest first."""

    def kinds(member: Member) -> list[str]:
        return list(Notification.objects.filter(member=member).order_by("pk").values_list("kind", flat=True))

    return kinds
