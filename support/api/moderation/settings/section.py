"""What all sections of the settings share: everybody who moderates reads them, owners change what they name."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Community
from support.api.moderation.desk import Desk
from support.api.shapes import Given, Moment, Shown
from support.moderation import past
from support.moderation.settings import Part, change, mark_of

CHANGED: dict[str, Any] = {"at": "2026-11-23T12:00:00Z", "by": "Nour"}
COMMON: dict[str, Any] = {"may_change": True, "log": [CHANGED]}


class SettingsGiven(Given):
    """A part of the settings: what is not named stays as it is."""

    all_there = False

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for field in fields.values():
            field.required = self.all_there and not field.read_only
        return fields


class SettingsChangedShown(Shown):
    at = Moment()
    by = serializers.CharField()


class SettingsShown(Shown):
    """Stands before the shape that is taken: then all of it is there."""

    all_there = True
    may_change = serializers.BooleanField(read_only=True)
    log = SettingsChangedShown(many=True, read_only=True, help_text="The last changes.")


class SettingsDesk(Desk):
    """An address of settings: whoever changes what they saw holds the community's row first.

    The caller is not held: what some settings do (`trust.ask_for_admission`) waits for whoever proposes before it holds
    people, and comes before them in the order of locks.
    """

    def hold(self, request: Request) -> None:
        Community.objects.select_for_update(no_key=True).get(pk=self.remit.community.pk)


class SettingsSection(SettingsDesk):
    part: ClassVar[Part]
    # What the domain calls otherwise than this address does, for what is wrong with it.
    called: ClassVar[dict[str, str]] = {}

    def outside(self, values: dict[str, Any]) -> dict[str, Any]:
        """The settings as they are shown."""
        return values

    def inside(self, given: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
        """What was sent, as the part takes it: the rest stays as it was before."""
        return before | given

    def shown(self, shape: type[SettingsShown]) -> Response:
        """The section as it is."""
        place = self.remit.community
        place.refresh_from_db()
        log = [{"at": made.made_at, "by": by} for made, by in past.of_settings(place, self.part)]
        told = self.outside(self.part.read(place)) | {"may_change": self.remit.decides_settings, "log": log}
        return Response(shape(told, context={"remit": self.remit}).data)

    def changed(self, request: Any, taken: type[SettingsGiven], shape: type[SettingsShown]) -> Response:
        """Changes what was sent, and shows what the section is now."""
        given, place = self.taken(taken, request.data, remit=self.remit), self.remit.community
        place.refresh_from_db()
        before = self.part.read(place)
        try:
            change(
                community=place,
                part=self.part,
                values=self.inside(given, before),
                seen=mark_of(before),
                by=request.user,
                now=self.now,
            )
        except ValidationError as refusal:
            raise self._named(refusal) from refusal
        return self.shown(shape)

    def _named(self, refusal: ValidationError) -> ValidationError:
        if not hasattr(refusal, "error_dict") or not self.called.keys() & refusal.error_dict.keys():
            return refusal
        return ValidationError(
            {self.called.get(name, name): errors for name, errors in refusal.error_dict.items()}
        )
