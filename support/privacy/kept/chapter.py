"""What one thing that is kept says of itself, and the chapters that such things stand in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Member

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Count = Callable[[Member], int]


@dataclass(frozen=True)
class Kept:
    """One kind of thing. `holds` names the fields, by model; `count` says how many there are of one member."""

    what: "StrOrPromise"
    why: "StrOrPromise"
    seen_by: "StrOrPromise"
    how_long: "StrOrPromise"
    holds: Mapping[str, str] = field(default_factory=dict)
    count: Count | None = None


@dataclass(frozen=True)
class Chapter:
    title: "StrOrPromise"
    kept: tuple[Kept, ...]


def matches_of(member: Member) -> Q:
    return Q(seeker=member) | Q(helper=member)


UNTIL_ERASED = _("Until you erase your account.")
FOR_YOU_ALONE = _("Nobody but you.")
