"""The colour of the community, and its logo."""

import base64
import binascii
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from support.api.moderation.desk import deciding, looking
from support.api.moderation.settings.section import COMMON, SettingsGiven, SettingsSection, SettingsShown
from support.api.view import MemberRequest
from support.branding import logos
from support.branding.colours import COLOURS
from support.moderation.settings.look import LOOK

LOOK_SHOWN: dict[str, Any] = COMMON | {"colour": "sea", "logo": None}


@extend_schema_field(
    {"type": "string", "contentEncoding": "base64", "maxLength": logos.MOST_BYTES * 4 // 3 + 4}
)
class Base64(serializers.CharField):
    """A file in a string."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=logos.MOST_BYTES * 4 // 3 + 4, **options)

    def to_internal_value(self, data: Any) -> bytes:  # type: ignore[override]
        try:
            return base64.b64decode(super().to_internal_value(data), validate=True)
        except (binascii.Error, ValueError) as wrong:
            raise serializers.ValidationError(_("This is no file in Base64."), "no_file") from wrong


class SettingsLookGiven(SettingsGiven):
    colour = serializers.ChoiceField(
        [*COLOURS.items()], help_text="Each can be read well by day and by night."
    )
    logo = Base64(
        allow_null=True,
        help_text="An SVG of at most 64 kilobytes or a PNG of at most 256, in Base64; null takes out what is there.",
    )


class SettingsLookShown(SettingsShown):
    colour = serializers.ChoiceField([*COLOURS.items()])
    logo = serializers.CharField(source="address", allow_null=True, help_text="Where it is now.")


class LookSettings(SettingsSection):
    part = LOOK

    @looking(gives=SettingsLookShown, example=(None, LOOK_SHOWN))
    def get(self, request: MemberRequest, community: str) -> Response:
        """How the community looks."""
        return self.shown(SettingsLookShown)

    @deciding(takes=SettingsLookGiven, gives=SettingsLookShown, example=({"colour": "sea"}, LOOK_SHOWN))
    def patch(self, request: MemberRequest, community: str) -> Response:
        """Change the colour or the logo. Scripts, styles and pictures in an SVG are left out."""
        return self.changed(request, SettingsLookGiven, SettingsLookShown)

    def outside(self, values: dict[str, Any]) -> dict[str, Any]:
        place, mark = self.remit.community, values["logo"]
        return values | {"address": reverse("community_logo", args=[place.slug, mark]) if mark else None}

    def inside(self, given: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
        colour, logo = given.get("colour", before["colour"]), given.get("logo")
        return {"colour": colour, "logo": logo, "logo_off": "logo" in given and logo is None}
