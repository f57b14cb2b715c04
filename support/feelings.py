"""How somebody feels when they ask for something: asked once, gently; theirs alone, and counted for the pulse."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.locking import lock_members
from matching.models import Need, NeedState
from support.models import Feeling


class NotAsked(ValidationError):
    """Only while nobody is found yet, and once."""

    problem = "conflict"  # for programs


ASKING = (NeedState.IN_REVIEW, NeedState.OPEN, NeedState.MATCHED)


def may_ask(need: Need) -> bool:
    """Whether its writer is still to be asked: while nobody is found yet, and until they have said something."""
    return need.state in ASKING and not Feeling.objects.filter(need=need).exists()


@transaction.atomic
def say(*, need: Need, value: int | None, now: datetime) -> None:
    """Keeps how its writer feels, or that they would rather not say. The first answer counts."""
    lock_members([need.member_id])
    Feeling.objects.get_or_create(need=need, defaults={"value": value, "said_at": now})


@transaction.atomic
def answer(*, need: Need, value: int | None, now: datetime) -> None:
    """As `say`, where it is asked for. Raises `NotAsked`."""
    lock_members([need.member_id])
    if not may_ask(need):
        raise NotAsked(_("This was said already, or its time is over."), code="not_asked")
    say(need=need, value=value, now=now)


def take_back(*, need: Need) -> None:
    """It was never said; the question stands on the page again."""
    Feeling.objects.filter(need=need).delete()
