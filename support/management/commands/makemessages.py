"""Gathers every marked text into the catalogues of all languages: sorted, without places or dates, so that a change of
words is all that a change of a catalogue shows. Needs the programs of GNU gettext; `compilemessages` does not.
"""

from typing import Any

from django.core.management import call_command
from django.core.management.commands import makemessages

from support.catalogues import read, translated, write

ELSEWHERE = [".venv", ".data", "tests", "node_modules", "staticfiles", "support/demo/*", "support/local/*"]


class Command(makemessages.Command):
    help = "Gather every marked text into the catalogues of all languages, and compile them."
    # Never guess: what looks like a translation and is none would be read by somebody.
    msgmerge_options = ["-q", "--backup=none", "--update", "--no-fuzzy-matching"]

    def handle(self, *args: Any, **options: Any) -> None:
        options["locale"] = options["locale"] or translated()
        options["ignore_patterns"] = [*options["ignore_patterns"], *ELSEWHERE]
        options |= {"no_location": True, "no_obsolete": True}
        super().handle(*args, **options)
        for language in options["locale"]:
            write(language, read(language))
        call_command("compilemessages", verbosity=options["verbosity"])
