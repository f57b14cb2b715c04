"""From a post until both are told: through a real worker, beside the shortest chain that one could write."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from statistics import median
from typing import Any

import redis
from celery import current_app
from django.conf import settings

from accounts.clock import database_now
from accounts.models import Area, Community
from accounts.rows import batched
from matching import candidates, needs, policy, tables, topics
from matching.engine.gather import gather
from matching.models import Format, Need
from support import first
from support.benchmarks import chain, filling, plain
from support.benchmarks.candidates import facts_of
from support.benchmarks.filling import Filled
from support.benchmarks.hosting import Hosting
from support.benchmarks.measure import percentile
from support.benchmarks.report import Findings, Row, Table
from support.benchmarks.wanted import Wanted

POSTS = 100  # by each way, for each repeat: a p99 is to be more than the one post that was slowest
WARM = 20  # before these: each of the worker's processes has made its plans by then
MOST_OFFERS = 100_000
AT_FIRST, PATIENCE = 60.0, 2.0  # seconds: while a worker starts, and then
LIKELY = 20  # of so many candidates the rules permit some

CLOSE = """
UPDATE matching_need SET state = 'closed', closed_because = 'withdrawn', closed_at = now()
WHERE community_id = %(community)s
"""
LETTERS = "SELECT 1 FROM accounts_delivery WHERE state IN ('waiting', 'sending') AND due_at <= now() LIMIT 1"
# Whoever listens hears of a notification when it is committed, by whichever way it came.
TELL_US = """
CREATE FUNCTION tell_us() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('told', NEW.event);
    RETURN NULL;
END $$;
CREATE TRIGGER tell_us AFTER INSERT ON accounts_notification FOR EACH ROW EXECUTE FUNCTION tell_us();
LISTEN told;
"""
NOTE = (
    "Milliseconds by the clock, from the call that posts until what both are told is committed; the two ways take "
    "turns. A Celery worker of the service (two processes) on one side; on the other psycopg, a list in Valkey, and a "
    "process that takes the best of as many candidates as the service looks at and writes the same rows, with no "
    "rules. No HTTP on either side: what the page of a form has read before (the community, the topics) is read "
    "before, as are the facts that the bare chain is given. Only needs are posted for which the rules permit somebody; "
    f"of each {POSTS} posts p50 and p99 are taken, and of these the middle ones."
)


def run(wanted: Wanted, findings: Findings, hosting: Hosting) -> None:
    """One community for each number of offers that is small enough."""
    rows: list[Row] = []
    current_app.control.purge()  # what other parts rang for is nobody's post
    first.settle()  # as in the processes of the web
    worker = hosting.worker("worker", "--concurrency=2")
    valkey = str(settings.CACHES["default"]["LOCATION"])
    bell = redis.Redis.from_url(valkey)
    script = hosting.script("chain", chain.__name__, valkey, plain.address())
    with plain.connect() as bare, plain.connect() as ear:
        ear.execute(TELL_US)
        for offers in wanted.offers():
            if offers <= MOST_OFFERS:
                rows += _measured(bare, ear, bell, offers, wanted.repeats)
    script.stop()
    worker.stop()
    if not rows:
        findings.notes.append("Nothing was posted: too few or too many offers.")
        return
    findings.tables.append(Table("post", "From a post until both are told", rows, NOTE))
    for ours in rows[::2]:
        at = f"{ours['offers']:,} offers"
        findings.at_most("G2", f"p50 as a multiple of the bare chain, {at}", ours["p50_times"], 2.5)
        findings.at_most("G2", f"p99 as a multiple of the bare chain, {at}", ours["p99_times"], 2.0)


def _measured(
    bare: plain.Plain, ear: plain.Plain, bell: "redis.Redis", offers: int, repeats: int
) -> list[Row]:
    """Two communities alike, so that no round of the service looks at what the bare chain posted."""
    served, chained = (alike(bare, offers, WARM + POSTS * repeats) for _ in range(2))
    messages = {need.pk: _message(need) for need in chained}
    post_ours, post_bare = posting(served), chain.posting(bare, bell, messages)
    taken: dict[str, list[float | None]] = {"service": [], "bare chain": []}
    for nth, (ours, theirs) in enumerate(zip(served, chained, strict=True)):
        patience = PATIENCE if nth else AT_FIRST
        for way, post, like in (("service", post_ours, ours), ("bare chain", post_bare, theirs)):
            taken[way].append(until_told(ear, post, like, patience))
            _until_quiet(bare)
    told = {way: [_told(some) for some in batched(each[WARM:], POSTS)] for way, each in taken.items()}
    if not all(all(repeats) and repeats for repeats in told.values()):
        return []
    return [_row(offers, way, repeats, told["bare chain"]) for way, repeats in told.items()]


def _told(posts: Iterable[float | None]) -> list[float]:
    return [ms for ms in posts if ms is not None]


def alike(bare: plain.Plain, offers: int, posts: int) -> list[Need]:
    """Needs of a new community like which others can be posted; they are closed themselves."""
    filled = filling.community(bare, needs=6 * posts, offers=offers, seed=offers, now=database_now())
    filling.tidy(bare)
    likely = list(islice(_likely(filled), posts))
    bare.execute(CLOSE, {"community": filled.community})
    return likely


def _likely(filled: Filled) -> Iterator[Need]:
    """Needs for which the rules permit somebody: after a post that nobody can serve, everything rests for a while."""
    weights, now = policy.weights_of(filled.community), database_now()
    for need in Need.objects.filter(pk__in=filled.needs).select_related("member").order_by("pk"):
        near = [pair.offer for pair in candidates.near([need.pk], now=now, limit=LIKELY)]
        read = tables.load(community_id=filled.community, needs=[need.pk], offers=near, now=now)
        if len(near) == LIKELY and len(gather(read, weights=weights).need):
            yield need


def until_told(ear: plain.Plain, post: Callable[[Need], int], like: Need, patience: float) -> float | None:
    """Milliseconds; None where nobody was found."""
    begun = time.perf_counter()
    event = f"need:{post(like)}:searching"
    for heard in ear.notifies(timeout=patience):
        if heard.payload == event:
            return (time.perf_counter() - begun) * 1000
    return None


def _until_quiet(bare: plain.Plain) -> None:
    """Waits until the letters of the last post are carried out: nobody else's post is to pay for them."""
    until = time.monotonic() + PATIENCE
    while bare.execute(LETTERS).fetchone() and time.monotonic() < until:
        time.sleep(0.01)


def posting(alike: Sequence[Need]) -> Callable[[Need], int]:
    """Posts a need like the given one, as a page does; what its form has read before is read before."""
    communities = Community.objects.in_bulk({need.community_id for need in alike})
    somewhere = {id: Area.objects.create(community=place, name="North") for id, place in communities.items()}
    topics_of = {need.pk: list(need.topics.all()) for need in alike}

    def post(like: Need) -> int:
        return needs.post(
            member=like.member,
            community=communities[like.community_id],
            now=database_now(),
            topics=topics_of[like.pk],
            headline="Somebody who knows the first year",
            words="My father died in March and everyone has moved on but me.",
            kind=like.kind,
            formats=like.formats,
            languages=like.languages,
            area=somewhere[like.community_id] if Format.IN_PERSON in like.formats else None,
        ).pk

    return post


def _message(like: Need) -> str:
    """What the bare chain's second half has to know."""
    facts: dict[str, Any] = facts_of(like, topics.reaches(), database_now())
    return json.dumps(facts | {"until": facts["until"].isoformat()})


def _row(offers: int, way: str, repeats: list[list[float]], bare: list[list[float]]) -> Row:
    row: Row = {"offers": offers, "way": way, "told": sum(map(len, repeats))}
    middle = {percent: _middle(repeats, percent) for percent in (50, 99)}
    row |= {f"p{percent}_ms": round(ms, 2) for percent, ms in middle.items()}
    return row | {
        f"p{percent}_times": round(ms / _middle(bare, percent), 2) for percent, ms in middle.items()
    }


def _middle(repeats: list[list[float]], percent: int) -> float:
    return median(percentile(each, percent) for each in repeats)
