"""A worker that is killed between the mail server's yes and its own mark: F4, with a real process and a real server."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings as configured
from django.db import connection

from accounts.models import Channel, Delivery
from tests.accounts.notifications.conftest import StoppedClock, Tell
from tests.mail_server import MailServer, listening

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

KILLS = 3
WORKER = """
import sys
from datetime import datetime
import django
from django.conf import settings
django.setup()
moment = datetime.fromisoformat(sys.argv[1])
settings.DATABASES["default"]["NAME"] = sys.argv[2]
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[3])
from accounts.notifications import delivery
delivery.sweep(clock=lambda: moment)
"""


class Killer(MailServer):
    """Takes a letter, says yes, and kills whoever sent it before they can write that down."""

    kills = 0
    worker: "subprocess.Popen[bytes] | None" = None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        if self.kills < KILLS and self.worker is not None:
            self.kills += 1
            os.kill(self.worker.pid, signal.SIGKILL)
        return answer


@pytest.fixture
def killer() -> Iterator[tuple[Killer, int]]:
    server = Killer()
    with listening(server) as port:
        yield server, port


def work(server: Killer, port: int, moment: datetime) -> None:
    database = str(connection.settings_dict["NAME"])
    words = [sys.executable, "-c", WORKER, moment.isoformat(), database, str(port)]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "support.settings",
        "PYTHONPATH": str(configured.BASE_DIR),
    }
    server.worker = subprocess.Popen(words, env=environment)
    server.worker.wait(timeout=60)


def test_a_letter_is_doubled_at_most_as_often_as_its_worker_was_killed_and_always_under_one_name(
    tell: Tell, clock: StoppedClock, killer: tuple[Killer, int]
) -> None:
    server, port = killer
    for _ in range(4):
        tell("match_connected")
    tell("pause_offered")
    for _ in range(KILLS + 3):
        work(server, port, clock())
        clock.advance(minutes=2)
    rows = Delivery.objects.filter(channel=Channel.EMAIL)
    assert server.kills == KILLS
    assert set(rows.values_list("state", flat=True)) <= {"sent", "dead"}
    assert rows.filter(state="sent").count() >= 4
    names = [letter["Message-ID"] for letter in server.letters]
    assert len(set(names)) == 5
    assert len(names) - len(set(names)) <= KILLS
