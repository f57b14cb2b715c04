"""How an account begins, and what its owner may say about themselves."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import members
from accounts.models import Member

pytestmark = pytest.mark.django_db


def sign_up(now: datetime, **answers: Any) -> Member:
    given = {
        "email": "Ines@Members.Example",
        "password": "four small green apples",
        "adult": True,
        "consent": True,
    }
    return members.sign_up(**{**given, **answers}, now=now)


def test_an_account_keeps_what_was_agreed_and_when(now: datetime) -> None:
    member = sign_up(now, time_zone="Asia/Kolkata", languages=["hi"], email_safe=False)
    member.refresh_from_db()
    assert member.email == "ines@members.example"
    assert member.adult_confirmed_at == member.consented_at == member.created_at == now
    assert (member.time_zone, member.languages, member.email_safe) == ("Asia/Kolkata", ["hi"], False)
    assert member.has_usable_password()
    assert "apples" not in member.password


def test_without_a_password_nobody_signs_in(now: datetime) -> None:
    assert not sign_up(now, password=None).has_usable_password()


@pytest.mark.parametrize(
    ("answer", "field"),
    [({"adult": False}, "adult"), ({"consent": False}, "consent"), ({"time_zone": "Moon/Base"}, "time_zone")],
)
def test_without_these_there_is_no_account(now: datetime, answer: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        sign_up(now, **answer)
    assert list(refused.value.error_dict) == [field]
    assert not Member.objects.exists()


def test_an_address_has_one_account_however_it_is_written(now: datetime) -> None:
    sign_up(now)
    with pytest.raises(members.AddressTaken):
        sign_up(now, email="INES@members.example ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(email="ines@members.example").update(email="Ines@members.example")


def test_beginning_again_leaves_nothing_of_the_first_attempt(now: datetime) -> None:
    member = sign_up(now, email_safe=True)
    later = now + timedelta(hours=1)
    members.begin_again(
        member=member, password="another long one", now=later, adult=True, consent=True, email_safe=False
    )
    member.refresh_from_db()
    assert member.check_password("another long one")
    assert not member.check_password("four small green apples")
    assert (member.email_safe, member.consented_at) == (False, later)


def test_a_profile_changes_what_is_named_and_nothing_else(maya: Member) -> None:
    members.update_profile(member=maya, quiet_from=time(21, 30), country="PT")
    maya.refresh_from_db()
    assert (maya.quiet_from, maya.quiet_until, maya.country) == (time(21, 30), time(7), "PT")
    assert not maya.time_zone_confirmed


def test_a_zone_that_was_said_counts_as_confirmed(maya: Member) -> None:
    members.update_profile(member=maya, time_zone="America/Lima")
    maya.refresh_from_db()
    assert (maya.time_zone, maya.time_zone_confirmed) == ("America/Lima", True)


@pytest.mark.parametrize("said", [{"time_zone": "Moon/Base"}, {"gender": "x"}, {"country": "PRT"}])
def test_what_cannot_stand_is_refused_beside_its_field_and_leaves_the_member_as_they_were(
    maya: Member, said: dict[str, Any]
) -> None:
    (field,) = said
    before = getattr(maya, field)
    with pytest.raises(ValidationError) as refused:
        members.update_profile(member=maya, **said)
    assert list(refused.value.error_dict) == [field]
    assert getattr(maya, field) == before


def test_limits_are_kept_within_bounds(omar: Member) -> None:
    members.set_limits(member=omar, max_people=5, max_asks_week=9)
    omar.refresh_from_db()
    assert (omar.max_people, omar.max_asks_week) == (5, 9)
    for limits, field in [((0, 5), "max_people"), ((21, 5), "max_people"), ((3, 51), "max_asks_week")]:
        with pytest.raises(members.OutOfRange) as refused:
            members.set_limits(member=omar, max_people=limits[0], max_asks_week=limits[1])
        assert list(refused.value.error_dict) == [field]


def test_a_limit_below_what_is_already_promised_is_refused_with_the_number(omar: Member) -> None:
    Member.objects.filter(pk=omar.pk).update(helping=2)
    with pytest.raises(members.TooFewPeople) as refused:
        members.set_limits(member=omar, max_people=1, max_asks_week=9)
    assert refused.value.messages == ["You are in touch with 2 people right now. Choose at least that many."]
    assert omar.max_people == 3
