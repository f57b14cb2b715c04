"""It did not help, or nobody came: the seeker looks for somebody else, in one step."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Member
from matching import matches
from matching.models import Match, Need, NeedState, Urgency
from matching.needs.editing import edit, renew, reopen
from matching.needs.life import may_renew
from matching.postings import as_it_can_stand, today_of

# What an edit takes, as it stands in a need; topics stand apart.
AS_IT_STANDS = (
    "headline",
    "words",
    "kind",
    "formats",
    "languages",
    "urgency",
    "needed_by",
    "area",
    "wish_same_gender",
    "wish_age_bands",
    "wish_shared_experience",
    "connect_me",
)


@transaction.atomic
def look_anew(*, match: Match, now: datetime, changes: Mapping[str, Any] | None = None) -> Need:
    """Ends what is left of `match`, and looks for somebody else with its need, or with a new one linked to it.

    `changes` are fields of `needs.check` that its seeker has learnt to say differently. The helper reads an ordinary
    ending. A second call finds the request that the first one made. Raises what `edit` and `reopen` raise.
    """
    matches.set_apart(match=match, member=match.seeker, now=now)
    need = Need.objects.select_related("member", "community", "area").get(pk=match.need_id)
    if need.state == NeedState.CLOSED:
        need = reopen(need=need, now=now)
    need = edit(need=need, now=now, **(_afresh(need, now) | dict(changes or {})))
    return renew(need=need, now=now) if may_renew(need, now=now) else need


@transaction.atomic
def never_met(*, match: Match, member: Member, now: datetime) -> None:
    """One of the two never came. Whoever says so, nobody is blamed: it ends, and the search goes on at once."""
    if member.pk == match.seeker_id:
        look_anew(match=match, now=now)
    else:
        matches.set_apart(match=match, member=member, now=now)


def _afresh(need: Need, now: datetime) -> dict[str, Any]:
    """The need as it stands; what was for a day that is over has its whole time again."""
    fields = {name: getattr(need, name) for name in AS_IT_STANDS} | as_it_can_stand(need)
    fields["topics"] = list(need.topics.all())
    if need.needed_by is not None and need.needed_by < today_of(need.member, now):
        fields["needed_by"] = None
    if need.urgency == Urgency.TODAY and need.expires_at is not None and need.expires_at <= now:
        fields["urgency"] = Urgency.THIS_WEEK
    return fields
