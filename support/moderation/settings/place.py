"""Where the community is and what is spoken there: languages, country, meeting in person, and its own coarse map."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts import areas, world
from accounts.languages import SPOKEN
from accounts.models import Area, Community
from matching.models import Need, NeedState, Offer, OfferState
from support.moderation.settings.part import Columns

COLUMNS = Columns("place", ("languages", "country", "in_person"))


class AreaInUse(ValidationError):
    """Somebody who is looking or helping lives there, roughly: it stays on the map until they are done."""


class Place:
    """Areas are names, so the log keeps how many there are."""

    name = "place"
    figures = frozenset({"languages", "country", "in_person", "number_of_areas"})

    def read(self, community: Community) -> dict[str, object]:
        drawn = areas.drawn(community)
        return COLUMNS.read(community) | {"areas": drawn, "number_of_areas": len(drawn)}

    def put(self, community: Community, values: Mapping[str, object], *, now: datetime) -> None:
        _check(community, values)
        COLUMNS.put(community, values, now=now)
        wanted = areas.tidy(values["areas"])  # type: ignore[arg-type]
        gone = areas.missing_from(community, wanted)
        if used := _in_use(gone):
            text = _("Somebody lives in “%(name)s” and is looking or helping just now: please keep it.")
            raise AreaInUse({"areas": text % {"name": used.name}})
        areas.draw(community=community, wanted=wanted)


def _check(community: Community, values: Mapping[str, object]) -> None:
    known = SPOKEN | set(community.languages)
    text, errors = _("Please choose from the list."), {}
    if not known.issuperset(cast("Iterable[str]", values["languages"])):
        errors["languages"] = text
    if values["country"] not in ("", community.country, *world.countries()):
        errors["country"] = text
    if errors:
        raise ValidationError(errors)


def _in_use(gone: list[Area]) -> Area | None:
    needs = Need.objects.exclude(state=NeedState.CLOSED).filter(area__in=gone)
    offers = Offer.objects.exclude(state=OfferState.CLOSED).filter(area__in=gone)
    used = {*needs.values_list("area", flat=True), *offers.values_list("area", flat=True)}
    return next((area for area in gone if area.pk in used), None)


PLACE = Place()
