"""What there is to set."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.reverse import reverse

from support.api.moderation.desk import Desk, looking
from support.api.shapes import Shown
from support.api.view import MemberRequest
from support.moderation.settings import sections

ELSEWHERE = {"lines", "calls", "weights", "roles", "invitations"}
SECTION = {
    "section": "joining",
    "title": "Who may join",
    "does": "Open, by request or by invitation.",
    "address": "https://help.example/api/v1/communities/riverside/moderation/settings/joining/",
}


class SectionShown(Shown):
    section = serializers.ChoiceField([(told.key, told.key) for told in sections.SECTIONS])
    title = serializers.CharField()
    does = serializers.CharField()
    address = serializers.URLField()


class SectionsShown(Shown):
    items = SectionShown(many=True)


class DeskSettings(Desk):
    @looking(gives=SectionsShown, example=(None, {"items": [SECTION]}))
    def get(self, request: MemberRequest, community: str) -> Response:
        """The sections of the settings, and where each stands. Moderators see all; owners change them."""
        found = [self._told(told) for told in sections.SECTIONS]
        return Response(SectionsShown({"items": found}).data)

    def _told(self, told: sections.Told) -> dict[str, Any]:
        name = f"desk_{told.key}" if told.key in ELSEWHERE else f"desk_settings_{told.key}"
        address = reverse(f"api:{name}", args=[self.remit.community.slug], request=self.request)
        return {"section": told.key, "title": told.title, "does": told.does, "address": address}
