"""The round without its database: our gathering and pairing beside the peers', on the same made-up communities."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from matching.engine.gather import EVERYTHING, Edges, gather
from matching.engine.tables import Numbers, Tables
from matching.engine.together import choose
from support.benchmarks import bare_gather, peers, single, town
from support.benchmarks.hosting import Hosting
from support.benchmarks.measure import Taken, alone, growth
from support.benchmarks.peers import Paired
from support.benchmarks.report import Findings, Row, Table
from support.benchmarks.wanted import Wanted

Way = Callable[[Tables, Edges], Numbers]

OURS, ORTOOLS = "our round", "bare OR-Tools"
PEERS: dict[str, Way] = {
    ORTOOLS: peers.ortools,
    "greedy by score": peers.greedy,
    "first come, first served": peers.first_come,
    "SciPy sparse assignment": peers.scipy,
}
SLOW = {"SciPy sparse assignment": 10_000}  # not tried with more postings
ALL_EDGES = 10_000  # the most postings with which every possible pair is looked at
QUADRATIC = 100_000  # the most with which everybody in a bucket is looked at
LARGE = 100_000  # with more postings, each is measured once


def run(wanted: Wanted, findings: Findings, hosting: Hosting | None = None) -> None:
    """Measures every size, and then what pruning and prices are worth at one that allows the exact answer."""
    gathered: list[Row] = []
    pairs: list[Row] = []
    hard: list[Row] = []
    for postings in wanted.round_sizes():
        tables = town.town(postings)
        repeats = wanted.repeats if postings <= LARGE else 1
        edges = _gathering(tables, postings, repeats, gathered)
        pairs += _pairing(tables, edges, postings, repeats, findings.notes)
        if postings <= LARGE:
            hard += _worst(tables, edges, postings, repeats)
    _grown(gathered)
    _grown(pairs)
    findings.tables += [
        Table("gather", "Who may meet, and how well they fit", gathered, GATHER_NOTE),
        Table("pairing", "Pairing on the same edges", pairs, PAIRING_NOTE),
        Table("worst_cases", "Pairing where scores decide little", hard),
    ]
    _goals(findings, gathered, pairs, hard)
    size = min(ALL_EDGES, max(wanted.round_sizes()))
    _pruning(findings, size)
    single.run(findings, size)


GATHER_NOTE = (
    "Processor seconds. The bare pass knows no rules; it looks at all who share a topic and a language."
)
PAIRING_NOTE = (
    "Processor seconds and the peak of the process, tables and edges among it; `share` is of the optimum's score. "
    "Ours also proves its total and leaves every offer its price; bare OR-Tools does neither."
)


def _gathering(tables: Tables, postings: int, repeats: int, rows: list[Row]) -> Edges:
    ours = alone(partial(gather, tables), repeats)
    bare = alone(partial(bare_gather.gather, tables), repeats) if postings <= QUADRATIC else None
    for way, taken in (("our gather", ours), ("bare NumPy pass", bare)):
        if taken is not None:
            rows.append(_gathered(tables, postings, repeats, way, taken, bare))
    edges: Edges = ours.result
    return edges


def _gathered(tables: Tables, postings: int, repeats: int, way: str, taken: Taken, bare: Taken | None) -> Row:
    return {
        "postings": postings,
        "needs": len(tables.needs.id),
        "offers": len(tables.offers.id),
        "way": way,
        "pairs": len(taken.result.need),
        "gather_s": round(taken.seconds, 4),
        "mb": taken.megabytes,
        "times_bare": round(taken.seconds / bare.seconds, 2) if bare else None,
        "repeats": repeats,
    }


def _pairing(tables: Tables, edges: Edges, postings: int, repeats: int, notes: list[str]) -> Iterator[Row]:
    ours = alone(partial(ours_on, tables, edges), repeats)
    taken = {ORTOOLS: alone(partial(peer_on, peers.ortools, tables, edges), repeats), OURS: ours}
    for way, pair in PEERS.items():
        if way not in taken and postings <= SLOW.get(way, postings):
            try:
                taken[way] = alone(partial(peer_on, pair, tables, edges), repeats)
            except ImportError:
                notes.append(f"{way}: SciPy is not installed here, so it was left out.")
    best, bare = taken[ORTOOLS].result.total, taken[ORTOOLS].seconds
    for way, each in taken.items():
        yield _paired(postings, len(tables.needs.id), way, each, best, bare)


def _paired(postings: int, needs: int, way: str, taken: Taken, best: int, bare: float) -> Row:
    found: Paired = taken.result
    return {
        "postings": postings,
        "needs": needs,
        "way": way,
        "helped": found.helped,
        "total": found.total,
        "share": round(found.total / max(1, best), 5),
        "gap": None if found.bound is None else found.bound - found.total,
        "solve_s": round(taken.seconds, 4),
        "mb": taken.megabytes,
        "times_bare": round(taken.seconds / bare, 2),
    }


def ours_on(tables: Tables, edges: Edges) -> Paired:
    """Our pairing, with its proof and its prices."""
    chosen = choose(tables, edges)
    return Paired(len(np.unique(chosen.need)), chosen.total, chosen.bound)


def peer_on(pair: Way, tables: Tables, edges: Edges) -> Paired:
    return peers.paired(edges, pair(tables, edges))


def _worst(tables: Tables, edges: Edges, postings: int, repeats: int) -> Iterator[Row]:
    """All scores equal; and everybody ranks the offers alike."""
    alike = edges.score * 0 + 5_000
    ranked = np.random.default_rng(3).integers(1, 10_000, len(tables.offers.id))[edges.offer]
    for case, score in (("all scores equal", alike), ("everybody ranks alike", ranked)):
        given = edges._replace(score=score)
        bare = alone(partial(peer_on, peers.ortools, tables, given), repeats)
        ours = alone(partial(ours_on, tables, given), repeats)
        for way, taken in ((ORTOOLS, bare), (OURS, ours)):
            row = _paired(postings, len(tables.needs.id), way, taken, bare.result.total, bare.seconds)
            yield {"case": case} | row


def _grown(rows: list[Row]) -> None:
    """Adds to each way's last row by which power of the postings its time grows."""
    for row in rows:
        mine = [each for each in rows if each["way"] == row["way"]]
        seconds = [each["gather_s"] if "gather_s" in each else each["solve_s"] for each in mine]
        row["growth"] = growth([each["postings"] for each in mine], seconds) if row is mine[-1] else None


def _goals(findings: Findings, gathered: list[Row], pairs: list[Row], hard: list[Row]) -> None:
    ours = [row for row in pairs if row["way"] == OURS][-1]
    bare = next(row for row in pairs if row["way"] == ORTOOLS and row["postings"] == ours["postings"])
    at = f"{ours['postings']:,} postings"
    findings.at_least("G3", f"a round's score as a share of OR-Tools', {at}", ours["share"], 0.999)
    findings.at_most("G3", f"the gap that the round certifies, {at}", ours["gap"], 0)
    findings.at_most("G4", f"solve as a multiple of bare OR-Tools, {at}", ours["times_bare"], 1.0)
    findings.at_most("G4", f"its memory as a multiple, {at}", round(ours["mb"] / bare["mb"], 2), 1.0)
    worst = [row for row in hard if row["way"] == OURS]
    if worst:
        most = max(row["times_bare"] for row in worst if row["postings"] == worst[-1]["postings"])
        findings.at_most(
            "G4", f"the same where scores decide little, {worst[-1]['postings']:,} postings", most, 1.5
        )
    looked = [row for row in gathered if row["way"] == "our gather" and row["times_bare"]]
    if looked:
        at = f"{looked[-1]['postings']:,} postings"
        findings.at_most("G4", f"gather as a multiple of the bare pass, {at}", looked[-1]["times_bare"], 1.5)
    findings.at_most("G4", f"memory of a round in MB, {ours['postings']:,} postings", ours["mb"], 1_000)


def _pruning(findings: Findings, postings: int) -> None:
    """What is lost by keeping only some of the pairs."""
    tables = town.town(postings)
    everything = gather(tables, effort=EVERYTHING)
    rows = [_kept(tables, way, edges) for way, edges in (("all pairs", everything), ("kept", gather(tables)))]
    for row in rows:
        row["share"] = round(row["total"] / max(1, rows[0]["total"]), 5)
    findings.tables.append(
        Table("pruning", f"What keeping only the best pairs loses ({postings:,} postings)", rows)
    )
    findings.at_least("G3", f"the score that pruning keeps, {postings:,} postings", rows[1]["share"], 0.995)


def _kept(tables: Tables, way: str, edges: Edges) -> Row:
    found = ours_on(tables, edges)
    return {"way": way, "pairs": len(edges.need), "helped": found.helped, "total": found.total}
