"""How each part of the service is run: the one place for what the embedded default and docker-compose.yml share.

A test reads the compose file and holds it to these words, so what works here works there.
"""

from pathlib import Path

POSTGRES_MAJOR = 18
# The builtin provider sorts alike on every machine and needs no ICU.
POSTGRES_INITDB = ("--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8")
# Its log says which constraint refused, and neither the statement nor the row: both hold names and addresses.
QUIETLY = ("-c", "log_error_verbosity=terse", "-c", "log_min_error_statement=panic")
POSTGRES = ("postgres", "-c", "max_connections=100", "-c", "jit=off", *QUIETLY)

# The broker may never forget a message to make room: what must be forgotten carries its own expiry.
VALKEY = ("valkey-server", "--save", "60 1", "--maxmemory-policy", "noeviction")

PREPARE = ("prepare",)
COLLECT = ("collectstatic", "--no-input", "--verbosity=0")
# Two, because one process of Python computes on one processor. They are forked from one that has read everything and
# opened nothing (`support.wsgi`), so the second costs little memory, and one that ends is back at once.
WEB_PROCESSES = 2
WEB = (
    "gunicorn",
    "support.wsgi:application",
    "--worker-class=gthread",
    f"--workers={WEB_PROCESSES}",
    "--threads=8",
    "--preload",
    "--graceful-timeout=10",
    "--no-control-socket",
)
WORKER = (
    "celery",
    "--app=support",
    "worker",
    "--concurrency=2",
    "--loglevel=INFO",
    "--without-gossip",
    "--without-mingle",
)
BEAT = ("celery", "--app=support", "beat", "--loglevel=INFO", "--pidfile=")


def web(*, address: str) -> tuple[str, ...]:
    return (*WEB, f"--bind={address}")


def beat(*, schedule: Path) -> tuple[str, ...]:
    return (*BEAT, f"--schedule={schedule}")
