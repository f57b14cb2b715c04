"""Whether helpers are admitted before sensitive topics: columns whose change takes open proposals back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Community
from matching import trust
from support.moderation.settings.part import Columns


@dataclass(frozen=True)
class Admission(Columns):
    def put(self, community: Community, values: Mapping[str, object], *, now: datetime) -> None:
        """Proposals that the new rule forbids are gone in the same moment."""
        asks, guide, reference = (bool(values[name]) for name in self.columns)
        trust.ask_for_admission(community=community, asks=asks, guide=guide, reference=reference, now=now)
        community.refresh_from_db(fields=self.columns)
