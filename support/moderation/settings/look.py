"""How the community looks: its colour and its logo."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Community
from support.branding import logos
from support.branding.colours import COLOURS


class Look:
    """Neither colour nor logo are words: the log keeps them, the logo by its mark."""

    name = "look"
    figures = frozenset({"colour", "logo"})

    def read(self, community: Community) -> dict[str, object]:
        return {"colour": community.colour, "logo": community.logo_mark}

    def put(self, community: Community, values: Mapping[str, object], *, now: datetime) -> None:
        """`logo` is a file's content, or nothing; `logo_off` takes out what is there."""
        if values["colour"] not in COLOURS:
            raise ValidationError({"colour": _("Please choose from the list.")})
        community.colour = str(values["colour"])
        community.save(update_fields=["colour"])
        logo = values.get("logo")
        if isinstance(logo, bytes) and logo:
            logos.put(community=community, data=logo, now=now)
        elif values.get("logo_off"):
            logos.take_out(community=community)


LOOK = Look()
