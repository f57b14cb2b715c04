"""How a community looks."""

from django.db import models

from accounts.models.communities import Community


class Logo(models.Model):
    """A logo as it is served. Its mark, part of its address, stands with the community: pages need no row of it."""

    community = models.OneToOneField(Community, models.CASCADE, related_name="logo")
    kind = models.CharField(max_length=3, choices=[("svg", "SVG"), ("png", "PNG")])
    content = models.BinaryField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"logo of community {self.community_id}"
