"""What moderators have noted about a helper before they are trusted with more."""

from django.db import models

from accounts.models.members import Member
from accounts.models.memberships import Membership


class HelperRecord(models.Model):
    """What was seen to, by whom and when; that they are admitted or trained stands on the membership itself."""

    membership = models.OneToOneField(Membership, models.CASCADE, related_name="helper_record")
    references_noted_at = models.DateTimeField(null=True)
    references_noted_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    call_noted_at = models.DateTimeField(null=True)
    call_noted_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    admitted_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    trained_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    # A moderator said "not for now" to sensitive topics: it waits for nobody until somebody thinks again.
    not_now_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"helper record {self.pk}"
