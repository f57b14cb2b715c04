"""How long messages stay after a conversation has ended: as long as the house keeps them, or less.

Less counts a week later, so that nobody finds words gone without warning, and a slip can be put right.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from accounts.models import Community, KeepEnded
from support.moderation.settings.part import Columns

WARNING = timedelta(days=7)
COLUMNS = Columns("keeping", ("keep_ended_days",))


class Keeping:
    name = "keeping"
    figures = frozenset({"keep_ended_days"})

    def read(self, community: Community) -> dict[str, object]:
        return COLUMNS.read(community)

    def put(self, community: Community, values: Mapping[str, object], *, now: datetime) -> None:
        counts = community.keep_ended_from is None or community.keep_ended_from <= now
        today = community.keep_ended_days if counts else KeepEnded.THREE_MONTHS.value
        COLUMNS.put(community, values, now=now)
        community.keep_ended_from = now + WARNING if community.keep_ended_days < today else now
        community.save(update_fields=["keep_ended_from"])


KEEPING = Keeping()
