"""The tree of topics."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language


class Topic(models.Model):
    """A node of the topic tree; the tree itself is the data file `matching/data/topics.json`."""

    slug = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=80)
    # What it is called in each language of the pages, by code.
    names = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    words = ArrayField(models.CharField(max_length=60), default=list)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    sensitive = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    # False once the data file no longer names it: old needs keep it, new ones cannot choose it.
    current = models.BooleanField(default=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.label

    @property
    def group(self) -> str | None:
        """The slug of the topic above it."""
        return self.parent.slug if self.parent else None

    @property
    def label(self) -> str:
        """The name for people, in the language that is spoken right now."""
        return str(self.names.get(get_language(), self.name))
