"""A comparison in words and tables: what a terminal shows, and the section of the page that the command rewrites."""

from collections.abc import Sequence
from typing import NamedTuple

from matching.simulation.assumptions import SCENARIOS
from matching.simulation.comparing import Comparison
from matching.simulation.confidence import Estimate
from matching.simulation.outcomes import MEASURES
from matching.simulation.policies import BASELINE, OURS, POLICIES

BEGIN, END = "<!-- what `simulate` found: begin -->", "<!-- what `simulate` found: end -->"


class Column(NamedTuple):
    """One outcome for one group, as a column."""

    title: str
    group: str
    measure: str


COLUMNS = (
    Column("matched, %", "everybody", "matched"),
    Column("waited, h", "everybody", "waited"),
    Column("the matched waited, h", "everybody", "mean_wait"),
    Column("stars", "everybody", "rating"),
    Column("vulnerable: matched, %", "vulnerable", "matched"),
    Column("vulnerable: waited, h", "vulnerable", "waited"),
    Column("vulnerable: stars", "vulnerable", "rating"),
    Column("for today: matched, %", "today", "matched"),
)
WORDS = {
    "matched": "Share matched",
    "rating": "Rating",
    "waited": "Waiting",
    "mean_wait": "Waiting of the matched",
}
JUDGED = tuple(column for column in COLUMNS if column.group != "today")


def table(comparison: Comparison) -> str:
    """The outcomes of every policy; below the baseline, how they differ from it, in bold where that is sure."""
    rows = [["", *(column.title for column in COLUMNS)], ["---"] + ["---:"] * len(COLUMNS)]
    rows += [
        [POLICIES[name].title, *(_cell(comparison, name, column) for column in COLUMNS)]
        for name in comparison.policies
    ]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = ([cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(comparison: Comparison, name: str, column: Column) -> str:
    if name == BASELINE:
        return MEASURES[column.measure].told(comparison.estimate(name, column.group, column.measure).mean)
    return _difference(comparison.difference(name, column.group, column.measure), column.measure)


def _difference(found: Estimate, measure: str) -> str:
    told = MEASURES[measure].told
    words = f"{told(found.mean, signed=True)} ± {told(found.high - found.mean)}"
    return f"**{words}**" if found.is_sure else words


def verdicts(comparison: Comparison, policy: str = OURS) -> list[str]:
    """For each outcome: whether this policy is better, worse, or too near to tell."""
    return [_verdict(comparison, policy, column) for column in JUDGED]


def _verdict(comparison: Comparison, policy: str, column: Column) -> str:
    found, measure = comparison.difference(policy, column.group, column.measure), MEASURES[column.measure]
    low, high = (measure.told(edge, signed=True) for edge in (found.low, found.high))
    unit = {"%": "points", "h": "hours", "stars": "stars"}[measure.unit]
    if not found.is_sure:
        word = "too near to tell"
    else:
        word = "better" if (found.mean > 0) == measure.more_is_better else "worse"
    return f"{WORDS[column.measure]}, {column.group}: {word} ({low} to {high} {unit})."


def section(usual: Comparison, others: Sequence[Comparison], command: str) -> str:
    """What stands between the two marks of the page: tables, verdicts and charts, and the command that makes them."""
    return "\n\n".join(
        (
            BEGIN,
            f"Made by `{command}`: {usual.size}. The first row is how it is; every other row is how it differs from "
            "that, with half the width of the 95 % interval, in bold where the interval leaves out nought.",
            table(usual),
            "![Share matched against waiting](simulation/matched-and-waiting.svg)",
            "![Ratings](simulation/ratings.svg)",
            "Ours, as the service does it, against first come, first served:",
            "\n".join(f"- {line}" for line in verdicts(usual)),
            *(_scenario(each) for each in others),
            "![The share matched in each scenario](simulation/scenarios.svg)",
            END,
        )
    )


def _scenario(comparison: Comparison) -> str:
    changes = ", ".join(
        f"{name.replace('_', ' ')} {value:g}" for name, value in SCENARIOS[comparison.scenario].items()
    )
    name = comparison.scenario.replace("-", " ").capitalize()
    return f"### {name}\n\nWith {changes}; {comparison.size}.\n\n{table(comparison)}"


def replaced(page: str, section: str) -> str:
    """The page with this section instead of its old one. Raises `ValueError` where the marks are missing."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"The page has no section between {BEGIN} and {END}.")
    return before + section + after
