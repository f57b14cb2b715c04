"""Every operation for everybody, by a rule that is read from the description: a new address falls into it by itself.

Without a key it is 401; what is not theirs, and what moderators see for whoever is none here, 404; what their key was
not made for, 403; and whoever it belongs to is answered. An address with an id of something new wants a row in `World`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import Member, Standing
from support.api import limits
from support.models import Token
from support.scopes import MODERATING, Scope
from tests.support.api.conftest import Api
from tests.support.api.described import ABOUT_ITSELF, NAMED, VERBS, Operation, operations, routes
from tests.support.api.world import MODERATORS, World, world

__all__ = ["world"]
from tests.support.web.conftest import Browser

ALL = list(operations())
CLOSED = [one for one in ALL if one.who not in ("open", "signed_in")]
SIGN_IN, NOT_SO, NOTHING, ANSWERED = 401, 403, 404, 200
REFUSED = {SIGN_IN, NOT_SO, NOTHING}
WITNESSES = ("rita", "hugo", "founder")  # asked what is theirs, and nothing else
# Whoever is no member asks to be one.
JOINING = "communities/{community}/membership/"
# What comes only after weeks of people: not there for whoever may see it, either.
LATER = ("/pulse/{chart}.csv", "/pulse/calls/")


@contextmanager
def as_if() -> Iterator[None]:
    """What happens inside did not happen afterwards, so that one world serves many tries."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def send(program: Api, one: Operation, address: str, body: Any = None) -> int:
    """Asks, and undoes what it did. Whatever is answered is described."""
    with as_if():
        answer = (
            program.get(address) if one.verb == "get" else getattr(program, one.verb)(address, body or {})
        )
    assert str(answer.status_code) in one.described["responses"], (str(one), answer.content)
    return int(answer.status_code)


def expected(world: World, who: str, one: Operation) -> int:
    """What the description says that they are answered."""
    if one.who == "open":
        return ANSWERED
    if who == "nobody":
        return SIGN_IN
    if one.who == Scope.PROXY and who != "dora":
        return NOT_SO
    if one.at_the_desk or one.ids:
        return ANSWERED if who in world.owners(one) else NOTHING
    if "{community}" in one.path and not lives_here(world.members[who]) and JOINING not in one.path:
        return NOTHING
    return ANSWERED


def lives_here(member: Member) -> bool:
    return member.memberships.filter(community__slug="riverside", standing=Standing.GOOD).exists()


def wrongly_answered(world: World, who: str) -> dict[str, tuple[int, int]]:
    """Every operation that is theirs, and every one that is refused to them; only what is not as it should be."""
    wrong = {}
    for one in ALL:
        should = expected(world, who, one)
        if should == ANSWERED and one.path.endswith(LATER):
            continue
        if who not in world.owners(one) and (should == ANSWERED or who in WITNESSES):
            continue
        got = send(world.keys[who], one, world.address(one), world.body(one))
        if got in REFUSED if should == ANSWERED else got != should:
            wrong[str(one)] = (got, should)
    return wrong


def test_every_address_with_an_id_says_whose_it_is(world: World) -> None:
    nouns = {one.noun_of(name) for one in ALL for name in one.ids}
    assert nouns - world.things.keys() == set()


@pytest.mark.parametrize(
    "everybody",
    [
        ["nobody", "lena", "blocked"],
        ["maya", "omar"],
        ["founder", "nour", "dora", "rita", "hugo"],
        ["suspended", "outsider", "fellow"],
    ],
    ids=", ".join,
)
def test_everybody_is_answered_what_is_theirs_and_nothing_else(everybody: list[str], world: World) -> None:
    found = {who: wrongly_answered(world, who) for who in everybody}
    if set(MODERATORS) <= set(everybody):  # some is an owner's, some whose it was: one of the two is enough
        both = found["nour"].keys() & found["founder"].keys()
        for who in MODERATORS:
            found[who] = {
                key: wrong for key, wrong in found[who].items() if key in both or wrong[0] != NOT_SO
            }
    assert {who: wrong for who, wrong in found.items() if wrong} == {}


def test_a_key_does_nothing_that_it_was_not_made_for(world: World) -> None:
    """Each operation with a key for everything else. Nour moderates, so that nothing else is in the way."""
    every, wrong = sorted(Scope), {}
    for one in CLOSED:
        Token.objects.filter(member=world.members["nour"]).update(
            scopes=[scope for scope in every if scope != one.who]
        )
        got = send(world.keys["nour"], one, world.address(one), world.body(one))
        if got != NOT_SO:
            wrong[str(one)] = got
    assert wrong == {}


def test_a_session_moderates_only_after_its_second_step(
    world: World, browser: Browser, settings: Any
) -> None:
    settings.MODERATORS_SECOND_FACTOR = True
    page, wrong = Api(), {}
    page.client = browser(world.members["nour"])
    for one in (one for one in CLOSED if one.who in MODERATING):
        got = send(page, one, world.address(one), world.body(one))
        if got != NOT_SO:
            wrong[str(one)] = got
    assert wrong == {}


def test_an_address_takes_no_method_but_its_own(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "tries", lambda *_: 1)
    stranger, wrong = Client(), {}
    for route in (route for route in routes() if route.name not in ABOUT_ITSELF):
        parts = {name: str(uuid4()) for name in NAMED.findall(route.path)}
        for verb in (*VERBS, "trace"):
            if not hasattr(route.view, verb):
                answer = getattr(stranger, verb)(route.path.format(**parts))
                if (answer.status_code, answer.json()["code"]) != (405, "method"):
                    wrong[verb, route.path] = answer.status_code
    assert wrong == {}
