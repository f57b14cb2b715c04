"""`manage.py load_topics`: the topic tree of the data file into the database. Safe to run at every start."""

from typing import Any

from django.core.management.base import BaseCommand

from matching import phrases, topics


class Command(BaseCommand):
    help = "Bring the topics in line with matching/data/topics.json."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = topics.load_tree()
        phrases.load(topics.tree())
        self.stdout.write(f"Topics: {len(topics.tree())} in the tree, {changed} changed.")
