"""What a moderator does who reads a need first: let it out, or give it back."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import live
from accounts.notifications.notify import notify_all
from matching import matches, waiting
from matching.locking import hold
from matching.models import Need, NeedState
from matching.needs.life import ALIVE, Frozen, notice, set_out


@transaction.atomic
def release(*, need: Need, now: datetime) -> Need:
    """A moderator has read it: the need opens. Raises `Frozen` when it no longer waits for that."""
    need = _in_review(need)
    set_out(need, now)
    need.save()
    waiting.stir(need)
    live.changed([need.member_id])
    return need


@transaction.atomic
def give_back(*, need: Need, now: datetime) -> Need:
    """A moderator gives it back to its writer as a draft; editing it posts it again. Raises `Frozen`."""
    need = _in_review(need)
    need.state = NeedState.DRAFT
    need.save(update_fields=["state"])
    notify_all([notice(need, "need_returned", f"returned:{need.version}")], now=now)
    return need


@transaction.atomic
def set_danger(*, need: Need, danger: bool, now: datetime) -> Need:
    """A moderator has read it and says whether it goes only to helpers who are trained and have opted in.

    Whoever is being asked about one that speaks of danger, and may not be, is thanked and let go.
    """
    held = hold(Q(need=need.pk), members=[need.member_id], needs=[need.pk])
    need = held.needs[need.pk]
    if danger and not need.danger:
        matches.supersede(held, now=now)
        need.refresh_from_db(fields=["live", "state"])
    need.danger = danger
    need.save(update_fields=["danger"])
    if need.state in ALIVE:
        waiting.stir(need)
    return need


def _in_review(need: Need) -> Need:
    need = hold(Q(pk__in=[]), members=[need.member_id], needs=[need.pk]).needs[need.pk]
    if need.state != NeedState.IN_REVIEW:
        raise Frozen(_("This request no longer waits to be read."), code="frozen")
    return need
