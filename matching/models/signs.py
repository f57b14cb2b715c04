"""What somebody wrote may suggest danger: kept on the row itself, so that no list beside it can lose it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matching.danger import Sign

# Until a moderator has read it.
SIGNS_WAIT = Q(signs_since__isnull=False, signs_read_at__isnull=True)
SIGNS_UNTOLD = SIGNS_WAIT & Q(signs_told_at__isnull=True)
SIGNS = {
    Sign.SELF: _("The writer may be in danger of dying or of hurting themselves"),
    Sign.HARMED: _("Somebody may be hurting or threatening the writer"),
    Sign.OTHERS: _("A child or somebody else may be hurt"),
    Sign.YOUNG: _("The writer may be under 18"),
}


class Signed(models.Model):
    """Words in which signs of danger were found; see `matching.signs`."""

    signs = ArrayField(
        models.CharField(max_length=8, choices=[(sign.value, words) for sign, words in SIGNS.items()]),
        default=list,
        db_default=[],
        editable=False,
    )
    signs_since = models.DateTimeField(null=True, editable=False)  # since when it waits for a moderator
    signs_told_at = models.DateTimeField(null=True, editable=False)  # when the moderators were called
    signs_read_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def signs_wait(self) -> bool:
        """Whether a moderator still has to read it."""
        return self.signs_since is not None and self.signs_read_at is None
