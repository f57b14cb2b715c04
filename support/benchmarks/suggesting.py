"""How often the topics suggested from real requests hold the one that the request was filed under.

The everyday words for the topics (`matching/data/synonyms/`) were written with one half of the requests in sight; the
other half was not looked at, and is what counts. Which half a request belongs to, its title decides.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from accounts.models import Community
from matching.suggesting import suggest
from support.demo.needs import DATA, group_of, requests

TRANSLATED = DATA.with_name("translated.jsonl")
DEPTHS = (1, 3, 5)


@dataclass(frozen=True, slots=True)
class Case:
    """A request: its words, the language they are in, and the topics it was filed under."""

    words: str
    language: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of so many requests, the shares that found their topic among the first 1, 3 and 5 suggestions."""

    called: str
    cases: int
    hits: tuple[float, ...]
    group: float  # a topic of the same group among the first three
    silent: float  # nothing was suggested


def unseen(title: str) -> bool:
    """Whether a request belongs to the half that nobody looked at."""
    return sha256(title.encode()).digest()[0] % 2 == 1


def written_from() -> list[Case]:
    return [Case(f"{title}. {text}", "en", homes) for title, text, homes in requests() if not unseen(title)]


def measured_on() -> list[Case]:
    return [Case(f"{title}. {text}", "en", homes) for title, text, homes in requests() if unseen(title)]


def translated(language: str, path: Path = TRANSLATED) -> Iterator[Case]:
    """The titles of some unseen requests, put into another language by us; in English as they are."""
    homes = {title: filed for title, _text, filed in requests()}
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        yield Case(entry.get(language, entry["title"]), language, homes[entry["title"]])


def measure(called: str, cases: Iterable[Case]) -> Figures:
    """Suggests topics for each request, as the page would in its language."""
    cases = list(cases)
    found = [(case, _suggested(case)) for case in cases]
    hits = tuple(
        _share([bool({*slugs[:depth]} & {*case.topics}) for case, slugs in found]) for depth in DEPTHS
    )
    groups = [bool(_groups(slugs[:3]) & _groups(case.topics)) for case, slugs in found]
    return Figures(called, len(cases), hits, _share(groups), _share([not slugs for _case, slugs in found]))


def always_the_most_frequent() -> Figures:
    """What it is worth to suggest the same topics to everybody: those that the other half is most about."""
    counts: dict[str, int] = {}
    for case in written_from():
        for slug in case.topics:
            counts[slug] = counts.get(slug, 0) + 1
    usual = sorted(counts, key=lambda slug: -counts[slug])
    unseen_half = measured_on()
    hits = tuple(
        _share([bool({*usual[:depth]} & {*case.topics}) for case in unseen_half]) for depth in DEPTHS
    )
    groups = _share([bool(_groups(usual[:3]) & _groups(case.topics)) for case in unseen_half])
    return Figures("the same five for everybody", len(unseen_half), hits, groups, 0.0)


def _suggested(case: Case) -> list[str]:
    place = Community(languages=[case.language])
    return [topic.slug for topic in suggest(words=case.words, language=case.language, community=place)]


def _groups(slugs: Iterable[str]) -> set[str]:
    return {group_of(slug) for slug in slugs}


def _share(kept: list[bool]) -> float:
    return sum(kept) / len(kept) if kept else 0.0


def all_figures() -> list[Figures]:
    """Everything that the page of docs tells."""
    return [
        measure("English, unseen half", measured_on()),
        measure("English, the half that the words were written from", written_from()),
        always_the_most_frequent(),
        *(measure(f"{name}, titles", translated(code)) for code, name in LANGUAGES.items()),
    ]


LANGUAGES = {"en": "English", "es": "Spanish", "fr": "French", "ar": "Arabic"}
