"""What somebody who would like to help is asked, one step a form. All of them together are `OfferForm`."""

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.models import Kind
from matching.offers import EXPERIENCE, MOST_PEOPLE
from support.web import choices
from support.web.fields import TopicsField, area_field, ask_for_area, fit_to_place, formats_field
from support.web.forms import Chips, Words
from support.web.forms_wishes import WishesForm
from support.web.steps import StepForm


class ListeningForm(StepForm):
    """The short note on good listening, before somebody's first offer."""

    title = _("Listening well")

    read = forms.CharField(widget=forms.HiddenInput, initial="yes")


class TopicsForm(StepForm):
    title = _("What you can help with")

    topics = TopicsField(
        label=_("What could you help with, or listen to?"),
        whole=_("All of this"),
        error_messages={"required": _("Choose at least one topic, so that we know what to ask you about.")},
    )
    avoids = TopicsField(
        label=_("What would you rather not be asked about?"),
        help_text=_("You will not be asked about these, even where they come together with something above."),
        whole=_("All of this"),
        required=False,
    )


class WaysForm(StepForm):
    title = _("How you can help")

    kinds = forms.MultipleChoiceField(
        label=_("What can you give?"),
        choices=Kind.choices,
        widget=Chips,
        error_messages={"required": _("Choose at least one.")},
    )
    formats = formats_field(_("How do you like to talk or meet?"))
    area = area_field()
    languages = forms.MultipleChoiceField(
        label=_("In which languages?"),
        widget=Chips,
        error_messages={"required": _("Choose at least one language.")},
    )
    capacity = forms.IntegerField(
        label=_("With how many people at once?"),
        help_text=_("One is plenty. You can change it at any time."),
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        error_messages={"required": _("Write a number. One is plenty.")},
    )

    def prepare(self) -> None:
        super().prepare()
        languages = self.fields["languages"]
        languages.choices = choices.my_languages(self.member)  # type: ignore[attr-defined]
        languages.initial = self.member.languages
        fit_to_place(self, self.community)

    def clean(self) -> None:
        ask_for_area(self)


class YourselfForm(WishesForm):
    title = _("In your own words")

    experience = forms.CharField(
        label=_("Is there something a person should know about you?"),
        help_text=_(
            "For example what you have been through yourself. People see it, with your chosen name, once you said yes."
        ),
        max_length=EXPERIENCE,
        required=False,
        widget=Words(draft="experience"),
    )
    takes_danger = forms.BooleanField(
        label=_("I can be asked when somebody may be in danger"),
        help_text=_("Only people who were trained for this are asked."),
        required=False,
    )

    def prepare(self) -> None:
        super().prepare()
        trained = self.community.memberships.filter(member=self.member, trained_for_danger_at__isnull=False)
        if not trained.exists():
            del self.fields["takes_danger"]


class OfferForm(YourselfForm, WaysForm, TopicsForm):
    """All of it on one page."""

    changes = True

    field_order = (*TopicsForm.base_fields, *WaysForm.base_fields, *YourselfForm.base_fields)
