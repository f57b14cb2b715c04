"""The tree of topics."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Topic(models.Model):
    """A node of the topic tree; the tree itself is the data file `matching/data/topics.json`."""

    slug = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=80)
    words = ArrayField(models.CharField(max_length=60), default=list)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    sensitive = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    # False once the data file no longer names it: old needs keep it, new ones cannot choose it.
    current = models.BooleanField(default=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name
