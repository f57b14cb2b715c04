"""The Celery application and the whole timetable on one page.

A task is a doorbell: it carries ids only, and the database row that it points to is the queue. Whatever the broker
loses, the sweeps below find again within seconds.
"""

import os
import sys
from typing import Any

from celery import Celery, signals
from celery.states import SUCCESS
from django.db import close_old_connections, connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "support.settings")

app = Celery("support")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Celery closes its connection to the database around every task. A new one costs several times what a task does: the
# database starts a process that knows no table yet, and plans every statement anew. So a worker keeps it as the web
# does between requests: `CONN_MAX_AGE` at most, and not without asking whether it still answers.
app.conf["CELERY_DB_REUSE_MAX"] = sys.maxsize


@signals.worker_init.connect
def _read_all_and_share_no_connection(**_: Any) -> None:
    """Its processes are forked from one that has read what they need and opened nothing, as those of the web are."""
    from matching import matcher as matcher  # with all that solves; Django is ready only now
    from support import first

    first.read()
    first.ask()
    connections.close_all()
    first.settle()


@signals.worker_process_init.connect
def _keep_connections(**_: Any) -> None:
    signals.task_prerun.connect(_look_after_connections)
    signals.task_postrun.connect(_look_after_connections)


def _look_after_connections(state: str = SUCCESS, **_: Any) -> None:
    """A task that went wrong may have left locks that belong to its connection: they end with it."""
    if state == SUCCESS:
        close_old_connections()
    else:
        connections.close_all()


SECOND = 1.0
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE

TIMETABLE: dict[str, dict[str, Any]] = {
    "a round where needs wait": {"task": "matching.sweep_needs", "schedule": 5 * SECOND},
    "proposals past their deadline": {"task": "matching.expire_matches", "schedule": 15 * SECOND},
    "needs past their time": {"task": "matching.expire_needs", "schedule": 1 * MINUTE},
    "a word to those who wait": {"task": "matching.tell_waiting", "schedule": 1 * HOUR},
    "offers whose pause is over": {"task": "matching.resume_offers", "schedule": 10 * MINUTE},
    "week masks for the coming fortnight": {"task": "matching.refresh_masks", "schedule": 1 * HOUR},
    "prices of offers where many ask": {"task": "matching.sweep_prices", "schedule": 1 * HOUR},
    "words that suggest danger": {"task": "support.call_for_danger", "schedule": 5 * SECOND},
    "notifications not yet delivered": {"task": "accounts.sweep_deliveries", "schedule": 5 * SECOND},
    "drafts that nobody came back to": {"task": "support.forget_drafts", "schedule": 10 * MINUTE},
    "conversations that fell silent": {"task": "support.sweep_silent", "schedule": 1 * HOUR},
    "how it has gone, asked now and then": {"task": "support.sweep_checkins", "schedule": 1 * HOUR},
    "meetings: reminders, and what is over": {"task": "support.sweep_meetings", "schedule": 15 * SECOND},
    "decisions whose time is over": {"task": "support.sweep_measures", "schedule": 15 * SECOND},
    "patterns, and whom the safety numbers paused": {
        "task": "support.sweep_patterns",
        "schedule": 1 * MINUTE,
    },
    "copies that somebody asked for": {"task": "support.sweep_exports", "schedule": 30 * SECOND},
    "accounts to be erased": {"task": "support.erase_due", "schedule": 10 * MINUTE},
    "the pulse of weeks that are over": {"task": "support.publish_pulse", "schedule": 1 * HOUR},
    "news for people without a device": {"task": "support.pass_on_news", "schedule": 15 * SECOND},
    "what was kept long enough": {"task": "support.sweep_kept", "schedule": 1 * HOUR},
}
# A tick that could not be taken before the next one came is worth nothing: it expires.
app.conf.beat_schedule = {
    title: entry | {"options": {"expires": entry["schedule"]}} for title, entry in TIMETABLE.items()
}
