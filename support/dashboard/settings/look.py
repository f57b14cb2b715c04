"""The colour of the community, and its logo."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from support.branding import logos
from support.branding.colours import COLOURS
from support.chips import ChipsOne
from support.dashboard.settings.section import SectionForm
from support.moderation.settings.look import LOOK


class LookForm(SectionForm):
    part = LOOK
    template = "settings/look.html"

    colour = forms.ChoiceField(
        label=gettext_lazy("The colour of what one can do"),
        help_text=gettext_lazy("Each of these can be read well by day and by night."),
        choices=COLOURS.items(),
        widget=ChipsOne,
        required=False,
    )
    logo = forms.FileField(
        label=gettext_lazy("A logo"),
        help_text=gettext_lazy(
            "An SVG of at most 64 kilobytes, or a PNG of at most 256, best as wide as it is high. Text in an SVG has "
            "to be turned into paths; scripts, styles and pictures in it are left out, and so is what a PNG says of "
            "its maker."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".svg,.png,image/svg+xml,image/png"}),
    )
    logo_off = forms.BooleanField(label=gettext_lazy("Take the logo out"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.community.logo_mark:
            del self.fields["logo_off"]

    def shown(self, values: dict[str, Any]) -> dict[str, Any]:
        return {"colour": values["colour"]}

    def clean_logo(self) -> bytes | None:
        file = self.cleaned_data["logo"]
        if file and file.size > logos.MOST_BYTES:
            raise ValidationError(
                _("This file is too large. An SVG has room for 64 kilobytes, a PNG for 256.")
            )
        return file.read() if file else None
