"""Needs that come one at a time where helpers are scarce: what it is worth to leave to others what they want most."""

import numpy as np

from matching.engine.gather import EVERYTHING, Edges, gather
from matching.engine.tables import Numbers, Tables
from matching.engine.together import choose
from support.benchmarks import peers, town
from support.benchmarks.peers import Paired
from support.benchmarks.report import Findings, Row, Table

NOTE = (
    "The prices are those that a round over other needs of the same kind left on the same offers; "
    "the share is of what hindsight could reach."
)


def run(findings: Findings, postings: int) -> None:
    """One need after another takes an offer for good: by score, and by score less the price of a round before."""
    before, tables = town.town(postings, seed=7, offers_seed=1), town.town(postings, seed=8, offers_seed=1)
    prices = choose(before, gather(before)).prices
    edges = gather(tables, effort=EVERYTHING)
    greedy = peers.paired(edges, in_turn(tables, edges, prices * 0))
    priced = peers.paired(edges, in_turn(tables, edges, prices))
    best = choose(tables, edges)
    hindsight = Paired(len(np.unique(best.need)), best.total)
    ways = {"best score": greedy, "best score less price": priced, "hindsight, all at once": hindsight}
    rows = [_row(way, found, greedy, hindsight) for way, found in ways.items()]
    findings.tables.append(Table("need_by_need", f"Need by need ({postings:,} postings)", rows, NOTE))
    findings.at_least(
        "G5", f"people helped as a multiple of greedy, {postings:,} postings", rows[1]["helped_times"], 1.05
    )
    findings.at_least(
        "G5", f"score as a multiple of greedy, {postings:,} postings", rows[1]["score_times"], 1.05
    )


def in_turn(tables: Tables, edges: Edges, prices: Numbers) -> Numbers:
    """Each need, in an order that has nothing to do with it, takes the best offer that is left."""
    turn = np.random.default_rng(11).permutation(len(tables.needs.id))
    order = np.lexsort((prices[edges.offer] - edges.score, turn[edges.need]))
    return peers.taking(tables, edges, order)


def _row(way: str, found: Paired, greedy: Paired, best: Paired) -> Row:
    return {
        "way": way,
        "helped": found.helped,
        "total": found.total,
        "helped_times": round(found.helped / max(1, greedy.helped), 4),
        "score_times": round(found.total / max(1, greedy.total), 4),
        "helped_share": round(found.helped / max(1, best.helped), 4),
        "score_share": round(found.total / max(1, best.total), 4),
    }
