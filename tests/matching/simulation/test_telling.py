"""The command tells what was played, on the terminal, for machines and on the page, and refuses in one plain line."""

import json
from io import StringIO
from pathlib import Path
from xml.parsers import expat

import pytest
from django.core.management import CommandError, call_command

from matching.simulation import told
from matching.simulation.charts import Row, whiskers
from matching.simulation.confidence import Estimate
from matching.simulation.policies import POLICIES

TINY = ("--seeds", "2", "--weeks", "1")


def simulate(*arguments: str) -> str:
    out = StringIO()
    call_command("simulate", *arguments, stdout=out)
    return out.getvalue()


def read(svg: str) -> dict[str, str]:
    """The words of each element that stands in the picture once; raises where it is no XML."""
    found: dict[str, str] = {}
    path: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: path.append(name)
    parser.EndElementHandler = lambda name: path.pop()
    parser.CharacterDataHandler = lambda words: found.update({path[-1]: found.get(path[-1], "") + words})
    parser.Parse(svg, True)
    return found


def test_the_page_gets_its_tables_and_charts_and_keeps_the_rest(small: None, tmp_path: Path) -> None:
    page = tmp_path / "simulation.md"
    page.write_text(f"# Before\n\n{told.BEGIN}\nyesterday\n{told.END}\n\nAfter.\n")
    said = simulate(*TINY, "--policies", "ours,deferred", "--write", str(tmp_path))
    written = page.read_text()
    assert written.startswith("# Before\n\n")
    assert written.endswith(f"{told.END}\n\nAfter.\n")
    assert "yesterday" not in written
    assert "`./manage.py simulate --seeds 2 --weeks 1 --policies first,deferred,ours --write`" in written
    for name in ("first", "ours", "deferred"):
        assert POLICIES[name].title in said
        assert POLICIES[name].title in written
    for scenario in ("Scarce", "Ample", "Fit does not matter"):
        assert f"### {scenario}\n" in written
    for chart in ("matched-and-waiting", "ratings", "scenarios"):
        assert f"(simulation/{chart}.svg)" in written
        words = read((tmp_path / "simulation" / f"{chart}.svg").read_text())
        assert "first come, first served" in words["title"]
        assert "+" in words["desc"] or "-" in words["desc"]


def test_machines_get_every_seed(small: None, tmp_path: Path) -> None:
    numbers = json.loads(simulate(*TINY, "--policies", "last", "--json", "-"))
    assert numbers["seeds"].keys() == {"1", "2"}
    assert numbers["seeds"]["1"].keys() == {"first", "last"}
    assert 0 <= numbers["seeds"]["1"]["last"]["everybody"]["matched"] <= 1
    file = tmp_path / "numbers.json"
    said = simulate(*TINY, "--policies", "last", "--json", str(file))
    assert json.loads(file.read_text()) == numbers
    assert "Last come, first served" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--seeds", "one"], "--seeds takes a whole number from 2"),
        (["--seeds", "1"], "--seeds takes a whole number from 2"),
        (["--weeks", "0"], "--weeks takes a whole number from 1"),
        (["--workers", "0"], "--workers takes a whole number from 1"),
        (["--scenario", "paradise"], "There is no scenario paradise. There are: usual"),
        (["--policies", "ours,fate"], "There is no policy fate. There are: first"),
        (["--write", "/nowhere"], "cannot be read"),
        (["--json", "/nowhere/file"], "cannot be written"),
    ],
)
def test_what_cannot_be_is_one_plain_line(small: None, arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("simulate", *TINY, "--policies", "first", *arguments)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_page_without_marks_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "simulation.md"
    page.write_text("mine")
    with pytest.raises(CommandError, match="no section"):
        call_command("simulate", "--write", str(tmp_path))
    assert page.read_text() == "mine"


def test_a_chart_says_in_words_what_it_shows_and_escapes_names() -> None:
    row = Row("a < b & c", (Estimate(0.5, 0.25, 0.75), Estimate(-1, -2, 0)))
    words = read(whiskers([row], title="So & so", axis="points", series=("all", "some")))
    assert words["title"] == "So & so"
    assert "a < b & c: all +0.50 (+0.25 to +0.75), some -1.00 (-2.00 to +0.00)" in words["desc"]
