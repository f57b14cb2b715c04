"""Only `matching/matches` writes matches: our own source is read to keep it so."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update", "delete"}
NEW = {"new", "rows.new"}  # of `accounts.rows`
HOME = ROOT / "matching" / "matches"


def sources() -> Iterator[Path]:
    for package in ("accounts", "matching", "support"):
        for path in (ROOT / package).rglob("*.py"):
            if HOME not in path.parents and "migrations" not in path.parts:
                yield path


def writes_of_match(tree: ast.AST) -> Iterator[int]:
    """Lines where a `Match` is made or a query that starts at `Match.objects` ends in a write."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        named = [node.func, *node.args[:1]] if ast.unparse(node.func) in NEW else [node.func]
        if any(isinstance(each, ast.Name) and each.id == "Match" for each in named):
            yield node.lineno
        writes = isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
        if writes and "Match.objects" in ast.unparse(node.func):
            yield node.lineno


def test_no_other_module_writes_a_match() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources()
        for line in writes_of_match(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_the_reader_sees_a_write() -> None:
    planted = (
        "Match(need=1)\nMatch.objects.filter(pk=1).update(state='connected')\nnew(Match, need_id=1)\n"
        "Match.objects.filter(pk=1).count()"
    )
    assert list(writes_of_match(ast.parse(planted))) == [1, 2, 3]
