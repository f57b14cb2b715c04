"""A program that somebody else wrote: a Python client is made from the description, and goes the whole way with it."""

import importlib
import json
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest
from django.core.handlers.wsgi import WSGIHandler
from drf_spectacular.renderers import OpenApiJsonRenderer
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType

from accounts.guides import Guide, note_read
from accounts.models import Member
from matching.models import Need, Offer
from support import checkins
from tests.support.api.conftest import Program
from tests.support.api.described import schema
from tests.support.api.fuzzing import in_one_transaction, key_of
from tests.support.api.test_common import NEED
from tests.support.web.conftest import Clock, Propose

# The nouns of the journey: a client for all of them takes longer to make, and is made with `-m load`.
NOUNS = {"hours", "needs", "offers", "matches", "conversations", "messages", "meetings", "checkins", "thanks"}


def made(folder: Path, nouns: set[str] | None) -> list[str]:
    """Makes the client, and says what could not be made."""
    told = json.loads(OpenApiJsonRenderer().render(schema(), renderer_context={}))
    if nouns is not None:
        told["paths"] = {
            path: verbs
            for path, verbs in told["paths"].items()
            if all(nouns.intersection(said["tags"]) for said in verbs.values())
        }
        told["components"]["schemas"] = _needed(told)
    source = folder / "schema.json"
    source.write_text(json.dumps(told))
    config = Config.from_sources(
        ConfigFile(post_hooks=[]), MetaType.NONE, source, "utf-8", True, folder / "generated_client"
    )
    return [f"{one.header} {one.detail}" for one in generate(config=config)]


def _needed(told: dict[str, Any]) -> dict[str, Any]:
    """The shapes that these addresses speak of, and those that these speak of."""
    shapes, found, text = told["components"]["schemas"], set[str](), json.dumps(told["paths"])
    while new := {name for name in shapes if f'schemas/{name}"' in text} - found:
        found |= new
        text = json.dumps([shapes[name] for name in sorted(new)])
    return {name: shapes[name] for name in found}


class Phone:
    """Somebody's generated client."""

    def __init__(self, headers: dict[str, str]) -> None:
        package = importlib.import_module("generated_client")
        self.client = package.AuthenticatedClient(
            base_url="http://testserver",
            token=headers["Authorization"].removeprefix("Bearer "),
            raise_on_unexpected_status=True,
            httpx_args={"transport": httpx.WSGITransport(app=WSGIHandler())},
        )

    def __call__(self, operation: str, *address: Any, body: Any = None, status: int = 200) -> Any:
        """Asks by the operation's own function; what is sent and what is answered have the client's own shapes."""
        [file] = Path(importlib.import_module("generated_client").__path__[0]).glob(f"api/*/{operation}.py")
        module = importlib.import_module(f"generated_client.api.{file.parent.name}.{operation}")
        sent = {}
        if body is not None:
            shape = module.sync_detailed.__annotations__["body"]
            sent["body"] = (get_args(shape) or [shape])[0].from_dict(body)
        answer = module.sync_detailed(*address, client=self.client, **sent)
        assert answer.status_code == status, answer.content
        return answer.parsed if answer.parsed is not None else answer.content


@pytest.fixture
def client_code(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    assert made(tmp_path, NOUNS) == []
    monkeypatch.syspath_prepend(tmp_path)
    with in_one_transaction():
        yield
    for name in [name for name in sys.modules if name.split(".")[0] == "generated_client"]:
        del sys.modules[name]


def test_two_people_find_each_other_talk_and_meet_by_a_generated_client(
    client_code: None,
    program: Program,
    maya: Member,
    omar: Member,
    put: Propose,
    wall_clock: Clock,
    now: datetime,
) -> None:
    mine, theirs = Phone(key_of(program(maya))), Phone(key_of(program(omar)))
    free = [{"weekday": day, "start": "18:00", "end": "21:00"} for day in range(7)]
    assert len(mine("put_my_hours", body={"hours": free}).hours) == 7
    need = mine("post_community_needs", "riverside", body=NEED, status=201)
    note_read(omar, Guide.LISTENING, now=now)
    offer = theirs(
        "post_community_offers",
        "riverside",
        body={
            "topics": ["losing-somebody"],
            "kinds": ["listening"],
            "formats": ["chat"],
            "languages": ["en"],
        },
        status=201,
    )
    put(Need.objects.get(uid=need.id), Offer.objects.get(uid=offer.id))
    for phone in (theirs, mine):
        [asked] = phone("get_matches").items
        seen = phone("get_one_match", asked.id).seen.to_dict()
        phone("post_match_answer", asked.id, body={"answer": "yes", "seen": seen})
    [talk] = mine("get_conversations").items
    mine("post_messages", talk.id, body={"words": "Hello."}, status=201)
    theirs("post_messages", talk.id, body={"words": "Hello to you."}, status=201)
    assert [said.words for said in mine("get_messages", talk.id).items][:1] == ["Hello to you."]
    hour = mine("get_meeting_hours", talk.id).items[0]
    suggested = {"begins_at": hour.begins_at.isoformat()}
    mine("post_conversation_meeting", talk.id, body=suggested, status=201)
    theirs("post_meeting_answer", talk.id, body=suggested | {"answer": "yes"})
    assert "BEGIN:VEVENT" in mine("get_meeting_entry", talk.id)
    wall_clock.now = now + timedelta(days=3, hours=1)
    checkins.sweep(now=wall_clock.now)
    assert mine("get_conversation_check_in", talk.id).asked.day == 3
    assert mine("post_conversation_check_in", talk.id, body={"helped": "yes"}).said.helped == "yes"
    mine("post_conversation_thanks", talk.id, body={"words": "You were there."}, status=201)
    [word] = theirs("get_conversation_thanks", talk.id).items
    assert (word.whose, word.words) == ("theirs", "You were there.")


@pytest.mark.load
def test_a_client_can_be_made_for_every_operation(tmp_path: Path) -> None:
    assert [wrong for wrong in made(tmp_path, None) if "application/zip" not in wrong] == []
