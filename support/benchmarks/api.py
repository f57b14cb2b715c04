"""What programs ask for most, beside the page that shows the same to a browser, through the web as the service runs it.

The client runs on the same machine and takes processor time from the web as well.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median_low
from urllib.parse import urlencode
from uuid import uuid4

from accounts.clock import database_now
from support.benchmarks import load, serving, talkers
from support.benchmarks.hosting import Hosting
from support.benchmarks.load import Ask, Asking, Taken
from support.benchmarks.measure import percentile
from support.benchmarks.report import Findings, Row, Table
from support.benchmarks.talkers import SLUG, Talker
from support.benchmarks.wanted import Wanted

RATE = 100  # requests a second, whatever comes
REQUESTS = 200  # of each kind, steadily, at each repeat; then:
SECONDS = 1.0  # as fast as it goes
PAIRS = 100  # so many that nobody asks more often than somebody may
GOAL_MS = 100
PROGRAM, BROWSER = "API", "page"
NOTE = (
    f"Milliseconds by the clock at {RATE} requests a second, each from the moment at which it was due (open loop); "
    f"then requests a second of {load.READERS} readers who ask again as soon as they are answered (closed loop). The "
    f"client is on the same machine as {serving.WEB}; {PAIRS} pairs talk, each side "
    "with a session and a key. The middle of several measurements. `say` sends an Idempotency-Key; its page takes a "
    "form and leads on, and what a browser then fetches does not count."
)

Words = Callable[[Talker], Ask]


@dataclass(frozen=True, slots=True)
class Pair:
    """Something that a program and a browser ask for."""

    name: str
    program: Words
    browser: Words

    def ways(self) -> dict[str, Words]:
        return {PROGRAM: self.program, BROWSER: self.browser}


def run(wanted: Wanted, findings: Findings, hosting: Hosting) -> None:
    """Each pair, and all of them mixed; `--sizes`: how many requests of each kind come steadily."""
    requests = wanted.sizes[0] if wanted.sizes else REQUESTS
    people = talkers.pairs(PAIRS, now=database_now())
    port = serving.free_port()
    web = hosting.script("web", "gunicorn", *serving.gunicorn(port))
    serving.answers(port)
    try:
        rows = [
            row for pair in PAIRS_ASKED for row in _measured(port, pair, people, requests, wanted.repeats)
        ]
    finally:
        web.stop()
    findings.tables.append(Table("api", "The API beside the pages", rows, NOTE))
    *kinds, mixed = (row for row in rows if row["way"] == PROGRAM)
    slowest = max(kinds, key=lambda row: row["p95_ms"])
    for row, which in ((mixed, mixed["asked_for"]), (slowest, f"{slowest['asked_for']}, the slowest")):
        what = f"p95 in ms at {RATE} requests a second, {which}"
        findings.at_most("G7", what, round(row["p95_ms"], 1), GOAL_MS)


def _measured(port: int, pair: Pair, people: Sequence[Talker], requests: int, repeats: int) -> list[Row]:
    """A row for each way. They take turns, so that what else the machine does meets both."""
    taken: dict[str, list[tuple[Taken, Taken]]] = {way: [] for way in pair.ways()}
    for _ in range(repeats):
        for way, words in pair.ways().items():
            asked = asking(words, people)
            load.in_turn(port, asked, seconds=SECONDS / 10)  # warm
            steady = load.steadily(port, asked, requests=requests, rate=RATE)
            taken[way].append((steady, load.in_turn(port, asked, seconds=SECONDS)))
    page = _figures(taken[BROWSER])
    return [_row(pair.name, way, _figures(each), page) for way, each in taken.items()]


def asking(words: Words, people: Sequence[Talker]) -> Asking:
    """These words of each of them in turn."""
    return lambda number: words(people[number % len(people)])


def _figures(taken: Sequence[tuple[Taken, Taken]]) -> Row:
    p50, p95 = (
        median_low(percentile(steady.seconds, percent) * 1000 for steady, _ in taken) for percent in (50, 95)
    )
    a_second = median_low(turns.a_second for _, turns in taken)
    return {"p50_ms": p50, "p95_ms": p95, "a_second": a_second, "bytes": taken[-1][0].size}


def _row(name: str, way: str, figures: Row, page: Row) -> Row:
    times = {
        f"{key.removesuffix('_ms')}_times": round(figures[key] / page[key], 2)
        for key in ("p50_ms", "p95_ms", "a_second")
    }
    return {"asked_for": name, "way": way} | figures | times


def _reads(address: str) -> Words:
    """A program's GET below /api/v1/."""
    return lambda who: Ask(f"/api/v1/{address.format(match=who.match)}", who.program)


def _shows(address: str) -> Words:
    return lambda who: Ask(address.format(match=who.match), who.browser)


def _says(who: Talker) -> Ask:
    headers = who.program | {"Content-Type": "application/json", "Idempotency-Key": str(uuid4())}
    body = json.dumps({"words": talkers.WORDS})
    return Ask(f"/api/v1/conversations/{who.match}/messages/", headers, body, 201)


def _types(who: Talker) -> Ask:
    headers = who.browser | {"Content-Type": "application/x-www-form-urlencoded"}
    form = {"words": talkers.WORDS, "form_key": str(uuid4()), "csrfmiddlewaretoken": who.form}
    return Ask(f"/matches/{who.match}/conversation/", headers, urlencode(form), 302)


def _one_after_the_other(words: Sequence[Words]) -> Words:
    """All of these, each as often as the others."""
    turns = {"next": 0}

    def ask(who: Talker) -> Ask:
        turns["next"] += 1
        return words[turns["next"] % len(words)](who)

    return ask


READ = (
    Pair("health", _reads("health/"), _shows("/healthz")),
    Pair("topics", _reads(f"communities/{SLUG}/topics/"), _shows(f"/c/{SLUG}/offer/")),
    Pair("needs", _reads("needs/"), _shows("/home/")),
    Pair("matches", _reads("matches/"), _shows("/conversations/")),
    Pair("messages", _reads("conversations/{match}/messages/"), _shows("/matches/{match}/conversation/")),
)
SAY = Pair("say", _says, _types)
MIXED = Pair(
    "all of these",
    _one_after_the_other([pair.program for pair in (*READ, SAY)]),
    _one_after_the_other([pair.browser for pair in (*READ, SAY)]),
)
PAIRS_ASKED = (*READ, SAY, MIXED)
