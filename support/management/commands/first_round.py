"""How the demo's matching went: `up` prints it as soon as it is known."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from matching.models import Round


class Command(BaseCommand):
    help = "Waits until the matcher has finished a round that matched somebody, and says how the first of them went."

    def handle(self, *args: Any, **options: Any) -> None:
        while (
            first := Round.objects.filter(finished_at__isnull=False, matched__gt=0).order_by("pk").first()
        ) is None:
            time.sleep(0.5)
        seconds = (first.finished_at - first.started_at).total_seconds()
        self.stdout.write(
            f"The first round matched {first.matched} of {first.waiting} needs in {seconds:.1f} s."
        )
