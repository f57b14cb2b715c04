"""Sections that are nothing but a few columns: who may join, what is read first, how long words stay, helpers."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from accounts.models import Joining, KeepEnded
from support.api.moderation.desk import deciding, looking
from support.api.moderation.settings.section import COMMON, SettingsGiven, SettingsSection, SettingsShown
from support.api.view import MemberRequest
from support.moderation.settings import parts
from support.moderation.settings.keeping import KEEPING

JOINING: dict[str, Any] = COMMON | {"joining": "request", "listed": True}
REVIEW: dict[str, Any] = COMMON | {
    "review_first_needs": True,
    "review_first_messages": False,
    "review_proposals": False,
    "two_for_suspension": False,
}
KEPT: dict[str, Any] = COMMON | {"keep_ended_days": 90}
HELPERS: dict[str, Any] = COMMON | {
    "admits_helpers": True,
    "admission_needs_guide": True,
    "admission_needs_reference": False,
}


class SettingsJoiningGiven(SettingsGiven):
    joining = serializers.ChoiceField(Joining.choices, help_text="Whoever is here already stays.")
    listed = serializers.BooleanField(help_text="Shown on the front page; else found by its address alone.")


class SettingsJoiningShown(SettingsShown, SettingsJoiningGiven):
    pass


class JoiningSettings(SettingsSection):
    part = parts.JOINING

    @looking(gives=SettingsJoiningShown, example=(None, JOINING))
    def get(self, request: MemberRequest, community: str) -> Response:
        """How people join."""
        return self.shown(SettingsJoiningShown)

    @deciding(
        takes=SettingsJoiningGiven, gives=SettingsJoiningShown, example=({"joining": "request"}, JOINING)
    )
    def patch(self, request: MemberRequest, community: str) -> Response:
        """Change how people join. Links that were made before still work."""
        return self.changed(request, SettingsJoiningGiven, SettingsJoiningShown)


class SettingsReviewGiven(SettingsGiven):
    review_first_needs = serializers.BooleanField(help_text="Somebody's first request.")
    review_first_messages = serializers.BooleanField(help_text="The first message to a new person.")
    review_proposals = serializers.BooleanField(help_text="Every proposal of two people: it is much work.")
    two_for_suspension = serializers.BooleanField(help_text="A second moderator confirms each suspension.")


class SettingsReviewShown(SettingsShown, SettingsReviewGiven):
    pass


class ReviewSettings(SettingsSection):
    part = parts.REVIEW

    @looking(gives=SettingsReviewShown, example=(None, REVIEW))
    def get(self, request: MemberRequest, community: str) -> Response:
        """What moderators read before anybody else does."""
        return self.shown(SettingsReviewShown)

    @deciding(
        takes=SettingsReviewGiven, gives=SettingsReviewShown, example=({"review_first_needs": True}, REVIEW)
    )
    def patch(self, request: MemberRequest, community: str) -> Response:
        """Change what moderators read first. What waits already still waits for one."""
        return self.changed(request, SettingsReviewGiven, SettingsReviewShown)


class SettingsKeepingGiven(SettingsGiven):
    keep_ended_days = serializers.ChoiceField(
        KeepEnded.choices, help_text="A shorter time counts in a week, so that nobody finds words gone."
    )


class SettingsKeepingShown(SettingsShown, SettingsKeepingGiven):
    pass


class KeepingSettings(SettingsSection):
    part = KEEPING

    @looking(gives=SettingsKeepingShown, example=(None, KEPT))
    def get(self, request: MemberRequest, community: str) -> Response:
        """How long messages are kept after a conversation has ended."""
        return self.shown(SettingsKeepingShown)

    @deciding(takes=SettingsKeepingGiven, gives=SettingsKeepingShown, example=({"keep_ended_days": 90}, KEPT))
    def patch(self, request: MemberRequest, community: str) -> Response:
        """Change how long messages are kept."""
        return self.changed(request, SettingsKeepingGiven, SettingsKeepingShown)


class SettingsHelpersGiven(SettingsGiven):
    admits_helpers = serializers.BooleanField(
        help_text="Requests on sensitive topics go only to helpers whom a moderator has admitted."
    )
    admission_needs_guide = serializers.BooleanField(help_text="First they read the guide.")
    admission_needs_reference = serializers.BooleanField(
        help_text="First a moderator has noted references or a call."
    )


class SettingsHelpersShown(SettingsShown, SettingsHelpersGiven):
    pass


class HelpersSettings(SettingsSection):
    part = parts.HELPERS

    @looking(gives=SettingsHelpersShown, example=(None, HELPERS))
    def get(self, request: MemberRequest, community: str) -> Response:
        """What is asked of helpers before they meet the most sensitive topics."""
        return self.shown(SettingsHelpersShown)

    @deciding(
        takes=SettingsHelpersGiven, gives=SettingsHelpersShown, example=({"admits_helpers": True}, HELPERS)
    )
    def patch(self, request: MemberRequest, community: str) -> Response:
        """Change whom a moderator admits first. Open proposals that the new rule forbids are taken back at once."""
        return self.changed(request, SettingsHelpersGiven, SettingsHelpersShown)
