"""Schemathesis in this process: what is asked, by whom, and what was wrong about the answers."""

import copy
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

import schemathesis
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections, connection, transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis.errors import Unsatisfiable
from hypothesis.stateful import run_state_machine_as_test
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure, FailureGroup

from tests.support.api.conftest import Api
from tests.support.api.described import Operation, operations, schema
from tests.support.api.world import PARTS, World

# What is good by its shape may be refused for what it names, or for how things stand.
ALSO = ["401", "403", "404", "409", "412", "422"]
BAD = ["400", "401", "403", "404", "405", "406", "409", "412", "413", "415", "422"]
CONFIG = {
    "checks": {
        "positive_data_acceptance": {"expected-statuses": ["2xx", "3xx", *ALSO]},
        "negative_data_rejection": {"expected-statuses": BAD},
    },
    "generation": {"with-security-parameters": False},
}
settings = partial(
    hypothesis_settings,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
Wrong = dict[str, str]  # what it is, and how to ask for it


def described_about(world: World) -> dict[str, Any]:
    """The description, with the ids of what there is here as the only ones that are good."""
    told = copy.deepcopy(schema())
    for one in operations():
        for part in told["paths"][one.path][one.verb].get("parameters", []):
            if part["in"] == "path":
                part["schema"] = part["schema"] | {"enum": [_named(world, one, part["name"])]}
    return told


def _named(world: World, one: Operation, name: str) -> str:
    if name not in one.ids:
        return PARTS.get(name, "x")
    thing = world.things.get(one.noun_of(name))
    return str(thing.uid) if thing else "0b0c7f4e-35c2-4c8d-9a8e-6a3f0b9f2a11"


def loaded(world: World) -> Any:
    found = schemathesis.openapi.from_dict(
        described_about(world), config=SchemathesisConfig.from_dict(CONFIG)
    )
    found.app = served
    return found


def served(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The service; nothing is packed, which nobody here would unpack, and whoever asks comes from somewhere."""
    environ.pop("HTTP_ACCEPT_ENCODING", None)
    environ["REMOTE_ADDR"] = "127.0.0.1"
    return WSGIHandler()(environ, start_response)


@contextmanager
def in_one_transaction() -> Iterator[None]:
    """An answer would end the transaction that it stands in, and thinking of what to ask takes its time."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


def key_of(program: Api) -> dict[str, str]:
    said = program.client.defaults.get("HTTP_AUTHORIZATION")
    return {"Authorization": said} if said else {}


class Tried:
    """What was asked so far, and what was wrong."""

    def __init__(self, world: World) -> None:
        self.world, self.cases, self.wrong = world, 0, Wrong()
        self.schema = loaded(world)

    def each(self, one: Operation, who: str, *modes: GenerationMode, times: int) -> None:
        """Good or bad requests of one operation; each is undone."""
        found = self.schema[one.path][one.verb.upper()]
        for mode in modes:
            ask: Any = given(found.as_strategy(generation_mode=mode))
            ask = ask(lambda case: self.ask(case, who))
            with suppress(Unsatisfiable):  # nothing could be wrong about it
                settings(max_examples=times, phases=[Phase.generate])(ask)()

    def ask(self, case: Any, who: str) -> None:
        self.cases += 1
        if self.cases % 4:  # a mark that nobody had leads no further
            case.headers.pop("If-Match", None)
        with transaction.atomic():
            try:
                case.call_and_validate(headers=key_of(self.world.keys[who]))
            except (Failure, FailureGroup) as found:
                self.note(found, who)
            transaction.set_rollback(True)

    def along(self, who: str, *, times: int, steps: int) -> None:
        """From answer to answer: what one operation made is what the next one is asked about."""
        tried, key = self, key_of(self.world.keys[who])

        class Journey(self.schema.as_state_machine()):  # type: ignore[misc]
            def setup(self) -> None:
                self.undone: Any = transaction.atomic()
                self.undone.__enter__()

            def teardown(self) -> None:
                transaction.set_rollback(True)
                self.undone.__exit__(None, None, None)

            def before_call(self, case: Any) -> None:
                tried.cases += 1
                case.headers.pop("If-Match", None)

            def get_call_kwargs(self, case: Any) -> dict[str, Any]:
                return {"headers": key}

            def validate_response(self, response: Any, case: Any, **kwargs: Any) -> None:
                try:
                    case.validate_response(response, headers=key, recorder=self.recorder)
                except (Failure, FailureGroup) as found:
                    tried.note(found, who)

        how = settings(max_examples=times, stateful_step_count=steps, phases=[Phase.generate])
        run_state_machine_as_test(Journey, settings=how)

    def note(self, found: Failure | FailureGroup, who: str) -> None:
        for failure in found.exceptions if isinstance(found, FailureGroup) else [found]:
            self.wrong.setdefault(f"{failure.operation}: {failure.title}", f"{who}: {found}")

    def told(self) -> str:
        return "\n\n".join(f"{what}\n{how}" for what, how in self.wrong.items())
