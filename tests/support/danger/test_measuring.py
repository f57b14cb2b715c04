"""What docs/safety.md says of the lists is what is measured, and the lists do not fall behind it."""

from pathlib import Path

from support.danger import measuring


def test_the_page_says_what_is_measured_and_most_danger_is_found() -> None:
    page = Path("docs/safety.md").read_text()
    assert measuring.renewed(page) == page
    unseen = [row for row in measuring.read_all() if row.half == "B"]
    assert len(unseen) == 352
    found = measuring.figure(unseen, measuring.TOGETHER, "both agree")
    assert found.hits / found.there >= 0.85
