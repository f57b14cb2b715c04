"""What moderators did."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models import Community, Member


class DecisionKind(models.TextChoices):
    ADMITTED = "admitted", _("Admitted to the community")
    NOT_ADMITTED = "not_admitted", _("Not admitted")
    NEED_RELEASED = "need_released", _("Need released after reading")
    NEED_RETURNED = "need_returned", _("Need returned to its writer")
    PROPOSAL_RELEASED = "proposal_released", _("Proposal released")
    PROPOSAL_REFUSED = "proposal_refused", _("Proposal refused")
    MATCHED_BY_HAND = "matched_by_hand", _("Two people matched by hand")
    MESSAGE_RELEASED = "message_released", _("Message released after reading")
    MESSAGE_RETURNED = "message_returned", _("Message returned to its writer")
    MATCHING_PAUSED = "matching_paused", _("Matching paused")
    MATCHING_RESUMED = "matching_resumed", _("Matching resumed")
    SUSPENDED = "suspended", _("Suspended")
    REINSTATED = "reinstated", _("Reinstated")
    GUIDED = "guided", _("A friendly word said")
    HIDDEN = "hidden", _("Something hidden")
    WARNED = "warned", _("Warned")
    READ_FIRST = "read_first", _("Read first for some days")
    MATCHING_LIMITED = "matching_limited", _("No matching for some days")
    MESSAGES_LIMITED = "messages_limited", _("No messages for some days")
    REMOVED = "removed", _("Removed everywhere")
    SUSPENSION_PROPOSED = "suspension_proposed", _("Suspension proposed")
    SUSPENSION_DROPPED = "suspension_dropped", _("Suspension not confirmed")
    LIFTED = "lifted", _("A decision taken back")
    APPEAL_UPHELD = "appeal_upheld", _("Appeal: it stays as it was")
    APPEAL_CHANGED = "appeal_changed", _("Appeal: it was taken back")
    REPORT_CLOSED = "report_closed", _("Report closed")
    WEIGHTS_CHANGED = "weights_changed", _("What counts in the search changed")
    DANGER_READ = "danger_read", _("Words that may speak of danger read")
    DANGER_SET = "danger_set", _("Request kept for trained helpers")
    DANGER_LIFTED = "danger_lifted", _("Request opened to all helpers")
    CALLS_CHANGED = "calls_changed", _("Where calls happen changed")
    SETTINGS_CHANGED = "settings_changed", _("Settings changed")
    ROLE_CHANGED = "role_changed", _("Given another role")
    LINE_ADDED = "line_added", _("Crisis line added")
    LINE_CHANGED = "line_changed", _("Crisis line changed")
    LINE_CHECKED = "line_checked", _("Crisis line checked")
    LINE_REMOVED = "line_removed", _("Crisis line taken out")
    LINE_BACK = "line_back", _("Crisis line put back")
    HELPERS_CALLED = "helpers_called", _("Helpers called for")

    PAUSE_KEPT = "pause_kept", _("Pause kept after a look")
    PATTERN_SET_ASIDE = "pattern_set_aside", _("Pattern looked at and set aside")
    REFERENCES_NOTED = "references_noted", _("References noted")
    CALL_NOTED = "call_noted", _("A call noted")
    HELPER_ADMITTED = "helper_admitted", _("Admitted for sensitive topics")
    HELPER_NOT_NOW = "helper_not_now", _("Not admitted for sensitive topics for now")
    ADMISSION_ENDED = "admission_ended", _("No longer admitted for sensitive topics")
    HELPER_TRAINED = "helper_trained", _("Trained for requests that speak of danger")
    TRAINING_ENDED = "training_ended", _("No longer trained for requests that speak of danger")
    INTAKE_ON = "intake_on", _("May ask for people without a device")
    INTAKE_OFF = "intake_off", _("No longer asks for people without a device")
    LIMITS_LIFTED = "limits_lifted", _("Limits for new helpers lifted")
    LIMITS_KEPT = "limits_kept", _("Limits for new helpers kept")
    LIMITS_BY_TIME = "limits_by_time", _("Limits for new helpers left to time")


class Decision(models.Model):
    """What a moderator did, to what, and why. Written in the transaction that does it."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="decisions")
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=24, choices=DecisionKind.choices)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    refers_to = models.JSONField(default=dict)  # ids and figures, never words
    because = EncryptedTextField(blank=True, default="")
    words = EncryptedTextField(blank=True, default="")  # what the member is told
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["community", "-made_at"], name="decision_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
