"""What was measured, as tables that people read and as JSON that programs read."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from support.benchmarks.wanted import ALONE

BEGIN = "<!-- measured: {part}; `./manage.py benchmark matching --part {part} --write` rewrites this -->"
BEGIN_ALONE = "<!-- measured: {part}; `./manage.py benchmark {part} --write` rewrites this -->"
END = "<!-- end of {part} -->"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind. The key is its name in the JSON; the columns are those of the first row."""

    key: str
    title: str
    rows: list[Row]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal, what was measured of it, and whether that is within it."""

    name: str
    what: str
    measured: float
    wanted: str
    met: bool


@dataclass(slots=True)
class Findings:
    """All that one part of a run found."""

    part: str
    command: str
    machine: Row
    tables: list[Table] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def at_most(self, name: str, what: str, measured: float, limit: float) -> None:
        self.goals.append(Goal(name, what, measured, f"at most {limit}", measured <= limit))

    def at_least(self, name: str, what: str, measured: float, limit: float) -> None:
        self.goals.append(Goal(name, what, measured, f"at least {limit}", measured >= limit))


def as_json(parts: Sequence[Findings]) -> str:
    return json.dumps({"parts": {findings.part: _plain(findings) for findings in parts}}, indent=2)


def _plain(findings: Findings) -> Row:
    return {
        "command": findings.command,
        "machine": findings.machine,
        "tables": {table.key: table.rows for table in findings.tables},
        "goals": _rows_of(findings.goals),
        "notes": findings.notes,
    }


def as_text(findings: Findings) -> str:
    """Markdown, laid out so that a terminal shows it as well."""
    machine = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in findings.machine.items())
    tables = [table for table in findings.tables if table.rows]  # some sizes are too large for some of them
    if findings.goals:
        tables.append(Table("goals", f"Goals: {findings.part}", _rows_of(findings.goals)))
    parts = [f"`{findings.command}` on {machine}.", *(_table(table) for table in tables)]
    if findings.notes:
        parts.append("\n".join(f"- {note}" for note in findings.notes))
    return "\n\n".join(parts) + "\n"


def write_into(page: Path, parts: Sequence[Findings]) -> None:
    """Puts each part's findings between its two comments on the page. Raises ValueError where they are not there."""
    text = page.read_text(encoding="utf-8")
    for findings in parts:
        begin, end = comments(findings.part)
        before, found, rest = text.partition(begin)
        _, ended, after = rest.partition(end)
        if not found or not ended:
            raise ValueError(f"{page} lacks the two comments of {findings.part}.")
        text = f"{before}{begin}\n\n{as_text(findings)}\n{end}{after}"
    page.write_text(text, encoding="utf-8")


def comments(part: str) -> tuple[str, str]:
    """What stands before and after a part on the page."""
    begin = BEGIN_ALONE if part in ALONE else BEGIN
    return begin.format(part=part), END.format(part=part)


def _rows_of(goals: Iterable[Goal]) -> list[Row]:
    return [
        {
            "goal": goal.name,
            "what": goal.what,
            "measured": goal.measured,
            "wanted": goal.wanted,
            "met": goal.met,
        }
        for goal in goals
    ]


def _table(table: Table) -> str:
    columns = list(table.rows[0])
    cells = [[_cell(row[column]) for column in columns] for row in table.rows]
    numeric = [all(isinstance(row[column], int | float | None) for row in table.rows) for column in columns]
    heads = [column.replace("_", " ") for column in columns]
    widths = [max(map(len, column)) for column in zip(heads, *cells, strict=True)]
    rule = [
        "-" * (width - 1) + ":" if right else "-" * width
        for width, right in zip(widths, numeric, strict=True)
    ]
    lines = [_line(heads, widths, numeric), _line(rule, widths, numeric)]
    lines += [_line(row, widths, numeric) for row in cells]
    note = f"\n\n{table.note}" if table.note else ""
    return f"### {table.title}\n\n" + "\n".join(lines) + note


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    padded = [
        cell.rjust(width) if right else cell.ljust(width)
        for cell, width, right in zip(cells, widths, numeric, strict=True)
    ]
    return f"| {' | '.join(padded)} |"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.4g}" if isinstance(value, float) else str(value)
