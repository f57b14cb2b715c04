"""Wishes about the other person. Only the matcher ever sees them."""

from django import forms
from django.utils.translation import gettext_lazy

from accounts.models import AgeBand
from matching.postings import gender_unknown
from support.web.forms import Chips
from support.web.steps import StepForm


class WishesForm(StepForm):
    wish_same_gender = forms.BooleanField(label=gettext_lazy("Somebody of my gender"), required=False)
    wish_age_bands = forms.MultipleChoiceField(
        label=gettext_lazy("Somebody of this age"), choices=AgeBand.choices, widget=Chips, required=False
    )

    def clean_wish_same_gender(self) -> bool:
        wished: bool = self.cleaned_data["wish_same_gender"]
        if unknown := gender_unknown(self.member, wished):
            raise unknown
        return wished
