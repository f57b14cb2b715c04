"""What is asked when somebody looks back; every answer may be left out."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from matching.models import Format, Match, Need
from support import checkins, reflections
from support.models import Helped, Misfit, Onward
from support.web.fields import formats_field
from support.web.forms import Chips, ChipsOne, Scale, Words
from support.web.forms_needs import topics_field

RATHER_NOT = ("", gettext_lazy("Rather not say"))


def feeling_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=gettext_lazy("How are you right now?"),
        help_text=gettext_lazy("From 1 to 5. Nobody but you sees it."),
        choices=[*((number, str(number)) for number in range(1, 6)), RATHER_NOT],
        coerce=int,
        empty_value=None,
        required=False,
        widget=Scale(
            low=pgettext_lazy("1, how somebody feels", "very heavy"),
            high=pgettext_lazy("5, how somebody feels", "quite light"),
        ),
    )


class FeelingForm(forms.Form):
    feeling = feeling_field()


class CheckInForm(forms.Form):
    helped = forms.ChoiceField(
        choices=[*Helped.choices, RATHER_NOT], required=False, widget=ChipsOne, label=""
    )
    misfits = forms.MultipleChoiceField(
        label=gettext_lazy("If it has not helped yet: what did not fit?"),
        choices=Misfit.choices,
        required=False,
        widget=Chips,
    )
    feeling = feeling_field()
    words = forms.CharField(
        label=gettext_lazy("How is it for you, in your own words?"),
        help_text=gettext_lazy(
            "For you alone. Only if your words sound as if somebody could be in danger does a moderator read them."
        ),
        max_length=checkins.WORDS,
        required=False,
        widget=Words(attrs={"rows": 3}),
    )
    onward = forms.ChoiceField(
        label=gettext_lazy("Would you like to go on with this person?"),
        help_text=gettext_lazy(
            "They do not see what you choose. Only if you both wish to go on for longer are you both told."
        ),
        choices=[*Onward.choices, RATHER_NOT],
        required=False,
        widget=ChipsOne,
    )

    def __init__(self, *args: Any, match: Match, helps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["helped"].label = (
            _("As far as you can tell, does it help?") if helps else _("Has it helped?")
        )
        asked = checkins.parts_for(match, match.helper if helps else match.seeker)
        for name in [name for name in self.fields if name not in asked]:
            del self.fields[name]


class AnewForm(forms.Form):
    """What somebody has learnt about their request. What did not fit is not ticked any more."""

    formats = formats_field(gettext_lazy("How would you like to talk or meet?"))
    topics = topics_field(required=True)

    def __init__(self, data: Any, *, need: Need, match: Match, misfits: Collection[str]) -> None:
        formats, topics = list(need.formats), list(need.topics.all())
        if Misfit.FORMATS in misfits:
            formats = [one for one in formats if one not in match.offer.formats]
        ticked = [] if Misfit.TOPICS in misfits else [topic.slug for topic in topics]
        super().__init__(data, initial={"formats": formats, "topics": ticked})
        if need.area is None:  # where to meet in person is asked on the page of the request
            remote = [choice for choice in Format.choices if choice[0] != Format.IN_PERSON]
            self.fields["formats"].choices = remote  # type: ignore[attr-defined]
        self.fields["topics"].likely = lambda: topics  # type: ignore[attr-defined]
        self.fields["topics"].widget.before = _("So far:")


class JournalForm(forms.Form):
    helped = forms.CharField(
        label=gettext_lazy("What helped?"),
        max_length=reflections.LONGEST,
        required=False,
        widget=Words(draft="journal-helped", attrs={"rows": 4}),
    )
    learned = forms.CharField(
        label=gettext_lazy("What did you learn?"),
        max_length=reflections.LONGEST,
        required=False,
        widget=Words(draft="journal-learned", attrs={"rows": 4}),
    )

    def clean(self) -> None:
        if not any(words.strip() for words in self.cleaned_data.values()):
            raise ValidationError(_("A few words in one of the two are enough."))
