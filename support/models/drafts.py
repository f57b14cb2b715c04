"""What somebody has begun to write."""

import uuid

from django.db import models

from accounts.fields import EncryptedTextField
from accounts.models import Community, Member


class Draft(models.Model):
    """What somebody has begun to write on a page of several steps: theirs alone, until it is posted or too old.

    Somebody who is not signed in has one too; only the session that holds its uid finds it then.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey(Member, models.CASCADE, null=True, related_name="drafts")
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    what = models.CharField(max_length=10)
    # The answers so far, by field, as JSON.
    answers = EncryptedTextField()
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint("member", "community", "what", name="draft_once")]

    def __str__(self) -> str:
        return f"draft {self.pk}"
