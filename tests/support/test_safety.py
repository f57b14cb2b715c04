"""Crisis lines: the member's own country first, honest where none is known, and never overwritten."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from support import safety
from support.models import CrisisResource

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.fixture
def loaded() -> None:
    safety.load_resources(today=TODAY)


def phones(lines: tuple[CrisisResource, ...]) -> list[str]:
    return [line.phone for line in lines]


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("country", "expected"),
    [
        ("US", ["988"]),
        ("CA", ["988"]),
        ("GB", ["116 123"]),
        ("IE", ["116 123"]),
        ("AU", ["13 11 14"]),
        ("NZ", ["1737"]),
        ("FR", ["3114"]),
        ("ES", ["024"]),
        ("DE", ["0800 111 0 111", "0800 111 0 222"]),
        ("IN", ["14416"]),
        ("nz", ["1737"]),
    ],
)
def test_a_countrys_own_lines_come_first(country: str, expected: list[str]) -> None:
    here = safety.resources_for(country)
    assert sorted(phones(here.here)) == expected
    assert here.known
    assert not {line.country for line in here.elsewhere} & {country.upper(), ""}


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("country", ["PT", ""])
def test_where_none_is_known_it_says_so_and_gives_the_emergency_number(country: str) -> None:
    here = safety.resources_for(country)
    assert not here.known
    assert here.here == ()
    assert phones(here.emergency) == ["112"]
    assert len(here.elsewhere) == CrisisResource.objects.count() - 1


@pytest.mark.usefixtures("loaded")
def test_every_line_has_a_source_and_an_expiry_and_is_not_called_verified() -> None:
    for line in CrisisResource.objects.all():
        assert line.source
        assert line.verified_on is None
        assert TODAY < line.expires_on <= TODAY + timedelta(days=90)


def test_loading_twice_changes_nothing() -> None:
    assert safety.load_resources(today=TODAY) == 12
    assert safety.load_resources(today=TODAY + timedelta(days=30)) == 0
    assert CrisisResource.objects.count() == 12


@pytest.mark.usefixtures("loaded")
def test_what_an_operator_changed_added_or_removed_stays_so() -> None:
    CrisisResource.objects.filter(country="FR").update(phone="3115", verified_on=TODAY)
    CrisisResource.objects.get(phone="0800 111 0 222").delete()
    CrisisResource.objects.filter(country="ES").delete()
    CrisisResource.objects.create(
        country="ES", name="Another line", phone="717 003 717", source="checked by phone", expires_on=TODAY
    )
    safety.load_resources(today=TODAY)
    assert phones(safety.resources_for("FR").here) == ["3115"]
    assert phones(safety.resources_for("DE").here) == ["0800 111 0 111"]
    assert phones(safety.resources_for("ES").here) == ["717 003 717"]


@pytest.mark.usefixtures("loaded")
def test_lines_nobody_has_checked_lately_are_counted() -> None:
    assert safety.to_be_checked(today=TODAY) == 12
    CrisisResource.objects.filter(country="FR").update(verified_on=TODAY)
    assert safety.to_be_checked(today=TODAY) == 11
    assert safety.to_be_checked(today=TODAY + timedelta(days=91)) == 12


def test_the_command_says_what_it_did() -> None:
    out = StringIO()
    call_command("load_crisis_resources", stdout=out)
    assert out.getvalue() == "12 crisis lines added, 12 still to be checked by whoever runs this place.\n"


def test_a_place_that_was_prepared_has_them() -> None:
    call_command("prepare", stdout=StringIO())
    assert safety.resources_for("FR").known
