"""What looks like a way to be reached elsewhere, and what does not."""

import pytest

from support.contact_details import Detail, found_in


@pytest.mark.parametrize(
    ("words", "detail"),
    [
        ("maya@example.org", Detail.EMAIL),
        ("Write to maya.b+peer@mail.example.co.uk, please", Detail.EMAIL),
        ("maya (at) example (dot) org", Detail.EMAIL),
        ("maya @ example.org", Detail.EMAIL),
        ("I am at +351 912 345 678", Detail.PHONE),
        ("0049-170-1234567", Detail.PHONE),
        ("(555) 010-4477 99", Detail.PHONE),
        ("912345678", Detail.PHONE),
        ("٠١٢٣٤٥٦٧٨٩", Detail.PHONE),
        ("https://chat.example/room", Detail.LINK),
        ("www.example.org", Detail.LINK),
        ("find me on t.me/maya", Detail.LINK),
        ("it is on example.com", Detail.LINK),
    ],
)
def test_ways_to_be_reached(words: str, detail: Detail) -> None:
    assert detail in found_in(words)


@pytest.mark.parametrize(
    "words",
    [
        "My father died in March and everyone has moved on but me.",
        "From 2019 to 2023, and again in 2024",
        "He was born on 12.03.1954 and died on 2026-03-14",
        "Between 18:00 and 21:00, at 7 or 8",
        "It cost 1,250.00 in all, and we have 100 000 left",
        "You can always ring 988 or 116 123",
        "I said yes.No more than that",
        "Meet me @ the library",
        "",
    ],
)
def test_ordinary_words(words: str) -> None:
    assert found_in(words) == frozenset()


def test_long_words_take_no_long_time() -> None:
    """Patterns are bounded: a text made to be slow is read like any other."""
    for words in ("a" * 4000, "1 " * 2000, "a." * 2000, "a@" * 2000, "1-1-" * 1000):
        found_in(words)
