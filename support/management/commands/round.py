"""`round`: hold the matcher's round now, or tell why a need has no match."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.clock import database_now
from accounts.models import Community
from matching import explain, matcher, waiting
from matching.models import Need


class Command(BaseCommand):
    help = "Holds the matcher's round for one community or all, or explains why a need has no match."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--community", metavar="SLUG", help="only this community")
        parser.add_argument(
            "--explain",
            metavar="NEED",
            help="tell, rule by rule, how many offers fell; NEED is the id in the need's address, or its number",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["explain"]:
            self._explain(_need(options["explain"]))
        else:
            self._hold(options["community"])

    def _hold(self, slug: str | None) -> None:
        ids = [_community(slug).pk] if slug else waiting.communities_due(now=database_now())
        rounds = [round for id in ids for round in matcher.run(community_id=id, now=database_now)]
        for round in rounds:
            seconds = (round.finished_at - round.started_at).total_seconds() if round.finished_at else 0
            self.stdout.write(
                f"{round.community.name}: {round.matched} of {round.waiting} needs matched, "
                f"{round.candidates} possible pairs, {seconds:.1f} s (looking {round.gather_ms} ms, "
                f"choosing {round.solve_ms} ms, asking {round.write_ms} ms)"
            )
        if not rounds:
            self.stdout.write("Nothing is due: every waiting need was looked at since anything changed.")

    def _explain(self, need: Need) -> None:
        told = explain.explain_need(need, now=database_now())
        self.stdout.write(
            f"Need {need.uid} ({need.get_state_display()}): "
            f"{told.possible} of {told.offers} open offers could be asked."
        )
        for fell in told.fell:
            alone = f" (the only reason for {fell.only})" if fell.only else ""
            self.stdout.write(f"{fell.offers:>7}  {fell.sentence}{alone}")


def _need(given: str) -> Need:
    try:
        return Need.objects.get(pk=int(given)) if given.isdecimal() else Need.objects.get(uid=UUID(given))
    except (Need.DoesNotExist, ValueError):
        raise CommandError(f"There is no need {given}.") from None


def _community(slug: str) -> Community:
    try:
        return Community.objects.get(slug=slug)
    except Community.DoesNotExist:
        raise CommandError(f"There is no community {slug}.") from None
