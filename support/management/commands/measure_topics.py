"""`measure_topics`: how often the topics that are suggested hold the one that a real request was filed under."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from matching import phrases, topics
from support.benchmarks import suggesting


class Command(BaseCommand):
    help = "Measure the suggestions of topics on the shipped real requests."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            topics.load_tree()
            phrases.load(topics.tree())
            figures = suggesting.all_figures()
            transaction.set_rollback(True)
        self.stdout.write("| requests | number | first | first 3 | first 5 | right group in 3 | none |")
        self.stdout.write("|---|---|---|---|---|---|---|")
        for one in figures:
            shares = " | ".join(f"{share:.0%}" for share in (*one.hits, one.group, one.silent))
            self.stdout.write(f"| {one.called} | {one.cases} | {shares} |")
