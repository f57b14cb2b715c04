"""How long ended conversations are kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import KeepEnded
from support.chips import ChipsOne
from support.dashboard.settings.section import SectionForm
from support.moderation.settings.keeping import KEEPING


class KeepingForm(SectionForm):
    part = KEEPING
    kept = _("Kept. The page of the community says so from now on; a shorter time counts in a week.")

    keep_ended_days = forms.TypedChoiceField(
        label=_("How long are messages kept after a conversation has ended?"),
        help_text=_(
            "Nobody keeps them longer than 90 days. What was reported stays until that is settled. A shorter time "
            "counts in a week, so that nobody finds words gone without warning."
        ),
        choices=KeepEnded.choices,
        coerce=int,
        widget=ChipsOne,
    )
