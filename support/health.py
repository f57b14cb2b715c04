"""Whether the service can answer: for supervisors and load balancers, not for people."""

import logging

from django.core.cache import caches
from django.db import connection

log = logging.getLogger(__name__)


def answers() -> bool:
    """Whether database and cache answer. What is wrong goes to the log, not to the caller."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        caches["valkey"].set("healthz", "ok", timeout=10)
        return bool(caches["valkey"].get("healthz") == "ok")
    except Exception as error:  # whatever it is, the answer is the same
        log.warning("Something that the service leans on does not answer: %s", type(error).__name__)
        return False
