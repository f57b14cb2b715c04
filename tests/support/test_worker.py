"""A worker keeps its connection to the database from one task to the next, but not one that a task left in disorder."""

from types import SimpleNamespace

import pytest
from celery.fixups.django import DjangoFixup
from celery.states import FAILURE, SUCCESS
from django.db import OperationalError, connection

from accounts.clock import database_now
from matching import pasts
from support import first
from support.celery import _look_after_connections, app


def carried_out(state: str) -> None:
    """What happens around a task in a worker, without the task."""
    celery, task = DjangoFixup(app).worker_fixup, SimpleNamespace(request=SimpleNamespace(is_eager=False))
    celery.on_task_prerun(task)
    _look_after_connections()
    database_now()
    celery.on_task_postrun(task)
    _look_after_connections(state=state)


def backend() -> int:
    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


@pytest.mark.django_db(transaction=True)
def test_a_task_finds_the_connection_of_the_one_before() -> None:
    first = backend()
    carried_out(SUCCESS)
    assert backend() == first


@pytest.mark.django_db(transaction=True)
def test_what_a_task_held_that_went_wrong_is_let_go_of() -> None:
    first = backend()
    carried_out(FAILURE)
    assert backend() != first


@pytest.mark.django_db(transaction=True)
def test_a_database_that_was_away_is_noticed_by_the_next_task() -> None:
    first = backend()
    carried_out(SUCCESS)
    connection.connection.close()
    carried_out(SUCCESS)
    assert backend() != first


def test_a_worker_begins_though_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody_answers() -> None:
        raise OperationalError

    monkeypatch.setattr(pasts, "strange_zones", nobody_answers)
    first.ask()
