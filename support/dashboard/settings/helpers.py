"""What is asked of helpers before they meet the most sensitive topics."""

from django import forms
from django.utils.translation import gettext_lazy as _

from support.dashboard.settings.section import SectionForm
from support.moderation.settings import parts


class HelpersForm(SectionForm):
    part = parts.HELPERS
    kept = _("Kept. Conversations that there are go on.")

    admits_helpers = forms.BooleanField(
        label=_("A moderator admits helpers for sensitive topics"),
        required=False,
        help_text=_(
            "Requests about grief, violence, self-harm and the like go only to helpers whom a moderator has admitted. "
            "Admit a few before you switch this on, or such requests wait. Open proposals to others are taken back."
        ),
    )
    admission_needs_guide = forms.BooleanField(
        label=_("First they read the guide on sensitive topics"),
        required=False,
        help_text=_("It takes three minutes; we show it to them by themselves."),
    )
    admission_needs_reference = forms.BooleanField(
        label=_("First a moderator has noted references or a call"),
        required=False,
        help_text=_("You note that on the helper's page. What was said is not kept."),
    )
