"""`round` holds a round or explains a need; `audit` tells whether everything that must hold, holds."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Member, Notification
from matching import availability
from matching.engine.side import Window
from matching.models import Match, Need, Offer

pytestmark = pytest.mark.django_db


def said(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


@pytest.fixture
def today() -> datetime:
    return datetime.now(UTC)


def test_a_round_tells_what_it_did_and_then_that_nothing_is_due(
    maya: Member,
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    today: datetime,
) -> None:
    post_offer(omar, now=today)
    post_need(maya, now=today)
    assert "Riverside: 1 of 1 needs matched, 1 possible pairs" in said("round")
    assert Match.objects.get().state == "proposed"
    assert "Nothing is due" in said("round", "--community", "riverside")


def test_why_a_need_has_no_match_is_told_rule_by_rule(
    maya: Member,
    omar: Member,
    lena: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    today: datetime,
) -> None:
    availability.replace(member=omar, windows=[Window(0, 0, 15)], now=today)
    post_offer(omar, now=today)
    post_offer(lena, now=today, languages=["fr"], kinds=["practical"])
    need = post_need(maya, now=today)
    told = said("round", "--explain", str(need.uid))
    assert "0 of 2 open offers could be asked" in told
    assert "1  They have no half hour free together in the time that is left. (the only reason for 1)" in told
    assert "1  They have no language in common.\n" in told
    assert said("round", "--explain", str(need.pk)) == told


@pytest.mark.parametrize("given", ["0", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_need_that_is_not_there_is_one_plain_line(given: str) -> None:
    with pytest.raises(CommandError, match=f"There is no need {given}"):
        said("round", "--explain", given)


def test_a_community_that_is_not_there_is_one_plain_line() -> None:
    with pytest.raises(CommandError, match="There is no community nowhere"):
        said("round", "--community", "nowhere")


def test_an_audit_finds_what_a_hand_at_the_console_broke(
    maya: Member,
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    today: datetime,
) -> None:
    post_offer(omar, now=today)
    post_need(maya, now=today)
    said("round")
    assert "BROKEN" not in said("audit")
    Member.objects.update(helping=0)
    Notification.objects.filter(member=omar).delete()
    with pytest.raises(CommandError, match="2 of"):
        said("audit")
