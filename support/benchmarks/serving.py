"""The web of a measurement: gunicorn on a free port, and somebody who is signed in there."""

import socket
import time
from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from accounts.models import Member
from support.sessions import SessionStore

HERE, PATIENCE = "127.0.0.1", 60.0
PROCESSES, THREADS = 2, 8
WEB = f"one gunicorn of {PROCESSES} processes of {THREADS} threads each"


def gunicorn(port: int) -> Sequence[str]:
    """As the service runs it (`support.local.commands`, which the service itself must not know)."""
    few = (
        "--worker-class=gthread",
        f"--workers={PROCESSES}",
        f"--threads={THREADS}",
        "--preload",
        "--no-control-socket",
        "--log-level=warning",
    )
    return ("support.wsgi:application", *few, f"--bind={HERE}:{port}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        port: int = probe.getsockname()[1]
    return port


def answers(port: int) -> None:
    """Waits until the web is there. Raises TimeoutError."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection((HERE, port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise TimeoutError("The web did not start.") from None
            time.sleep(0.1)


def session_of(member: Member) -> str:
    """The key of a new session of theirs: what their browser's cookie holds."""
    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.create()
    return str(session.session_key)
