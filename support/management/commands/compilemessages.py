"""Compiles the catalogues. The compiled files are kept beside them: a fresh copy speaks every language at once."""

from typing import Any

from django.core.management.base import BaseCommand

from support.catalogues import compile_catalogue, read, translated


class Command(BaseCommand):
    help = "Compile the catalogues in support/locale; no other program is needed."

    def handle(self, *args: Any, **options: Any) -> None:
        for language in translated():
            compile_catalogue(language)
            if options["verbosity"]:
                self.stdout.write(f"{language}: {len(read(language))} texts")
