"""Topics found in somebody's own words: in each language, misspelt, and only from what the data files say."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Community
from matching import phrases, topics
from matching.models import Topic, TopicPhrase
from matching.suggesting import suggest

NODES = topics.tree()
EVERYWHERE = Community(languages=["en", "es", "fr", "ar"])


@pytest.fixture
def spoken(db: None) -> None:
    """The everyday words are in the database."""
    phrases.load(NODES)


def found(words: str, language: str = "en", place: Community = EVERYWHERE) -> list[str]:
    return [topic.slug for topic in suggest(words=words, language=language, community=place)]


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize(
    ("language", "words", "topic"),
    [
        ("en", "I can't sleep, I lie awake until four", "sleep"),
        ("en", "My dad died and everyone has moved on", "losing-somebody"),
        ("en", "He hits me when he has been drinking", "violence-at-home"),
        ("en", "Could somebody drive me to the hospital? I have no car", "rides"),
        ("es", "No puedo dormir", "sleep"),
        ("es", "Se murió mi madre y no lo supero", "losing-somebody"),
        ("es", "Mi jefe me grita delante de todos", "people-at-work"),
        ("fr", "Je n\u2019arrive plus à dormir", "sleep"),
        ("fr", "Mon père est mort cet hiver", "losing-somebody"),
        ("fr", "J\u2019ai besoin d\u2019aide pour remplir un formulaire", "forms"),
        ("ar", "لا أستطيع النوم", "sleep"),
        ("ar", "توفي والدي قبل شهر", "losing-somebody"),
        ("ar", "أبحث عن عمل منذ سنة", "finding-work"),
    ],
)
def test_everyday_words_lead_to_their_topic(language: str, words: str, topic: str) -> None:
    assert topic in found(words, language)[:3]


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize(
    ("language", "words", "topic"),
    [
        ("en", "i have so much anxierty", "worry"),
        ("en", "CANT SLEEP", "sleep"),
        ("en", "I can\u2019t sleep", "sleep"),
        ("es", "depresion", "feeling-low"),
        ("fr", "je suis deprimee", "feeling-low"),
        ("ar", "الإكتئابُ", "feeling-low"),
    ],
)
def test_as_people_type_on_a_phone(language: str, words: str, topic: str) -> None:
    """Slips of the finger, no accents, small or capital letters, vowel signs or none."""
    assert topic in found(words, language)


@pytest.mark.usefixtures("spoken")
def test_whoever_writes_another_language_than_the_page_is_understood_where_it_is_spoken() -> None:
    assert "loneliness" in found("Me siento muy sola desde que llegué", "en")
    assert "loneliness" not in found("Me siento muy sola desde que llegué", "en", Community(languages=["en"]))


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize("words", ["", "   ", "?!", "qwrtz", "\0", "'); --", "a & | ! <->"])
def test_where_nothing_is_recognised_nothing_is_suggested(words: str) -> None:
    assert found(words) == []


@pytest.mark.usefixtures("spoken")
def test_no_more_than_asked_for_and_in_two_queries() -> None:
    words = "I am lonely, angry, stressed, my dad died, I can't sleep, my boss is mean and I drink too much"
    with CaptureQueriesContext(connection) as asked:
        assert len(suggest(words=words, language="en", community=EVERYWHERE, limit=4)) == 4
    assert len(asked) == 2


@pytest.mark.usefixtures("spoken")
def test_a_topic_that_is_no_longer_offered_is_not_suggested() -> None:
    assert "sleep" in found("I can't sleep")
    Topic.objects.filter(slug="sleep").update(current=False)
    assert "sleep" not in found("I can't sleep")


def test_loading_twice_changes_nothing_and_a_change_of_the_files_arrives(db: None) -> None:
    assert phrases.load(NODES)
    assert not phrases.load(NODES)
    before = TopicPhrase.objects.count()
    assert phrases.load(NODES[:5])
    assert TopicPhrase.objects.count() < before


def test_words_that_several_topics_share_say_less(db: None) -> None:
    weights = {(one.slug, one.words): one.weight for one in phrases.of_tree(NODES) if one.language == "en"}
    assert weights["family-conflict", "my sister"] > weights["family-conflict", "my parents"]


@pytest.mark.parametrize("language", phrases.SEARCHED)
def test_every_topic_has_everyday_words_in_every_language(language: str) -> None:
    said = phrases.synonyms(language)
    assert set(said) == {node.slug for node in NODES}
    for node in NODES:
        least = 8 if node.parent and language == "en" else 3
        own = node.words if language == "en" else ()
        assert len({*said[node.slug], *own}) >= least, node.slug
        assert len(set(said[node.slug])) == len(said[node.slug]), node.slug
        assert max(len(words) for words in said[node.slug]) <= 80


def test_the_files_are_read_as_they_are_written() -> None:
    for language in phrases.SEARCHED:
        text = (phrases.SYNONYMS / f"{language}.json").read_text(encoding="utf-8")
        pairs = json.loads(text, object_pairs_hook=list)
        assert len(pairs) == len({slug for slug, _words in pairs}), "a topic stands there twice"
