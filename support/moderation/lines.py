"""The crisis lines: added, changed, checked, taken out and put back, each a decision in the log.

They are the same in every community of this installation, so `policies.require_lines` says who may. Every change holds
all lines, so that two at once are one after the other. `seen` is the mark of what whoever decides had before their
eyes: nobody vouches for a number that was changed a moment ago.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Community, Member
from support import places, policies, safety
from support.models import CrisisResource, DecisionKind
from support.moderation.decisions import not_too_long, record
from support.moderation.line_words import dialled, tidy
from support.moderation.settings import ChangedMeanwhile, mark_of

PART = ("name", "phone", "note", "source", "expires_on", "verified_on")


class AlreadyThere(ValidationError):
    """The country has this number already."""

    def __init__(self) -> None:
        super().__init__({"phone": _("This number is in the list for this country already.")})


class TheLastOne(ValidationError):
    """Nothing would be left for somebody whose country has no line."""


def mark(line: CrisisResource) -> str:
    """A short mark of what a line is now."""
    return mark_of({name: getattr(line, name) for name in (*PART, "removed_on")})


@transaction.atomic
def add(
    *, country: str, values: Mapping[str, Any], checked: bool, community: Community, by: Member, now: datetime
) -> CrisisResource:
    """Shown from now on. One that was taken out before comes back as it is written now.

    Raises NotAllowed, AlreadyThere, and ValidationError beside what cannot stand.
    """
    remit, today = policies.require_lines(by, community), now.date()
    if country != safety.ANYWHERE and country not in places.countries():
        raise ValidationError({"country": _("Please choose from the list.")})
    tidied = tidy(values, today=today)
    hold()
    same = _same(country, tidied["phone"])
    if same is not None and same.removed_on is None:
        raise AlreadyThere
    line = same or CrisisResource(country=country)
    _put(line, tidied | {"verified_on": today if checked else None, "removed_on": None})
    _record(remit, DecisionKind.LINE_ADDED, line, now, phone=line.phone)
    return line


@transaction.atomic
def change(
    *,
    line: CrisisResource,
    values: Mapping[str, Any],
    checked: bool,
    seen: str,
    community: Community,
    by: Member,
    now: datetime,
) -> list[str]:
    """From now on it is so; returns what is different. Another number counts as unchecked until somebody checks it.

    Raises NotAllowed, ChangedMeanwhile, AlreadyThere, and ValidationError beside what cannot stand.
    """
    remit, today = policies.require_lines(by, community), now.date()
    tidied = tidy(values, today=today)
    line = _held(line, seen)
    before = {name: getattr(line, name) for name in PART}
    if _same(line.country, tidied["phone"], but=line) is not None:
        raise AlreadyThere
    other = dialled(tidied["phone"]) != dialled(line.phone)
    verified = today if checked else None if other else line.verified_on
    after = tidied | {"verified_on": verified}
    changed = [name for name in PART if before[name] != after[name]]
    if changed:
        _put(line, after)
        numbers = {"phone": line.phone, "phone_before": before["phone"]} if "phone" in changed else {}
        _record(remit, DecisionKind.LINE_CHANGED, line, now, changed=" ".join(changed), **numbers)
    return changed


@transaction.atomic
def check(
    *, line: CrisisResource, seen: str, community: Community, by: Member, now: datetime, because: str = ""
) -> None:
    """Somebody has checked it today: it is believed for `safety.GOOD_FOR`, or longer where that was said before.

    Raises NotAllowed, ChangedMeanwhile.
    """
    remit, today = policies.require_lines(by, community), now.date()
    line = _held(line, seen)
    expires = max(line.expires_on, today + safety.GOOD_FOR)
    _put(line, {"verified_on": today, "expires_on": expires})
    _record(remit, DecisionKind.LINE_CHECKED, line, now, until=expires, phone=line.phone, because=because)


@transaction.atomic
def remove(
    *, line: CrisisResource, seen: str, community: Community, by: Member, now: datetime, because: str = ""
) -> None:
    """Nobody is shown it from now on. Raises NotAllowed, ChangedMeanwhile, TheLastOne."""
    remit = policies.require_lines(by, community)
    line = _held(line, seen)
    anywhere = safety.lines().filter(country=safety.ANYWHERE).exclude(pk=line.pk)
    if line.country == safety.ANYWHERE and not anywhere.exists():
        text = _(
            "Please add another number for anywhere first. Everybody is shown one when no other is known."
        )
        raise TheLastOne(text)
    _put(line, {"removed_on": now.date()})
    _record(remit, DecisionKind.LINE_REMOVED, line, now, phone=line.phone, because=because)


@transaction.atomic
def put_back(
    *, line: CrisisResource, seen: str, community: Community, by: Member, now: datetime, because: str = ""
) -> None:
    """It is shown again, as it was. Raises NotAllowed, ChangedMeanwhile."""
    remit = policies.require_lines(by, community)
    line = _held(line, seen, removed=True)
    _put(line, {"removed_on": None})
    _record(remit, DecisionKind.LINE_BACK, line, now, phone=line.phone, because=because)


def hold() -> None:
    """Nobody else changes any line until the transaction ends."""
    list(CrisisResource.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _held(line: CrisisResource, seen: str, *, removed: bool = False) -> CrisisResource:
    """The line as it is now, and stays until all is done."""
    hold()
    found = CrisisResource.objects.get(pk=line.pk)
    if mark(found) != seen or (found.removed_on is not None) is not removed:
        raise ChangedMeanwhile
    return found


def _same(country: str, phone: str, but: CrisisResource | None = None) -> CrisisResource | None:
    """Another line of this country with this number, shown or taken out."""
    others = CrisisResource.objects.filter(country=country)
    return next((one for one in others if one != but and dialled(one.phone) == dialled(phone)), None)


def _put(line: CrisisResource, values: Mapping[str, str | date | None]) -> None:
    for name, value in values.items():
        setattr(line, name, value)
    line.save()


def _record(
    remit: policies.Remit,
    kind: DecisionKind,
    line: CrisisResource,
    now: datetime,
    because: str = "",
    **figures: object,
) -> None:
    country = line.country or "anywhere"
    because = not_too_long(because)
    about = {"line": line.pk, "country": country} | figures
    record(remit, kind, now=now, member=None, because=because, words="", **about)
