"""Who of Riverside posts which of the 695 real requests, and how they would like to be helped."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random

from matching import topics
from support.demo.people import Person

DATA = Path(__file__).parent / "data" / "needs.jsonl"
MOST_NEEDS_EACH = 3

# The request of the demo's seeker, under a closer topic that nobody but the demo's helper offers. The two are
# always put to each other, so that a newcomer can play both sides.
THE_SEEKERS = "How can I get away from my phone?"
THE_SEEKERS_TOPIC = "screens"

URGENCIES = {"today": 5, "this_week": 45, "whenever": 50}
FORMATS = {("chat",): 34, ("call",): 12, ("chat", "call"): 54}
KINDS = {"listening": 38, "experience": 32, "advice": 30}
KINDS_OF = {
    "paper-and-words": {"advice": 70, "practical": 30},
    "work-and-study": {"advice": 50, "listening": 25, "experience": 25},
}


@dataclass(frozen=True, slots=True)
class Asking:
    """One need before it is posted. `title` and `words` are the writer's own; `ago` is how long it waits."""

    by: Person
    title: str
    words: str
    topics: tuple[str, ...]
    kind: str
    urgency: str
    formats: tuple[str, ...]
    languages: tuple[str, ...]
    ago: timedelta


def pick(rng: Random, weighted: dict[str, int]) -> str:
    return rng.choices(list(weighted), list(weighted.values()))[0]


@cache
def _groups() -> dict[str, str]:
    return {node.slug: node.parent or node.slug for node in topics.tree()}


def group_of(slug: str) -> str:
    """The slug of the group that a topic of the tree belongs to."""
    return _groups()[slug]


def requests(path: Path = DATA) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The real requests: title, text (the title where there is none), topics at home in our tree."""
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        homes = tuple(dict.fromkeys(topics.home_of(slug) for slug in entry["topics"]))
        yield entry["title"], entry["text"] or entry["title"], homes


def demand() -> dict[str, int]:
    """How many of the requests are about each topic."""
    counts: dict[str, int] = {}
    for _, _, homes in requests():
        for slug in homes:
            counts[slug] = counts.get(slug, 0) + 1
    return counts


def asked(rng: Random, people: list[Person]) -> list[Asking]:
    """All requests, each in the hands of somebody who speaks its language, English."""
    seeker = next(person for person in people if person.role == "seeker")
    writers = _writers(rng, [person for person in people if person.role == "member"])
    return [
        _the_seekers(seeker, title, words)
        if title == THE_SEEKERS
        else _asking(next(writers), title, words, homes, rng)
        for title, words, homes in requests()
    ]


def _writers(rng: Random, people: list[Person]) -> Iterator[Person]:
    """English speakers in a mixed order, nobody more than `MOST_NEEDS_EACH` times."""
    turns = [person for person in people if "en" in person.languages for _ in range(MOST_NEEDS_EACH)]
    rng.shuffle(turns)
    return iter(turns)


def _asking(by: Person, title: str, words: str, homes: tuple[str, ...], rng: Random) -> Asking:
    urgency = pick(rng, URGENCIES)
    return Asking(
        by=by,
        title=title,
        words=words,
        topics=homes,
        kind=pick(rng, KINDS_OF.get(group_of(homes[0]), KINDS)),
        urgency=urgency,
        formats=rng.choices(list(FORMATS), list(FORMATS.values()))[0],
        languages=by.languages if rng.random() < 0.4 else ("en",),
        ago=_waited(urgency, by, rng),
    )


def _waited(urgency: str, by: Person, rng: Random) -> timedelta:
    """Urgent needs are fresh, others have waited for up to three weeks; nobody asked before they came."""
    longest = {"today": 90, "this_week": 3 * 24 * 60, "whenever": 21 * 24 * 60}[urgency]
    return timedelta(minutes=rng.randint(1, min(longest, (by.days_here - 1) * 24 * 60)))


def _the_seekers(by: Person, title: str, words: str) -> Asking:
    return Asking(
        by=by,
        title=title,
        words=words,
        topics=(THE_SEEKERS_TOPIC,),
        kind="experience",
        urgency="this_week",
        formats=("chat", "call"),
        languages=by.languages,
        ago=timedelta(minutes=20),
    )
