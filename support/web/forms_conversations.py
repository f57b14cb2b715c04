"""What is written in and around a conversation: a message, thanks, a report."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from support import conversations, finding, followup, reports, starters
from support.models import Message
from support.web.forms import Words


class Lines(forms.CharField):
    """What somebody writes, with a new line counted as one sign, as browsers count it; sent it is two."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class MessageForm(forms.Form):
    words = Lines(
        label=gettext_lazy("Your message"),
        max_length=conversations.LONGEST,
        widget=forms.Textarea({"rows": 3, "data-draft": "message"}),
        error_messages={"required": gettext_lazy("There is nothing to send yet. A few words are enough.")},
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)


class ChangeForm(forms.Form):
    words = Lines(
        label=gettext_lazy("Your message"),
        max_length=conversations.LONGEST,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("There is nothing to send yet. A few words are enough.")},
    )


class PartingForm(forms.Form):
    """A last sentence, one of the service's own, or none."""

    words = forms.ChoiceField(
        label=gettext_lazy("Would you like to leave a word?"),
        required=False,
        widget=forms.RadioSelect({"class": "lines"}),
    )

    def __init__(self, *args: Any, side: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ready = starters.partings(side)
        numbered = [(str(number), words) for number, words in enumerate(self.ready)]
        self.fields["words"].choices = [("", _("No, just end it")), *numbered]  # type: ignore[attr-defined]

    def clean_words(self) -> str:
        chosen: str = self.cleaned_data["words"]
        return self.ready[int(chosen)] if chosen else ""


class FindForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Find words in my conversations"),
        max_length=finding.LONGEST,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Please type at least two letters.")},
    )


class ThanksForm(forms.Form):
    words = Lines(
        label=gettext_lazy("What would you like to say?"),
        help_text=gettext_lazy("Only the two of you will read it."),
        max_length=followup.LONGEST,
        widget=Words(draft="thanks", attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("A few words are enough. Or go home; that is fine too.")},
    )


class ReportForm(forms.Form):
    words = Lines(
        label=gettext_lazy("What happened?"),
        help_text=gettext_lazy("Only moderators read this. The other person is not told."),
        max_length=reports.LONGEST,
        widget=Words(draft="report"),
        error_messages={"required": gettext_lazy("Please say in a few words what was not right.")},
    )
    message = forms.ChoiceField(
        label=gettext_lazy("Is it about one message?"),
        help_text=gettext_lazy(
            "If you choose one, moderators read it, up to five before and five after it, and no others."
        ),
        required=False,
    )

    def __init__(self, *args: Any, theirs: Iterable[Message], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.theirs = {str(message.uid): message for message in theirs}
        about = [(uid, _in_short(message)) for uid, message in self.theirs.items()]
        self.fields["message"].choices = [("", _("No, about all of it")), *about]  # type: ignore[attr-defined]

    def clean_message(self) -> Message | None:
        return self.theirs.get(self.cleaned_data["message"])


def _in_short(message: Message) -> str:
    """How a message is known again. One that was taken back can be reported as well."""
    if message.taken_back_at:
        when = date_format(localtime(message.sent_at), "SHORT_DATETIME_FORMAT")
        if message.hidden_at:
            return _("The message of %(moment)s that moderators put aside") % {"moment": when}
        return _("The message of %(moment)s that was taken back") % {"moment": when}
    return Truncator(message.words).chars(60)
