"""What may come of an answer: somebody else, a quiet end, or nothing at all. None of it has to be."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Member
from matching import needs
from matching.models import Match, MatchState, Need
from support.checkins.answering import NothingAsked, said
from support.models import Helped


class Step(StrEnum):
    SOMEBODY_ELSE = "somebody_else"  # the seeker looks anew
    NEVER_CAME = "never_came"  # it ends quietly, and the search goes on
    WELL = "well"  # thanks, a good end, a page for oneself


def next_step(match: Match, member: Member) -> Step | None:
    """What what they said last may lead to; None where nothing was said, or it is over."""
    last = said(match, member)
    if last is None or match.state not in (MatchState.CONNECTED, MatchState.COMPLETED):
        return None
    if last.helped == Helped.NEVER_CAME:
        return Step.NEVER_CAME
    if last.helped == Helped.NOT_YET and match.seeker_id == member.pk:
        return Step.SOMEBODY_ELSE
    return Step.WELL


def go_onward(*, match: Match, member: Member, changes: Mapping[str, Any], now: datetime) -> Need | None:
    """Takes that step; the request that looks for somebody else, where it is this member's.

    Raises NothingAsked where no step is to be taken, and what `needs.look_anew` raises.
    """
    step = next_step(match, member)
    if step == Step.SOMEBODY_ELSE:
        return needs.look_anew(match=match, now=now, changes=changes)
    if step != Step.NEVER_CAME:
        raise NothingAsked(_("There is nothing to answer here any more."))
    needs.never_met(match=match, member=member, now=now)
    if member.pk != match.seeker_id:
        return None
    return Need.objects.filter(reopened_from=match.need_id).order_by("-pk").first() or match.need
