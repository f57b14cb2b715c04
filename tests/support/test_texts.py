"""Every text reaches people in their own language: it is marked, translated, and says the same as the English."""

import gettext
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from support import catalogues
from tests.support import texts

LANGUAGES = catalogues.translated()
every_language = pytest.mark.parametrize("language", LANGUAGES)
PLACES = re.compile(r"%(?:\(\w+\))?\d*[sd]|%%|\{\w+\}|<[^>]+>")


def messages(language: str) -> list[Message]:
    return [message for message in catalogues.read(language) if message.id]


def english(message: Message) -> tuple[str, ...]:
    """One text, or the one for one and the one for several."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translated(message: Message) -> tuple[str, ...]:
    """As many texts as the language has forms; "" where one is missing."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def forms(message: Message) -> list[tuple[str, str]]:
    """Each translated form that is there, beside the English that it stands for."""
    return [(english(message)[-1], form) for form in translated(message) if form]


@every_language
def test_every_text_is_translated(language: str) -> None:
    """After a change of words: `./manage.py makemessages`, fill what is empty, `./manage.py compilemessages`."""
    said = {
        (message.context, english(message)[0]) for message in messages(language) if all(translated(message))
    }
    assert texts.marked() - said == set()


@every_language
def test_the_compiled_texts_are_those_of_the_catalogue(language: str) -> None:
    """Without it a fresh copy would speak as it did some changes ago: `./manage.py compilemessages`."""
    with catalogues.file_of(language, "mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    written: dict[object, str] = {}
    for message in messages(language):
        key = f"{message.context}\x04{english(message)[0]}" if message.context else english(message)[0]
        for number, form in enumerate(translated(message)):
            if all(translated(message)):
                written[(key, number) if message.pluralizable else key] = form
    assert {key: text for key, text in compiled.items() if key} == written


@every_language
def test_a_translation_fills_in_what_the_english_fills_in(language: str) -> None:
    for message in messages(language):
        for source, form in forms(message):
            told, known = PLACES.findall(form), PLACES.findall(source)
            if message.pluralizable:  # "one message" and "two messages" need no number
                assert set(told) <= set(known), form
            else:
                assert sorted(told) == sorted(known), form


@every_language
def test_a_translation_begins_and_ends_like_the_english(language: str) -> None:
    """Spaces and line breaks are kept; nothing shouts."""
    for message in messages(language):
        for english, form in forms(message):
            if form:
                assert [form[0].isspace(), form[-1].isspace()] == [
                    english[0].isspace(),
                    english[-1].isspace(),
                ]
                assert form.count("\n") == english.count("\n"), form
                assert "!" not in form
                assert "¡" not in form


@every_language
def test_no_translation_was_guessed(language: str) -> None:
    assert not [message.id for message in messages(language) if message.fuzzy]


@every_language
def test_every_number_has_its_form(language: str) -> None:
    count = {"es": 2, "fr": 2, "ar": 6}[language]
    assert catalogues.read(language).num_plurals == count
    for message in messages(language):
        if message.pluralizable and any(translated(message)):
            assert len(translated(message)) == count
            assert all(translated(message)), message.id


@pytest.mark.parametrize("file", texts.templates(), ids=lambda file: str(file.relative_to(texts.HOUSE)))
def test_no_template_speaks_english_to_everybody(file: Path) -> None:
    assert texts.unmarked_in_template(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", texts.sources(), ids=lambda file: str(file.relative_to(texts.HOUSE)))
def test_no_form_or_refusal_speaks_english_to_everybody(file: Path) -> None:
    """What a field of the API says to those who write programs is English, as all of its description is."""
    described = "support/api/" in file.relative_to(texts.HOUSE).as_posix()
    assert texts.unmarked_in_python(file.read_text(encoding="utf-8"), described=described) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello you</p>", ["Hello you"]),
        ("<p>{{ name }} says hello</p>", ["says hello"]),
        ('<button aria-label="Close it">+</button>', ["Close it"]),
        ('{% include "parts/row.html" with title="Hello you" %}', ["Hello you"]),
        ('{% include "parts/row.html" with title=_("Hello you") picture="cup" %}', []),
        ("{% blocktranslate %}Hello <b>you</b>{% endblocktranslate %}", []),
        ("{% translate 'Hello' %} · {{ name }}: 5 %", []),
        ("<style>p { color: red }</style>{# a note #}", []),
        ("{% comment %}a long note{% endcomment %}", []),
    ],
)
def test_what_is_not_marked_in_a_template_is_found(source: str, found: list[str]) -> None:
    assert texts.unmarked_in_template(source) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('forms.CharField(label="Your name")', ["Your name"]),
        ('forms.CharField(label=_("Your name"))', []),
        ('messages.success(request, "It is kept.")', ["It is kept."]),
        ('messages.success(request, f"Welcome to {name}.")', ["Welcome to   ."]),
        ('raise ValidationError("Not this one.")', ["Not this one."]),
        ('raise ValidationError(_("Not this one."), code="not_this")', []),
        ('log.warning("Nothing was sent")', []),
        ('class Mood(models.TextChoices):\n    GOOD = "good", "Rather good"', ["Rather good"]),
        ('forms.CharField(error_messages={"required": "Please write it."})', ["Please write it."]),
    ],
)
def test_what_is_not_marked_in_python_is_found(source: str, found: list[str]) -> None:
    assert [" ".join(words.split()) for words in texts.unmarked_in_python(source)] == [
        " ".join(words.split()) for words in found
    ]
