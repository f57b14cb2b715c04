"""The name that others see: freely chosen, but one that can be read and told apart."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership

LONGEST = Membership._meta.get_field("display_name").max_length or 40
INVISIBLE = {
    "Cc",
    "Cf",
    "Co",
    "Cs",
}  # control and format characters: two names must never only look different


class NameNotUsable(ValidationError):
    """Beside `display_name`: why this cannot be the name."""

    def __init__(self, why: str | Promise) -> None:
        super().__init__({"display_name": ValidationError(str(why), code="name_not_usable")})


class NameTaken(ValidationError):
    """Beside `display_name`: somebody in this community is called so already."""

    def __init__(self) -> None:
        taken = _("Somebody here already goes by that name. Please choose another; a small change is enough.")
        super().__init__({"display_name": ValidationError(taken, code="name_taken")})


def clean_name(text: str) -> str:
    """The name as it is kept: one form for letters that look alike, single spaces, nothing invisible.

    Raises NameNotUsable when nothing readable is left or when it is too long.
    """
    spaced = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text))
    name = "".join(letter for letter in spaced if unicodedata.category(letter) not in INVISIBLE).strip()
    if not any(letter.isalnum() for letter in name):
        raise NameNotUsable(_("Please choose a name. It need not be your real one."))
    if len(name) > LONGEST:
        raise NameNotUsable(_("Please choose a name of at most %(longest)d letters.") % {"longest": LONGEST})
    return name
