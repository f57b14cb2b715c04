"""How Riverside comes to be: only at home, whole or not at all, the crowd no different from those who knock."""

from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.forms import model_to_dict
from pytest_django import Settings

from accounts.models import Community, Member, Membership
from support.demo import arrivals, load
from support.demo.riverside import describe
from tests.conftest import NOW


def test_it_never_exists_outside_the_embedded_default(db: None, settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured):
        load.load(now=NOW)
    with pytest.raises(CommandError, match="embedded default only"):
        call_command("load_demo")
    assert not Member.objects.exists()


def test_a_loading_that_breaks_leaves_nothing(
    db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True
    monkeypatch.setattr("matching.needs.post_many", _breaks)
    with pytest.raises(RuntimeError):
        load.load(now=NOW)
    assert not Community.objects.exists()
    assert not Member.objects.exists()


def _breaks(**_: object) -> None:
    raise RuntimeError("the power went")


def test_the_crowd_is_written_as_the_front_door_would_write_it(db: None, riverside: Community) -> None:
    people = [person for person in describe().people if person.role == "member"][:3]
    crowd = arrivals.crowd_in(people, riverside, now=NOW)
    for person, at_once in zip(people, crowd, strict=True):
        again = replace(person, name=f"{person.name} again", email=f"again.{person.email}")
        one_by_one = arrivals.join(again, riverside, now=NOW)
        assert _of_member(at_once) == _of_member(one_by_one)


def _of_member(member: Member) -> dict[str, object]:
    """All that is kept of a member but their identity."""
    member.refresh_from_db()
    account = model_to_dict(member, exclude=["id", "email", "password"])
    account |= {"created_at": member.created_at, "usable": member.has_usable_password()}
    place = Membership.objects.get(member=member)
    account["place"] = (place.role, place.standing, place.asked_at, place.joined_at)
    account["hours"] = list(member.availability.values_list("weekday", "start", "end"))
    account["week"] = model_to_dict(member.week_mask, exclude=["member"])
    return account
