"""A word after the time together."""

from django.db import models

from accounts.fields import EncryptedTextField
from accounts.models import Member
from matching.models import Match


class Thanks(models.Model):
    """A word of thanks after a match; private unless both agree to share it."""

    match = models.ForeignKey(Match, models.CASCADE, related_name="thanks")
    author = models.ForeignKey(Member, models.CASCADE, related_name="+")
    words = EncryptedTextField()
    said_at = models.DateTimeField()
    # "The community may read this, without our names": each for themselves, and each may take it back at any time.
    author_shares_at = models.DateTimeField(null=True)
    reader_shares_at = models.DateTimeField(null=True)
    # Moderators put them aside: whatever the two agree to, the community does not read them.
    hidden_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "thanks"
        constraints = [models.UniqueConstraint("match", "author", name="thanks_once_a_side")]

    def __str__(self) -> str:
        return f"thanks {self.pk}"
