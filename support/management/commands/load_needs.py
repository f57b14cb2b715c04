"""`manage.py load_needs FILE --community C --as MEMBER`: a file of needs, loaded once however often it is given."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.clock import database_now
from accounts.models import Community, Member
from matching import intake
from support.management.progress import Bar

INTERRUPTED = 130  # as shells count it


class Command(BaseCommand):
    help = "Load needs from a file with one JSON object a line: title, text, topics; and, if wanted, more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file of needs, in UTF-8")
        parser.add_argument(
            "--community", required=True, help="its short name, as in the address of its page"
        )
        parser.add_argument(
            "--as", dest="member", help="e-mail address of the member for whom lines are loaded"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        community = self._community(options["community"])
        member = self._member(options["member"], community)
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                code = self._load(file, path.stat().st_size, community, member)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror or error}.") from error
        if code:
            sys.exit(code)

    def _community(self, slug: str) -> Community:
        try:
            return Community.objects.get(slug=slug)
        except Community.DoesNotExist:
            raise CommandError(f"There is no community called {slug}.") from None

    def _member(self, address: str | None, community: Community) -> Member | None:
        try:
            return intake.member_at(address.strip().lower(), community) if address else None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None

    def _load(self, file: BinaryIO, size: int, community: Community, member: Member | None) -> int:
        """Loads and tells. Returns the exit code: 0 when every line was good."""
        loaded = known = bad = 0
        bar = Bar(sys.stderr, size)
        try:
            for batch in intake.load(file, community=community, member=member, now=database_now()):
                loaded, known, bad = loaded + batch.loaded, known + batch.known, bad + len(batch.bad)
                bar.clear()
                for number, reason in batch.bad:
                    self.stderr.write(f"Line {number}: {reason}")
                bar.show(batch.reach, f"{loaded} loaded")
        except KeyboardInterrupt:
            bar.clear()
            self.stdout.write(f"Stopped. Needs loaded: {loaded}. The same command goes on from here.")
            return INTERRUPTED
        bar.clear()
        self.stdout.write(
            f"Needs loaded: {loaded}. Known already: {known}. Lines that could not be loaded: {bad}."
        )
        return 1 if bad else 0
