"""What docs/safety.md says of the lists is what is measured, and the lists do not fall behind it."""

from pathlib import Path

from matching.danger.reading import LANGUAGES
from support.danger import measuring, page, written


def test_the_page_says_what_is_measured_and_most_danger_is_found() -> None:
    safety = Path("docs/safety.md").read_text()
    assert page.renewed(safety) == safety
    unseen = [row for row in measuring.read_all() if row.half == "B"]
    assert len(unseen) == 352
    found = measuring.figure(unseen, measuring.TOGETHER, "two of three")
    assert found.hits / found.there >= 0.85


def test_what_was_written_to_try_the_lists_is_half_harmless_and_found_in_every_language() -> None:
    rows = written.read_all()
    for language in LANGUAGES:
        here = [bool(row.meant) for row in rows if row.language == language]
        assert 0.4 < sum(here) / len(here) < 0.6, language
        found = written.figure([row for row in rows if row.language == language])
        assert found.hits / found.there >= 0.9, language
