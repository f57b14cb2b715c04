"""Somebody who comes back after a suspension under almost the same address waits for a moderator, and hears nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts import communities, members, own_data
from accounts.locking import lock_members
from accounts.models import Community, Member, Standing, StillSuspended
from accounts.resembling import mailbox

pytestmark = pytest.mark.django_db

SignUp = Callable[[str], Member]


@pytest.fixture
def sign_up(now: datetime) -> SignUp:
    def with_address(email: str) -> Member:
        return members.sign_up(
            email=email,
            password=None,
            time_zone="Europe/Lisbon",
            languages=["en"],
            adult=True,
            consent=True,
            email_safe=True,
            now=now,
        )

    return with_address


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Sam.Reed+help@gmail.com", "samreed@googlemail.com", True),
        ("sam+1@proton.me", "sam@pm.me", True),
        ("sam.reed@proton.me", "samreed@proton.me", False),
        ("sam+1@university.example", "sam@university.example", True),
        ("sam@me.com", "Sam+x@icloud.com", True),
        ("+@university.example", "@university.example", False),
        ("samreed@gmail.com", "samreeds@gmail.com", False),
    ],
)
def test_which_addresses_are_one_mailbox(one: str, other: str, same: bool) -> None:
    assert (mailbox(one) == mailbox(other)) == same


@pytest.mark.parametrize("erased", [False, True])
def test_whoever_comes_back_waits_at_an_open_door(
    riverside: Community, sign_up: SignUp, now: datetime, erased: bool
) -> None:
    first = sign_up("sam.reed@gmail.com")
    communities.join(community=riverside, member=first, display_name="Sam", now=now)
    riverside.memberships.filter(member=first).update(standing=Standing.SUSPENDED)
    if erased:
        lock_members([first.pk])
        own_data.erase(first, now=now)
        assert "sam" not in str(list(StillSuspended.objects.values())).lower()
    again = sign_up("samreed+new@gmail.com")
    place = communities.join(community=riverside, member=again, display_name="Reed", now=now)
    assert (place.standing, place.resembles) == (Standing.ASKED, True)
    other = communities.join(
        community=riverside, member=sign_up("sam@example.org"), display_name="Samira", now=now
    )
    assert (other.standing, other.resembles) == (Standing.GOOD, False)
    communities.admit(membership=place, now=now)
    assert riverside.memberships.get(member=again).standing == Standing.GOOD


def test_nobody_waits_once_the_code_is_too_old(riverside: Community, sign_up: SignUp, now: datetime) -> None:
    first = sign_up("sam.reed@gmail.com")
    communities.join(community=riverside, member=first, display_name="Sam", now=now)
    riverside.memberships.filter(member=first).update(standing=Standing.SUSPENDED)
    own_data.erase(first, now=now)
    later = now + own_data.SUSPENSIONS_KEPT + timedelta(days=1)
    again = communities.join(
        community=riverside, member=sign_up("samreed@gmail.com"), display_name="Reed", now=later
    )
    assert again.standing == Standing.GOOD


def test_an_account_kept_for_later_is_no_way_back(
    riverside: Community, sign_up: SignUp, now: datetime
) -> None:
    kept = sign_up("samreed+later@gmail.com")
    communities.join(community=riverside, member=kept, display_name="Reed", now=now)
    communities.leave(membership=riverside.memberships.get(member=kept), now=now)
    first = sign_up("sam.reed@gmail.com")
    communities.join(community=riverside, member=first, display_name="Sam", now=now)
    riverside.memberships.filter(member=first).update(standing=Standing.SUSPENDED)
    back = communities.join(community=riverside, member=kept, display_name="Reed", now=now)
    assert (back.standing, back.resembles) == (Standing.ASKED, True)
