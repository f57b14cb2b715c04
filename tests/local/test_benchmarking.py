"""`./manage.py benchmark matching`: a slip is one line, and one small run goes through everything it starts."""

import json
from pathlib import Path
from typing import Any

import pytest

from support.benchmarks import report
from support.benchmarks.report import Findings, Table
from support.benchmarks.wanted import ALONE, PARTS
from support.local import benchmarking
from tests.local.test_door import manage, one_line

PAGE = Path(__file__).resolve().parents[2] / benchmarking.PAGE
SERVED = [part for part in PARTS if part != "round"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["supper"], "invalid choice: 'supper'"),
        ([], "the following arguments are required"),
        (["matching", "--sizes", "many"], "'many' is not a whole number"),
        (["matching", "--sizes", "1000,3"], "'1000,3' is not within 100 to 2,000,000 postings"),
        (["matching", "--repeats", "0"], "'0' is not between 1 and 100"),
        (["matching", "--part", "dance"], "invalid choice: 'dance'"),
        (["matching", "--ful"], "unrecognized arguments: --ful"),
    ],
)
def test_a_slip_is_one_line(arguments: list[str], words: str) -> None:
    with pytest.raises(SystemExit) as left:
        benchmarking.parse(arguments)
    assert words in str(left.value)
    assert "\n" not in str(left.value)


def test_a_slip_is_told_before_anything_starts() -> None:
    assert "'-5' is not" in one_line(manage("benchmark", "matching", "--sizes=-5"))


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="cannot be written"):
        benchmarking.give(str(tmp_path / "no" / "such.json"), "{}")


def measured(*parts: str) -> dict[str, Any]:
    """What one small run of these parts tells."""
    named = [word for part in parts for word in ("--part", part)]
    done = manage("benchmark", "matching", "--sizes", "1500", "--repeats", "1", "--json", "-", *named)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)["parts"]
    assert list(told) == list(parts)
    return told


def test_a_small_run_compares_ours_with_bare_statements() -> None:
    told = measured("candidates")
    ways = [row["way"] for row in told["candidates"]["tables"]["candidates"]]
    assert ways == ["candidates.near", "bare statement"]


@pytest.mark.load
def test_one_small_run_goes_through_everything_it_starts() -> None:
    told = measured(*SERVED)
    ways = {part: [row.get("way", row.get("hosts")) for row in told[part]["tables"][part]] for part in SERVED}
    assert ways["candidates"] == ["candidates.near", "bare statement"]
    assert ways["database"] == ["our round", "bare batched SQL"]
    assert ways["post"] == ["service", "bare chain"]
    assert ways["hosts"] == [1, 2]
    ours, bare = told["database"]["tables"]["database"]
    assert ours["proposals"] == bare["proposals"] > 50
    assert {goal["goal"] for part in SERVED for goal in told[part]["goals"]} == {"G1", "G2", "G4", "G9"}


@pytest.mark.load
def test_three_hundred_open_pages_are_measured() -> None:
    done = manage("benchmark", "live", "--sizes", "300", "--json", "-")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)["parts"]["live"]
    assert [row["streams"] for row in told["tables"]["live"]] == [0, 300, 300]
    assert {goal["goal"] for goal in told["goals"]} == {"live"}


def test_only_what_stands_between_the_comments_is_rewritten(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    begin, end = report.comments("post")
    page.write_text(f"Before.\n{begin}\nold\n{end}\nAfter.\n")
    report.write_into(page, [Findings("post", "the command", {})])
    text = page.read_text()
    assert text.startswith("Before.\n")
    assert text.endswith("After.\n")
    assert "old" not in text
    assert "the command" in text
    with pytest.raises(ValueError, match="lacks the two comments of round"):
        report.write_into(page, [Findings("round", "", {})])


def test_the_page_has_a_place_for_every_part() -> None:
    text = PAGE.read_text()
    for part in (*PARTS, *ALONE):
        assert [text.count(comment) for comment in report.comments(part)] == [1, 1]


def test_a_table_for_which_everything_was_too_large_is_left_out() -> None:
    found = Findings("round", "the command", {})
    found.tables += [Table("none", "Nothing", []), Table("one", "Something", [{"way": "ours"}])]
    text = report.as_text(found)
    assert "Something" in text
    assert "Nothing" not in text
