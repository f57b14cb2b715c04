"""The API as it describes itself, and as its urlconf has it: what the tests of every address start from."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver
from drf_spectacular.generators import SchemaGenerator

from support.api import urls

PART = re.compile(r"<\w+:(\w+)>")
NAMED = re.compile(r"{(\w+)}")
MODERATION = "/moderation/"
VERBS = ("get", "post", "put", "patch", "delete")
# The description, its pages, and the rest.
ABOUT_ITSELF = {"schema", "docs", "docs_part", "reference", "no_such_address"}


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    name: str  # of the route
    path: str  # as the description writes it
    verb: str
    view: Any
    described: dict[str, Any]

    @property
    def method(self) -> Any:
        return getattr(self.view, self.verb)

    @property
    def who(self) -> str:
        return str(self.method.who)

    @property
    def at_the_desk(self) -> bool:
        return MODERATION in self.path

    @property
    def ids(self) -> list[str]:
        """The parts of the address that name a row."""
        parts = (part for part in self.described.get("parameters", []) if part["in"] == "path")
        named = {part["name"] for part in parts if part["schema"].get("format") == "uuid"}
        return [name for name in NAMED.findall(self.path) if name in named]

    def noun_of(self, name: str) -> str:
        """What stands before this id, and before those that come before it: `needs`, `conversations messages`."""
        nouns = ["desk"] if self.at_the_desk else []
        for one in self.ids[: self.ids.index(name) + 1]:
            before = self.path.partition(f"/{{{one}}}")[0].split("/")
            nouns.append(next(part for part in reversed(before) if part[:1] != "{"))
        return " ".join(nouns)

    def example(self) -> Any:
        """What the description shows as an example of asking."""
        content = self.described.get("requestBody", {}).get("content", {}).get("application/json", {})
        return next((example["value"] for example in content.get("examples", {}).values()), {})

    def __str__(self) -> str:
        return f"{self.verb.upper()} {self.path}"


@cache
def schema() -> dict[str, Any]:
    found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


@dataclass(frozen=True)
class Route:
    name: str
    path: str  # as the description writes it
    view: Any


def routes() -> list[Route]:
    """Every address."""
    return list(_below("/api/v1/", urls.urlpatterns))


def _below(start: str, patterns: Iterable[URLPattern | URLResolver]) -> Iterator[Route]:
    for pattern in patterns:
        path = start + PART.sub(r"{\1}", str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _below(path, pattern.url_patterns)
        else:
            yield Route(str(pattern.name), path, getattr(pattern.callback, "view_class", None))


def operations() -> Iterator[Operation]:
    """Every operation of the urlconf, with what is said of it (nothing, where it is not described)."""
    for route in routes():
        if route.name in ABOUT_ITSELF:
            continue
        said = schema()["paths"].get(route.path, {})
        for verb in VERBS:
            if hasattr(route.view, verb):
                yield Operation(route.name, route.path, verb, route.view, said.get(verb, {}))
