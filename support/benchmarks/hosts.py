"""Rounds of several communities on one and on two worker hosts, each held to half a core: does a second host help?

A host is a Celery worker that is stopped and let go on every few milliseconds, the two in opposite halves, so that
each can use half a core at most. PostgreSQL is not held.
"""

import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from typing import Any

from accounts.clock import database_now
from matching.tasks import match_community
from support.benchmarks import filling, plain
from support.benchmarks.filling import Filled
from support.benchmarks.hosting import Host, Hosting
from support.benchmarks.report import Findings, Row, Table
from support.benchmarks.wanted import Wanted

COMMUNITIES, NEEDS = 8, 80
OFFERS = 2.5  # for each need
HALF = 0.02  # seconds in which one host is held and the other is not
PATIENCE = 120.0
QUEUES = ("one", "two")  # the first host takes from both, the second from the second only

FINISHED = """
SELECT count(DISTINCT community_id) FROM matching_round
WHERE community_id = ANY(%(communities)s) AND finished_at IS NOT NULL
"""
AT_REST = """
SELECT count(*) = 0 FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND (state <> 'idle' OR state_change > now() - interval '300 milliseconds')
"""
NOTE = (
    "Seconds by the clock until every community's round is held, each repeat by one host and then by two. A host is a "
    f"Celery worker of one process, stopped for {HALF * 1000:.0f} of every {HALF * 2000:.0f} milliseconds."
)


def run(wanted: Wanted, findings: Findings, hosting: Hosting) -> None:
    """The same backlog again and again: eight small communities, smaller still where the sizes are."""
    needs = min(NEEDS, min(wanted.offers()) // 50)
    with plain.connect() as bare:
        filled = [
            filling.community(bare, needs=needs, offers=round(needs * OFFERS), seed=nth, now=database_now())
            for nth in range(COMMUNITIES)
        ]
        filling.tidy(bare)
        hosts = [
            hosting.worker("host-1", "--pool=solo", f"--queues={','.join(QUEUES)}"),
            hosting.worker("host-2", "--pool=solo", f"--queues={QUEUES[1]}"),
        ]
        taken: dict[str, list[float]] = {queue: [] for queue in QUEUES}
        with _held(hosts):
            for _ in range(wanted.repeats + 1):  # the first finds everything cold
                for queue in QUEUES:
                    taken[queue].append(_cleared(bare, filled, queue))
        for host in hosts:
            host.stop()
    rows = [_row(queue, needs, seconds[1:], taken["one"][1:]) for queue, seconds in taken.items()]
    findings.tables.append(Table("hosts", "The same backlog on one host and on two", rows, NOTE))
    findings.at_least("G9", "speed of two hosts as a multiple of one", rows[1]["speed_times"], 1.7)


def _cleared(bare: plain.Plain, filled: Sequence[Filled], queue: str) -> float:
    """Seconds until all rounds are held; afterwards everything is as before."""
    communities = [each.community for each in filled]
    begun = time.perf_counter()
    for community in communities:
        match_community.apply_async(kwargs={"community_id": community}, queue=queue)
    _wait_for(bare, FINISHED, {"communities": communities}, len(communities))
    seconds = time.perf_counter() - begun
    _wait_for(bare, AT_REST, {}, True)
    filling.as_before(bare, communities)
    return seconds


def _wait_for(bare: plain.Plain, query: str, given: dict[str, Any], wanted: object) -> None:
    """Raises TimeoutError."""
    until = time.monotonic() + PATIENCE
    while bare.execute(query, given).fetchone() != (wanted,):
        if time.monotonic() > until:
            raise TimeoutError(f"The hosts were not done within {PATIENCE:.0f} s.")
        time.sleep(0.01)


@contextmanager
def _held(hosts: Sequence[Host]) -> Iterator[None]:
    """Lets the hosts run in turns, each half of the time, until the block is over."""
    over = threading.Event()
    turns = threading.Thread(target=_take_turns, args=(hosts, over), daemon=True)
    turns.start()
    try:
        yield
    finally:
        over.set()
        turns.join()


def _take_turns(hosts: Sequence[Host], over: threading.Event) -> None:
    turn = 0
    while not over.wait(HALF):
        turn += 1
        for nth, host in enumerate(hosts):
            _signal(host, signal.SIGCONT if nth == turn % len(hosts) else signal.SIGSTOP)
    for host in hosts:
        _signal(host, signal.SIGCONT)


def _signal(host: Host, number: signal.Signals) -> None:
    if host.process.poll() is None:
        os.kill(host.process.pid, number)


def _row(queue: str, needs: int, seconds: list[float], of_one: list[float]) -> Row:
    return {
        "hosts": 1 + QUEUES.index(queue),
        "communities": COMMUNITIES,
        "needs": COMMUNITIES * needs,
        "seconds": round(median(seconds), 2),
        "speed_times": round(median(of_one) / median(seconds), 2),
    }
