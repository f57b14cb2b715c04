"""Which browsers may ring for whom, and how they go again."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from pytest_django import Settings

from accounts.models import Member, PushSubscription
from accounts.push import devices, keys
from tests.push_server import Browser

pytestmark = pytest.mark.django_db

PutIn = Callable[..., PushSubscription]
SERVICE = "https://updates.push.services.mozilla.com/wpush/v2/"


def said(name: str, **changed: str) -> dict[str, str]:
    """What a browser says of itself."""
    key = keys.current()
    assert key
    about = {"endpoint": SERVICE + name, "signed_with": key.public, **Browser(name).given()}
    return about | changed


@pytest.fixture(autouse=True)
def our_keys(settings: Settings) -> None:
    settings.PUSH_KEYS = [keys.make()]


@pytest.fixture
def put_in(now: datetime) -> PutIn:
    def put_in(member: Member, name: str, **changed: str) -> PushSubscription:
        return devices.put_in(member=member, name=name, now=now, by_key=None, **said(name, **changed))

    return put_in


def test_the_database_alone_tells_nobody_where_a_browser_is_rung(put_in: PutIn, maya: Member) -> None:
    put_in(maya, "phone")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(row)::text FROM accounts_pushsubscription row")
        ((row,),) = cursor.fetchall()
    about = said("phone")
    for secret in (about["endpoint"], "mozilla", about["auth"], "phone"):
        assert secret not in row


def test_whoever_takes_over_a_browser_is_rung_there_and_nobody_else(
    put_in: PutIn, maya: Member, omar: Member
) -> None:
    put_in(maya, "shared")
    put_in(omar, "shared")
    assert [row.member for row in PushSubscription.objects.all()] == [omar]


@pytest.mark.parametrize(
    "changed",
    [
        {"endpoint": "https://127.0.0.1/x"},
        {"endpoint": "http://fcm.googleapis.com/x"},
        {"p256dh": "AAAA"},
        {"p256dh": "not base64 at all!"},
        {"auth": "c2hvcnQ"},
        {"signed_with": "a key that is not ours"},
    ],
)
def test_what_could_not_be_rung_is_not_taken(put_in: PutIn, maya: Member, changed: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        put_in(maya, "phone", **changed)
    assert not PushSubscription.objects.exists()


def test_there_is_an_end_to_devices(put_in: PutIn, maya: Member) -> None:
    for number in range(devices.MOST):
        put_in(maya, f"phone{number}")
    with pytest.raises(ValidationError):
        put_in(maya, "one more")
    put_in(maya, "phone3")  # one that is there already may come again


def test_a_browser_that_moves_says_where_it_was(put_in: PutIn, maya: Member) -> None:
    row = put_in(maya, "before")
    old = row.endpoint
    assert devices.renew(old=old, **said("after"))
    row.refresh_from_db()
    assert (row.endpoint, row.member) == (SERVICE + "after", maya)
    assert not devices.renew(old=old, **said("thief"))
    with pytest.raises(ValidationError):
        devices.renew(old=row.endpoint, **said("after", endpoint="https://10.0.0.1/"))


def test_only_its_owner_takes_a_device_out(put_in: PutIn, maya: Member, omar: Member) -> None:
    row = put_in(maya, "phone")
    assert not devices.take_out(member=omar, uid=row.uid)
    assert devices.take_out(member=maya, uid=row.uid)
    assert not PushSubscription.objects.exists()


def test_a_new_password_leaves_only_the_browser_in_which_it_was_chosen(put_in: PutIn, maya: Member) -> None:
    mine = put_in(maya, "mine")
    put_in(maya, "another")
    devices.take_out_others(member=maya, but=str(mine.uid))
    assert [row.pk for row in PushSubscription.objects.all()] == [mine.pk]
    devices.take_out_others(member=maya, but="")
    assert not PushSubscription.objects.exists()


def test_of_an_account_that_is_gone_no_device_is_kept(put_in: PutIn, maya: Member) -> None:
    """Erased between the look at who asks and the writing."""
    Member.objects.filter(pk=maya.pk).update(is_active=False)
    with pytest.raises(ValidationError):
        put_in(maya, "phone")
    assert not PushSubscription.objects.exists()
