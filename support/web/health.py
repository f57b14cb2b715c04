"""Whether the service can answer: for supervisors and load balancers, not for people."""

import logging

from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 "ok" when database and cache answer, else 503; what is wrong goes to the log, not to the caller."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        caches["valkey"].set("healthz", "ok", timeout=10)
        answered = caches["valkey"].get("healthz") == "ok"
    except Exception as error:  # whatever it is, the answer is the same
        log.warning("Something that the service leans on does not answer: %s", type(error).__name__)
        answered = False
    return HttpResponse(
        "ok" if answered else "unavailable", status=200 if answered else 503, content_type="text/plain"
    )
