"""People who have no device: somebody at an intake desk asks for them."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models.members import Member
from accounts.models.memberships import Membership


class ConsentHow(models.TextChoices):
    """How somebody said that another may ask for them here, and what is kept of them for that."""

    IN_PERSON = "in_person", _("Face to face")
    BY_PHONE = "by_phone", _("On the phone")
    IN_WRITING = "in_writing", _("In writing")


class SpokenFor(models.Model):
    """Somebody without a device, and the desk that speaks for them: with their consent, and a way to reach them."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    membership = models.OneToOneField(Membership, models.CASCADE, related_name="spoken_for")
    desk = models.ForeignKey(Member, models.CASCADE, related_name="speaks_for")
    # Where the desk finds them: a number, a place and an hour. Nobody else reads it.
    reach = EncryptedTextField()
    consent_how = models.CharField(max_length=12, choices=ConsentHow.choices)
    consent_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"spoken for {self.pk}"
