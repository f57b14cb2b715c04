"""When moderators are there and how soon they look: one part of the settings, because one promise."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _

from accounts.models import Community
from matching.engine.side import Window
from support import duty, policies
from support.moderation.settings.part import Columns

COLUMNS = Columns(
    "hours",
    (
        *("moderator_hours", "time_zone", "duty_hours", "response_hours", "grave_hours", "waits_long_days"),
        *("on_call_id", "on_call_address"),
    ),
    words=frozenset({"moderator_hours", "on_call_address"}),
)


BOUNDS = {"response_hours": (1, 336), "grave_hours": (1, 336), "waits_long_days": (1, 60)}


def zones() -> list[str]:
    """The clocks that a community may go by."""
    return ["UTC", *sorted(zone for zone in available_timezones() if "/" in zone and "Etc/" not in zone)]


class HoursPart:
    """The columns, with what must hold between them."""

    name = "hours"
    figures = COLUMNS.figures

    def read(self, community: Community) -> dict[str, object]:
        return COLUMNS.read(community)

    def put(self, community: Community, values: Mapping[str, object], *, now: datetime) -> None:
        """Raises ValidationError beside hours that are none, times out of order, or somebody who cannot be on call."""
        _check(community, values)
        given = dict(values)
        windows = [Window(*window) for window in given["duty_hours"]]  # type: ignore[attr-defined]
        given["duty_hours"] = duty.as_kept(windows)
        if int(str(given["grave_hours"])) > int(str(given["response_hours"])):
            text = _("What is grave cannot wait longer than everything else.")
            raise ValidationError({"grave_hours": text})
        on_call = given["on_call_id"]
        if on_call and on_call not in policies.moderators_of(community):
            raise ValidationError({"on_call_id": _("Only somebody who moderates here can be on call.")})
        for name in COLUMNS.columns:
            setattr(community, name, given[name])
        others = {field.name for field in Community._meta.fields} - set(COLUMNS.columns)
        community.clean_fields(exclude=others)
        community.save(update_fields=[name.removesuffix("_id") for name in COLUMNS.columns])


def _check(community: Community, values: Mapping[str, object]) -> None:
    """What a form would see to, for whoever comes without one."""
    errors: dict[str, object] = {}
    for name, (least, most) in BOUNDS.items():
        try:
            MinValueValidator(least)(values[name])
            MaxValueValidator(most)(values[name])
        except ValidationError as refusal:
            errors[name] = refusal
    if values["time_zone"] not in (community.time_zone, *zones()):
        errors["time_zone"] = _("Please choose from the list.")
    if errors:
        raise ValidationError(errors)


HOURS = HoursPart()
