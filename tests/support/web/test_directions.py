"""Names and words of people keep their own direction inside our sentences, and leave ours alone."""

from datetime import UTC, datetime

from django.utils.translation import override

from support.web.directions import AGAIN, APART, apart
from support.web.moments import greeting


def test_words_that_run_against_the_page_are_held_apart() -> None:
    assert apart("Juniper") == "Juniper"
    assert apart("ليلى") == f"{APART}ليلى{AGAIN}"
    with override("ar"):
        assert apart("ليلى") == "ليلى"
        assert apart("Juniper") == f"{APART}Juniper{AGAIN}"
        assert apart(7) == "7"


def test_a_greeting_keeps_its_full_stop_in_place() -> None:
    with override("ar"):
        assert f"{APART}Juniper Vale{AGAIN}" in greeting(
            datetime(2026, 11, 26, 12, tzinfo=UTC), "Juniper Vale"
        )
