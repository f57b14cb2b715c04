"""Who may join, and what moderators read before anybody else does."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Joining
from support.chips import ChipsOne
from support.dashboard.settings.section import SectionForm
from support.moderation.settings import parts


class JoiningForm(SectionForm):
    part = parts.JOINING

    joining = forms.ChoiceField(
        label=_("How do people join?"),
        choices=Joining.choices,
        widget=ChipsOne,
        help_text=_("Whoever is here already stays, and links that were made before still work."),
    )
    listed = forms.BooleanField(
        label=_("Shown on the front page"),
        required=False,
        help_text=_("Otherwise only those who know its address find it."),
    )


class ReviewForm(SectionForm):
    part = parts.REVIEW
    kept = _("Kept. What waits already still waits for a moderator.")

    review_first_needs = forms.BooleanField(
        label=_("Somebody's first request"),
        required=False,
        help_text=_(
            "The search begins after a moderator has read it. People are told that it takes a while."
        ),
    )
    review_first_messages = forms.BooleanField(
        label=_("The first message to a new person"),
        required=False,
        help_text=_("It is passed on after a moderator has read it."),
    )
    review_proposals = forms.BooleanField(
        label=_("Every proposal of two people"),
        required=False,
        help_text=_(
            "Nobody is asked before a moderator has looked. It is much work: every match waits for it."
        ),
    )
    two_for_suspension = forms.BooleanField(
        label=_("A second moderator confirms each suspension"),
        required=False,
        help_text=_("Until then the person is told nothing; they can be kept from messages meanwhile."),
    )
