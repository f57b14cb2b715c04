"""Everyday words for a topic, as the search for topics in somebody's own words needs them."""

from django.db import models

from matching.fields import TsQueryField
from matching.models.topics import Topic


class TopicPhrase(models.Model):
    """What people say when they mean a topic: "can't sleep". `matching.phrases` writes it, from the data files."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="phrases")
    language = models.CharField(max_length=16)
    # Folded as `matching.phrases.fold` does: without accents, in small letters.
    words = models.CharField(max_length=80)
    # The same as full text search looks for it: stems, one after the other.
    query = TsQueryField()
    # How much it says about the topic: less where many topics share it.
    weight = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint("topic", "language", "words", name="phrase_once")]

    def __str__(self) -> str:
        return self.words
