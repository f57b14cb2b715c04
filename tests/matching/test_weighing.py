"""Every score has its words, and a pair is described without a figure."""

import re

from matching.engine.ranking import WEIGHTS, fit
from matching.weighing import SCORES, said_of
from tests.matching.engine.cast import NOW, a_need, an_offer


def test_every_score_has_its_words() -> None:
    assert list(SCORES) == list(WEIGHTS)
    for said in SCORES.values():
        assert said.label
        assert said.does.endswith(".")
        assert said.much.endswith(".")
    assert len({str(said.label) for said in SCORES.values()}) == len(SCORES)


def test_a_pair_is_described_in_words_alone() -> None:
    words = said_of(fit(a_need(urgency="today"), an_offer(load=1), NOW))
    assert "The helper offers just what is asked about." in words
    assert "The request is for today." in words
    assert "The helper is with one or two people now." in words
    assert "Both asked to be paired again." not in words
    assert not re.search(r"\d", " ".join(words))
