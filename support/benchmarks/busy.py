"""Everything at once: a hundred requests a second, while needs are posted beside them and a worker matches them.

How long a post then takes until both are told, how long the requests take, and whether the processes grow.
"""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import psutil

from accounts.clock import database_now
from matching.models import Need
from support.benchmarks import api, load, plain, post, serving, talkers
from support.benchmarks.api import Words
from support.benchmarks.hosting import Host, Hosting
from support.benchmarks.load import Taken
from support.benchmarks.measure import A_MEGABYTE, percentile
from support.benchmarks.report import Findings, Row, Table
from support.benchmarks.talkers import Talker
from support.benchmarks.wanted import Wanted

REQUESTS = 6_000  # by each way: a minute
OFFERS = 1_000
MOST_POSTS, EVERY = 100, 0.5  # posts by each way; seconds between them, at least
PATIENCE = 10.0  # seconds until somebody is told
TOLD_MS, GREW = 2_000, 20  # milliseconds; megabytes
NOTE = (
    f"Milliseconds by the clock: requests from the moment at which each was due, {api.RATE} a second; posts from the "
    "call until what both are told is committed. Web, worker (two processes), database and Valkey as the service runs "
    "them, with whoever asks and whoever posts on the same machine. `API` asks for the six things of `benchmark api` "
    "in turn, `page` for their pages. Megabytes: what web and worker hold after a fifth of the time, and in the end; "
    "what several processes share is counted once (PSS). Posts for which the rules permit nobody are not counted."
)


@dataclass
class Meanwhile:
    """What was measured beside the requests."""

    told: list[float] = field(default_factory=list)  # milliseconds
    held: list[int] = field(default_factory=list)  # bytes, once a second


def run(wanted: Wanted, findings: Findings, hosting: Hosting) -> None:
    """Programs, then browsers; `--sizes`: so many requests of each (180000: half an hour)."""
    requests = wanted.sizes[0] if wanted.sizes else REQUESTS
    people = talkers.pairs(api.PAIRS, now=database_now())
    port = serving.free_port()
    worker = hosting.worker("worker", "--concurrency=2")
    web = hosting.script("web", "gunicorn", *serving.gunicorn(port))
    serving.answers(port)
    rows = []
    try:
        with plain.connect() as bare, plain.connect() as ear:
            ear.execute(post.TELL_US)
            for way, words in api.MIXED.ways().items():
                taken, beside = _measured(bare, ear, port, words, people, requests, [web, worker])
                rows.append(_row(way, taken, beside))
    finally:
        web.stop()
        worker.stop()
    findings.tables.append(Table("busy", "Posts beside a hundred requests a second", rows, NOTE))
    for row in rows:
        _goals(findings, row)


def _measured(
    bare: plain.Plain,
    ear: plain.Plain,
    port: int,
    words: Words,
    people: Sequence[Talker],
    requests: int,
    hosts: Sequence[Host],
) -> tuple[Taken, Meanwhile]:
    seconds = requests / api.RATE
    apart = max(EVERY, seconds / MOST_POSTS)
    alike = post.alike(bare, OFFERS, 1 + int(seconds / apart))
    send = post.posting(alike)
    post.until_told(ear, send, alike[0], post.AT_FIRST)  # the worker is there
    load.steadily(port, api.asking(words, people), requests=api.RATE, rate=api.RATE)  # warm
    beside = Meanwhile()
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(load.steadily, port, api.asking(words, people), requests=requests, rate=api.RATE)
        for need in _in_time(alike[1:], apart, asked):
            took = post.until_told(ear, send, need, PATIENCE)
            beside.told += [took] if took is not None else []
            beside.held.append(_held(hosts))
        taken = asked.result()
    beside.held.append(_held(hosts))
    return taken, beside


def _in_time(alike: Sequence[Need], apart: float, asked: "Future[Taken]") -> Iterator[Need]:
    """One so often, as long as the requests last."""
    begun = time.monotonic()
    for nth, need in enumerate(alike):
        time.sleep(max(0.0, begun + nth * apart - time.monotonic()))
        if asked.done():
            return
        yield need


def _held(hosts: Sequence[Host]) -> int:
    """Bytes that these and their children hold: of what they share, each its part, where this machine can tell."""
    begun = [psutil.Process(host.process.pid) for host in hosts]
    every = [process for each in begun for process in (each, *each.children(recursive=True))]
    return sum(getattr(held, "pss", held.uss) for held in (process.memory_full_info() for process in every))


def _row(way: str, taken: Taken, beside: Meanwhile) -> Row:
    begins, ends = beside.held[len(beside.held) // 5], beside.held[-1]
    return {
        "asked_by": way,
        "requests": len(taken.seconds),
        "p50_ms": percentile(taken.seconds, 50) * 1000,
        "p95_ms": percentile(taken.seconds, 95) * 1000,
        "posts": len(beside.told),
        "told_p50_ms": percentile(beside.told, 50),
        "told_p95_ms": percentile(beside.told, 95),
        "mb": begins // A_MEGABYTE,
        "mb_later": ends // A_MEGABYTE,
    }


def _goals(findings: Findings, row: Row) -> None:
    by = f"asked by {row['asked_by']}"
    grown = row["mb_later"] - row["mb"]
    findings.at_most("G2", f"p95 in ms until both are told, {by}", round(row["told_p95_ms"], 1), TOLD_MS)
    findings.at_most("G7", f"p95 in ms of the requests, {by}", round(row["p95_ms"], 1), api.GOAL_MS)
    findings.at_most("G7", f"megabytes that web and worker grew by, {by}", grown, GREW)
