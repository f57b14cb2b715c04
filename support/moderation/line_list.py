"""The crisis lines as moderators read them: what each is now, and whether it waits for a check."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Community
from support import places, safety
from support.models import CrisisResource
from support.moderation.line_words import dialled
from support.moderation.lines import mark


@dataclass(frozen=True)
class Shown:
    """One line of the list. `mark` is what it is now: a decision names it."""

    line: CrisisResource
    country: str
    stale: bool
    mark: str
    tel: str

    @property
    def uid(self) -> UUID:
        return self.line.uid


def every(community: Community, *, today: date) -> list[Shown]:
    """All lines, those that were taken out among them; what this community's members are shown first comes first."""
    found = [shown(line, today=today) for line in CrisisResource.objects.all()]
    near = (community.country, safety.ANYWHERE)
    found.sort(key=lambda one: (one.line.country not in near, one.country, one.line.name))
    return found


def shown(line: CrisisResource, *, today: date) -> Shown:
    country = places.countries().get(line.country, "") if line.country else _("Anywhere")
    return Shown(
        line=line,
        country=country or line.country,
        stale=safety.is_stale(line, today=today),
        mark=mark(line),
        tel=dialled(line.phone),
    )
