"""How the demo's matching went: `up` prints it as soon as it is known."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from matching.models import Round


class Command(BaseCommand):
    help = (
        "Waits until the matcher has finished a round that matched somebody, and says how the first one went."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        while (first := self._first()) is None:
            time.sleep(0.5)
        self.stdout.write(self._sentence(first))

    def _first(self) -> Round | None:
        return Round.objects.filter(finished_at__isnull=False, matched__gt=0).order_by("pk").first()

    def _sentence(self, round: Round) -> str:
        assert round.finished_at is not None  # noqa: S101 only finished rounds come here
        needs = round.matches.values("need").distinct().count()
        seconds = (round.finished_at - round.started_at).total_seconds()
        return f"Matched {needs} of {round.waiting} needs in {seconds:.1f} s, with {round.matched} proposals."
