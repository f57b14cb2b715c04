"""Countries and clocks are named as the reader's language names them."""

import pytest
from django.utils.translation import override

from support import places
from support.web import choices


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Spain"), ("es", "España"), ("fr", "Espagne"), ("ar", "إسبانيا")]
)
def test_a_country_in_the_readers_language(language: str, name: str) -> None:
    with override(language):
        assert choices.countries()["ES"] == name


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar"])
def test_every_country_is_there_in_the_languages_own_order(language: str) -> None:
    with override(language):
        found = choices.countries()
        assert len(found) > 240
        assert [*found.values()] == sorted(found.values(), key=places.in_order)


def test_accents_do_not_put_a_name_last() -> None:
    with override("fr"):
        names = [*choices.countries().values()]
    assert names.index("Égypte") < names.index("France")


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Lisbon"), ("es", "Lisboa"), ("fr", "Lisbonne"), ("ar", "لشبونة")]
)
def test_a_clock_is_named_after_its_place(language: str, name: str) -> None:
    with override(language):
        assert places.place_of("Europe/Lisbon") == name
        (europe,) = [zones for part, zones in choices.zones()[:-1] if ("Europe/Lisbon", name) in zones]
        assert len(europe) > 40


def test_every_part_of_the_world_has_a_name() -> None:
    for _part, zones in choices.zones()[:-1]:
        assert {zone.partition("/")[0] for zone, _place in zones} <= places.PARTS_OF_THE_WORLD.keys()
