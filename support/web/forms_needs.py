"""What somebody who asks is asked, one step a form. All of them together are `NeedForm`, for changing a need later."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from matching.models import Kind, Topic, Urgency
from matching.needs import HEADLINE, MOST_TOPICS, WORDS
from support.web import choices, topic_hints
from support.web.fields import TopicsField, area_field, ask_for_area, fit_to_place, formats_field
from support.web.forms import Chips, ChipsOne, Words
from support.web.forms_wishes import WishesForm
from support.web.steps import StepForm


def topics_field(*, required: bool) -> TopicsField:
    return TopicsField(
        label=_("What is it about?"),
        help_text=_("Choose one to three."),
        whole=_("Something else about this"),
        at_most=MOST_TOPICS,
        required=required,
        error_messages={"required": _("Choose at least one topic, so that we know whom to ask.")},
    )


class WordsForm(StepForm):
    title = _("What is going on")

    words = forms.CharField(
        label=_("What is going on?"),
        help_text=_(
            "A few plain sentences are enough. Only the person you are connected with will read them."
        ),
        widget=Words(draft="words"),
        max_length=WORDS,
        error_messages={"required": _("Write a sentence or two first. They need not be perfect.")},
    )
    # Tapped while writing; the next step asks for them.
    topics = topics_field(required=False)

    def suggested(self) -> list[Topic]:
        """What these words may be about: the topics that were tapped first, then those that are suggested."""
        tapped = set(self["topics"].value() or ())
        return topic_hints.for_words(self["words"].value() or "", tapped=tapped, community=self.community)


class AboutForm(StepForm):
    title = _("What it is about")

    headline = forms.CharField(
        label=_("How would you say it in one line?"),
        help_text=_("People who are asked see this line, without your name."),
        max_length=HEADLINE,
        widget=forms.TextInput(
            attrs={"data-draft": "headline", "data-preview": "headline", "autocomplete": "off"}
        ),
        error_messages={"required": _("Write one line, so that people know what they are asked for.")},
    )
    topics = topics_field(required=True)

    def prepare(self) -> None:
        topics = self.fields["topics"]
        topics.widget.before = _("From what you wrote:")
        words, tapped = self.given.get("words", ""), set(self.given.getlist("topics"))
        topics.likely = lambda: topic_hints.for_words(  # type: ignore[attr-defined]
            words, tapped=tapped, community=self.community
        )


class HowForm(StepForm):
    title = _("What would help")

    kind = forms.ChoiceField(
        label=_("What would help most?"),
        choices=Kind.choices,
        widget=ChipsOne,
        error_messages={"required": _("Choose what would help most.")},
    )
    formats = formats_field(_("How would you like to talk or meet?"))
    area = area_field()
    languages = forms.MultipleChoiceField(
        label=_("In which languages?"),
        widget=Chips,
        error_messages={"required": _("Choose at least one language.")},
    )
    urgency = forms.ChoiceField(
        label=_("How soon?"),
        choices=Urgency.choices,
        widget=ChipsOne,
        initial=Urgency.THIS_WEEK,
        error_messages={"required": _("Choose how soon you would like to talk.")},
    )
    needed_by = forms.DateField(
        label=_("Is there a day after which it is too late?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def prepare(self) -> None:
        super().prepare()
        languages = self.fields["languages"]
        languages.choices = choices.my_languages(self.member)  # type: ignore[attr-defined]
        languages.initial = self.member.languages
        fit_to_place(self, self.community)

    def clean_needed_by(self) -> date | None:
        day: date | None = self.cleaned_data["needed_by"]
        if day and day < self.today:
            raise ValidationError(_("This day is over. Choose today or a later day, or leave it empty."))
        return day

    def clean(self) -> None:
        ask_for_area(self)


class WithWhomForm(WishesForm):
    title = _("A last look")

    wish_shared_experience = forms.BooleanField(
        label=_("Somebody who has been through it themselves"), required=False
    )
    connect_me = forms.BooleanField(
        label=_("Connect me with whoever fits and says yes"),
        help_text=_("Then you need not answer yourself first, and it goes faster."),
        required=False,
    )


class NeedForm(WithWhomForm, HowForm, AboutForm, WordsForm):
    """All of it on one page."""

    changes = True

    field_order = (
        "words",
        *AboutForm.base_fields,
        *HowForm.base_fields,
        *WithWhomForm.base_fields,
    )
