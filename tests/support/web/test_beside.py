"""What people lean on in danger and consent to stands with its English until a named speaker has read it."""

import json

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override

from support import reviewed, safety

pytestmark = pytest.mark.django_db

DANGER = "If you are in danger or thinking of ending your life, please call one of these."
CONSENT = "You may keep what I write here and show it to those whom it is meant for."
KEPT = "As little as we can, for as plain a reason as we can."
PAGES = {
    "/crisis/": DANGER,
    "/account/sign-up/": CONSENT,
    "/privacy/": KEPT,
    "/": "please do not wait for a match.",
}
TRANSLATED = sorted({code for code, _name in settings.LANGUAGES} - {"en"})


@pytest.fixture
def read_by(monkeypatch: pytest.MonkeyPatch) -> dict[str, str | None]:
    readers: dict[str, str | None] = {}
    monkeypatch.setattr(reviewed, "readers", lambda: readers)
    return readers


def page(address: str, language: str) -> str:
    return Client(headers={"Accept-Language": language}).get(address).content.decode()


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("address", PAGES)
def test_the_english_stands_beside_what_nobody_has_read(
    address: str, language: str, read_by: dict[str, str | None]
) -> None:
    words = page(address, language)
    marked = words.index('lang="en" dir="ltr">', words.index("</head>"))
    assert PAGES[address] in words[marked:]


@pytest.mark.parametrize("address", PAGES)
def test_once_somebody_is_named_the_translation_stands_alone(
    address: str, read_by: dict[str, str | None]
) -> None:
    read_by["fr"] = "Ines Moreau"
    assert PAGES[address] not in page(address, "fr")
    assert PAGES[address] in page(address, "ar")


@pytest.mark.parametrize("address", PAGES)
def test_in_english_it_is_said_once(address: str) -> None:
    assert page(address, "en").count(PAGES[address]) == 1


def test_every_language_says_who_has_read_it() -> None:
    named = json.loads((settings.LOCALE_PATHS[0] / "reviewed.json").read_text(encoding="utf-8"))
    assert sorted(named) == TRANSLATED
    assert all(reader is None or reader.strip() for reader in named.values())


def test_the_words_that_come_with_the_numbers_are_translated_too() -> None:
    seed = json.loads(safety.SEED.read_text(encoding="utf-8"))
    said = {line["note"] for line in seed} - {""} | {line["name"] for line in seed if not line["country"]}
    assert said == set(safety.SEED_WORDS)


def test_what_stands_beside_is_escaped() -> None:
    with override("ar"):
        assert "<b>" not in reviewed.beside("<b>", "<b>")
