"""The suggestions of topics, measured: honestly split, and better than suggesting the same to everybody."""

import pytest

from matching import phrases, topics
from support.benchmarks import suggesting


def test_every_request_belongs_to_one_half_and_what_was_translated_to_the_unseen_one() -> None:
    assert len(suggesting.measured_on()) + len(suggesting.written_from()) == 695
    titles = [case.words for case in suggesting.translated("en")]
    assert len(titles) == 50
    assert all(suggesting.unseen(title) for title in titles)
    for language in ("es", "fr", "ar"):
        assert [case.words for case in suggesting.translated(language)] != titles


@pytest.fixture
def everyday_words(db: None) -> None:
    phrases.load(topics.tree())


@pytest.mark.usefixtures("everyday_words")
def test_on_requests_that_nobody_looked_at_it_beats_the_same_five_for_everybody() -> None:
    ours = suggesting.measure("a third of the unseen half", suggesting.measured_on()[::3])
    usual = suggesting.always_the_most_frequent()
    assert ours.hits[0] > 2 * usual.hits[0]
    assert ours.hits[1] > usual.hits[1] + 0.1
    assert ours.group > 0.75
    assert ours.silent < 0.05


@pytest.mark.usefixtures("everyday_words")
@pytest.mark.parametrize("language", ["es", "fr", "ar"])
def test_every_language_finds_something_for_most_titles(language: str) -> None:
    figures = suggesting.measure(language, suggesting.translated(language))
    assert figures.silent < 0.25
    assert figures.hits[1] > 0.35
