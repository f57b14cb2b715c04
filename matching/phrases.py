"""Everyday words for the topics, in every language of the pages: from the data files into the table that is searched.

The words lie in `matching/data/synonyms/<language>.json`; a topic's names count as well. Words are compared without
accents and vowel signs, in small letters, by their stems; common words count, because "on my own" is made of them.
"""

import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection, transaction

from matching.models import Topic, TopicPhrase

if TYPE_CHECKING:
    from matching.topics import Node

SYNONYMS = Path(__file__).parent / "data" / "synonyms"
# How many of half of the shipped requests are about each topic: what is often asked about is likelier meant.
ASKED = Path(__file__).parent / "data" / "asked.json"
OFTEN = 0.3
# The languages that are searched, each with a configuration `words_<code>` of migration 0014.
SEARCHED = ("en", "es", "fr", "ar")
GROUP = 0.5  # what a word for a whole group is worth beside one for a topic in it
LENGTHS = {1: 1.0, 2: 1.4}  # two words in a row say more than one
LONGER = 1.7
# Letters that people write in several ways.
LETTERS = str.maketrans(
    {"\u0649": "\u064a", "\u0629": "\u0647", "\u0640": "", "\u2019": "'", "\u2018": "'", "œ": "oe", "æ": "ae"}
)

# "can't" and "cant" are one.
SHORTENED = re.compile(r"(?<=\w)'(?=(?:t|s|m|d|re|ve|ll)\b)")
WRITE = """
INSERT INTO matching_topicphrase (topic_id, language, words, weight, query)
SELECT topic, language, words, weight, phraseto_tsquery(('words_' || language)::regconfig, words)
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::float[]) AS said (topic, language, words, weight)"""


def fold(text: str) -> str:
    """The text without accents and vowel signs, in small letters: as people type it on a phone."""
    bare = unicodedata.normalize("NFKD", text.lower().replace("\0", ""))
    plain = "".join(sign for sign in bare if unicodedata.category(sign) != "Mn").translate(LETTERS)
    return SHORTENED.sub("", plain)


@cache
def synonyms(language: str) -> dict[str, tuple[str, ...]]:
    """What people say when they mean a topic, by its slug."""
    path = SYNONYMS / f"{language}.json"
    said: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    return {slug: tuple(words) for slug, words in said.items()}


@dataclass(frozen=True, slots=True)
class Phrase:
    slug: str
    language: str
    words: str
    weight: float


def of_tree(nodes: Iterable["Node"]) -> Iterator[Phrase]:
    """All phrases for these topics, each once, with what it is worth."""
    nodes = list(nodes)
    for language in SEARCHED:
        said = [_said(node, language) for node in nodes]
        shared = Counter(words for phrases in said for words in phrases)
        for node, phrases in zip(nodes, said, strict=True):
            for words in phrases:
                weight = LENGTHS.get(len(words.split()), LONGER) / shared[words] * _likely(node)
                yield Phrase(node.slug, language, words, weight)


@cache
def _asked() -> dict[str, int]:
    counts: dict[str, int] = json.loads(ASKED.read_text(encoding="utf-8"))
    return counts


def _likely(node: "Node") -> float:
    """How likely a topic is meant before a word is read; a whole group, rather one of its topics."""
    return (1 + OFTEN * math.log1p(_asked().get(node.slug, 0))) if node.parent else GROUP


def _said(node: "Node", language: str) -> list[str]:
    name = [node.names[language]] if language in node.names else []
    words = node.words if language == "en" else ()
    return list(dict.fromkeys(fold(each) for each in (*name, *words, *synonyms(language).get(node.slug, ()))))


@transaction.atomic
def load(nodes: Iterable["Node"]) -> bool:
    """Makes the table say what the files say. Returns whether anything changed."""
    topics = dict(Topic.objects.values_list("slug", "pk"))
    wanted = {(topics[one.slug], one.language, one.words, one.weight) for one in of_tree(nodes)}
    stored = set(TopicPhrase.objects.values_list("topic", "language", "words", "weight"))
    if wanted == stored:
        return False
    TopicPhrase.objects.all().delete()
    ids, languages, words, weights = zip(*sorted(wanted), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [list(ids), list(languages), list(words), list(weights)])
    return True
