"""A name can be read and told apart, whatever was typed."""

import pytest

from accounts.names import NameNotUsable, clean_name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Maya  ", "Maya"),
        ("Maya\tof  the\nhill", "Maya of the hill"),
        ("Ma\u200bya", "Maya"),  # an invisible space between two letters
        ("\u202eMaya", "Maya"),  # written from right to left
        ("\uff2daya", "Maya"),  # a full-width M
        ("شيرين", "شيرين"),
        ("Zoë 🌿", "Zoë 🌿"),
    ],
)
def test_a_name_is_kept_in_one_visible_form(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@pytest.mark.parametrize("typed", ["", "   ", "\u200b", "...", "🌿", "x" * 41])
def test_what_cannot_be_read_or_is_too_long_is_refused_beside_the_field(typed: str) -> None:
    with pytest.raises(NameNotUsable) as refused:
        clean_name(typed)
    assert list(refused.value.error_dict) == ["display_name"]
