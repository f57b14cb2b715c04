"""Ringing a worker's doorbell: after commit, once, briefly, and never at a person's expense.

The row that was committed is the queue and the timetable's sweeps read it, so a lost ring costs seconds, nothing else.
A broker that is down, full or frozen may therefore never fail a request or hold it for longer than two seconds.
"""

import logging
import time
from collections import Counter
from functools import lru_cache, partial
from typing import Any

from celery import Task, current_app
from celery.utils import uuid
from django.db import transaction
from kombu.pools import producers

log = logging.getLogger(__name__)

# One attempt, two bounded waits at most (for the connection, for the answer). Kombu's own default is to try again for
# four seconds, and the worker's transport options allow five for a single answer.
ONCE_AND_BRIEFLY = {"socket_timeout": 1, "socket_connect_timeout": 1, "max_retries": 0}

# After a miss the bell rests: a request that rings three times must not wait three times, and the sweeps are awake.
REST_SECONDS = 5.0
_rests_until = 0.0

# How often a ring was lost in this process, by the task's name.
missed: Counter[str] = Counter()


def ring(task: "Task[..., Any]", **ids: int | str) -> None:
    """Asks a worker to run `task(**ids)` once this transaction is committed. Never raises and hardly waits."""
    transaction.on_commit(partial(_ring, task, ids))


def _ring(task: "Task[..., Any]", ids: dict[str, int | str]) -> None:
    global _rests_until
    if time.monotonic() < _rests_until:
        missed[task.name] += 1
        return
    try:
        _publish(task, ids)
    except Exception as error:  # whatever the broker does, the request that rang has done its work
        _rests_until = time.monotonic() + REST_SECONDS
        missed[task.name] += 1
        log.warning("The doorbell of %s did not ring: %s", task.name, type(error).__name__)


def _publish(task: "Task[..., Any]", ids: dict[str, int | str]) -> None:
    """Hands the message to the broker or raises, within two seconds.

    The message is Celery's own; routes, results, events and further attempts, which a doorbell has none of, are not
    looked for, nor are its ids written out for logs. That halves what a ring costs.
    """
    ringers, queue = _way(current_app.conf.broker_write_url)
    message = current_app.amqp.create_task_message(
        uuid(), task.name, kwargs=ids, ignore_result=True, argsrepr="", kwargsrepr=""
    )
    with ringers.acquire(block=True, timeout=1) as producer:
        producer.publish(
            message.body,
            headers=message.headers,
            routing_key=queue,
            serializer="json",
            **message.properties,
        )


@lru_cache(maxsize=2)
def _way(url: str) -> tuple[Any, str]:
    """Who rings there, and in which queue; they connect when somebody rings."""
    conf = current_app.conf
    options = {**conf.broker_transport_options, **ONCE_AND_BRIEFLY}
    broker = current_app.connection_for_write(url, transport_options=options)
    return producers[broker], conf.task_default_queue
