"""The API says of itself what it is: every address is described, and what is shown as an example would be taken."""

import re
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from drf_spectacular.validation import validate_schema
from jsonschema import (  # type: ignore[import-untyped]
    Draft202012Validator,
    FormatChecker,
)

from support.scopes import Scope
from tests.support.api.described import Operation, operations, schema

ALL = list(operations())
# What needs no key is named here, so that nothing is opened by mistake.
OPEN = {
    "GET /api/v1/",
    "GET /api/v1/health/",
    "GET /api/v1/version/",
    "GET /api/v1/problems/",
    "GET /api/v1/crisis/",
    "GET /api/v1/communities/",
    "GET /api/v1/communities/{community}/",
    "GET /api/v1/communities/{community}/topics/",
    "POST /api/v1/communities/{community}/topics/suggestions/",
    "POST /api/v1/invitation/",  # by its secret
}
# For whoever is signed in, with whatever key.
SIGNED_IN = {"POST /api/v1/undo/"}  # by the key of what was done


def test_the_description_is_openapi() -> None:
    validate_schema(schema())  # type: ignore[no-untyped-call]
    assert schema()["openapi"].startswith("3.1")


def test_nothing_in_it_is_guessed() -> None:
    call_command("spectacular", "--fail-on-warn", "--file", "/dev/null")


def test_everybody_may_read_it(db: None) -> None:
    told = Client().get("/api/v1/schema/")
    assert (told.status_code, told.json()["paths"].keys()) == (200, schema()["paths"].keys())


def test_every_operation_is_described_and_nothing_else() -> None:
    said = {f"{verb.upper()} {path}" for path, verbs in schema()["paths"].items() for verb in verbs}
    assert said == {str(operation) for operation in ALL}


def test_every_operation_says_what_it_does_under_a_name_of_its_own() -> None:
    assert [str(one) for one in ALL if not one.described.get("summary")] == []
    names = [one.described["operationId"] for one in ALL]
    assert len(names) == len(set(names))


def test_who_may_is_said_of_every_operation() -> None:
    assert {str(one) for one in ALL if one.who == "open"} == OPEN
    assert {str(one) for one in ALL if one.who == "signed_in"} == SIGNED_IN
    assert {one.who for one in ALL} <= {"open", "signed_in", *Scope}
    assert [str(one) for one in ALL if one.who == "open" and one.described.get("security")] == []


def test_what_a_caller_may_meet_is_said_of_every_operation() -> None:
    """406 for an Accept that we have not, 401 for a key that is none, and what the headers that we honour lead to."""
    always = {"401", "404", "406", "422", "429", "503"}
    for one in ALL:
        reading = one.verb == "get"
        wanted = always | ({"304"} if reading else {"412", "413", "415"})
        assert wanted <= one.described["responses"].keys(), str(one)
        taken = {each["name"] for each in one.described["parameters"]}
        assert ("If-None-Match" if reading else "If-Match") in taken, str(one)


@pytest.mark.parametrize("one", ALL, ids=str)
def test_what_is_shown_as_an_example_would_be_taken_and_given(one: Operation) -> None:
    asked = one.described.get("requestBody", {}).get("content", {}).get("application/json")
    if asked and asked["schema"] != {"$ref": "#/components/schemas/Nothing"}:
        _holds(asked)
    good = [code for code in one.described["responses"] if code.startswith("2")]
    assert len(good) == 1
    given = one.described["responses"][good[0]].get("content", {}).get("application/json")
    if given:
        _holds(given)


def _holds(content: dict[str, Any]) -> None:
    """Each example is what its shape says, to the letter."""
    assert content.get("examples")
    shape = content["schema"] | {"components": schema()["components"]}
    checker = Draft202012Validator(shape, format_checker=FormatChecker())
    for example in content["examples"].values():
        assert [(list(wrong.path), wrong.message) for wrong in checker.iter_errors(example["value"])] == []


def test_the_pages_to_read_it_on_ask_nobody_outside(client: Client, db: None) -> None:
    for page in ("docs", "reference"):
        shown = client.get(f"/api/v1/{page}/").content.decode()
        assert re.findall(r'(?:src|href)="(?:https?:)?//[^"]*"', shown) == []
