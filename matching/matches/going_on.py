"""Two people who would like to go on for longer, and a seeker who would rather look for somebody else."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import live
from accounts.models import Member
from matching.locking import hold
from matching.matches.steps import NotConnected, connected, finish, other_side, resume, tell
from matching.models import Match, MatchState


@transaction.atomic
def longer(*, match: Match, member: Member, wanted: bool, now: datetime) -> Match:
    """ "I would like to go on with this person for longer", or not after all. Raises `NotConnected`.

    A wish is its own writer's alone until the other has it too; then both are told, and from then on they are a longer
    pairing: nothing more is asked of them, and either may finish at any time. The helper's place stays taken.
    """
    held = hold(Q(pk=match.pk))
    match = connected(held, match, member)
    if match.longer_since is not None:
        return match
    if member.pk == match.seeker_id:
        match.seeker_longer = wanted
    else:
        match.helper_longer = wanted
    if match.seeker_longer and match.helper_longer:
        _begin(match, now)
    match.save()
    return match


def _begin(match: Match, now: datetime) -> None:
    """Both wish so."""
    match.longer_since = now
    for person in (match.seeker, match.helper):
        tell(match, person, "pair_longer", now)
    live.changed((match.seeker_id, match.helper_id))


@transaction.atomic
def set_apart(*, match: Match, member: Member, now: datetime) -> Match:
    """This time together is not what its seeker needed, or somebody never came: it ends, as any other would.

    The other side reads an ordinary ending; where it was over already, they hear nothing. The two are not put to each
    other again for a while, unless both wish so. A need that still lives goes on looking. Raises `NotConnected`.
    """
    held = hold(Q(pk=match.pk), members=[match.seeker_id, match.helper_id])
    match = held.matches[0] if held.matches else Match.objects.select_for_update(no_key=True).get(pk=match.pk)
    if member.pk not in (match.seeker_id, match.helper_id) or match.connected_at is None:
        raise NotConnected(_("This conversation has already ended."), code="not_connected")
    match.apart_since = match.apart_since or now
    if match.state == MatchState.CONNECTED:
        match.ended_by = member  # as after any ending; their own calendar is told by it
        finish(match, MatchState.ENDED, now)
        resume(held.needs[match.need_id])
        tell(match, other_side(match, member), "match_over", now)
    else:
        match.save()
    return match
