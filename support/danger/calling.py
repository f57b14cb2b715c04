"""Calls the moderators to words that suggest danger, and outside the hours of duty whoever is on call.

The row with the signs is what is waiting to be told: this finds it however it was written (a page, a file, a request
that is asked again), and however often it was interrupted. The case itself needs none of this: it stands at the top of
the queue from the moment the words were written.
"""

import logging
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Community, Member
from accounts.notifications.notify import Notice, notify_all
from matching.models import SIGNS_UNTOLD
from support import duty, policies
from support.danger.rows import SOURCES, Source

MOST = 100

log = logging.getLogger(__name__)


def call(*, now: datetime) -> int:
    """Tells of everything that nobody was called to yet; returns how much. One that fails is tried again next time."""
    return sum(_tell(source, pk, now) for source in SOURCES for pk in _untold(source))


def _untold(source: Source) -> list[int]:
    rows = source.model.objects.filter(SIGNS_UNTOLD).order_by("signs_since", "pk")
    return list(rows.values_list("pk", flat=True)[:MOST])


@transaction.atomic
def _tell(source: Source, pk: int, now: datetime) -> bool:
    rows = source.model.objects.filter(SIGNS_UNTOLD, pk=pk).select_for_update(skip_locked=True, of=("self",))
    row = rows.first()
    if row is None:
        return False
    place, writer = source.place(row), source.writer_id(row)
    concerned = {writer} if source.name == "need" else {row.match.seeker_id, row.match.helper_id}
    event = f"{source.name}:{row.pk}:danger:{row.signs_since:%Y%m%d%H%M%S}"
    notify_all(_notices(place, concerned, event, now), now=now)
    source.model.objects.filter(pk=pk).update(signs_told_at=now)
    if place.on_call_address and not duty.on_duty(place, now):
        transaction.on_commit(partial(_write_to, place, source, pk))
    return True


def _notices(place: Community, concerned: set[int], event: str, now: datetime) -> list[Notice]:
    refers_to = {"community": place.slug}
    on_call = None if duty.on_duty(place, now) else _on_call(place, concerned)
    notices = [
        Notice(member, "place_danger", event, place.pk, refers_to)
        for member in policies.deciders(place, *concerned)
        if member != on_call
    ]
    if on_call:
        notices.append(Notice(on_call, "place_danger_on_call", event, place.pk, refers_to))
    return notices


def _on_call(place: Community, concerned: set[int]) -> Member | None:
    """Whoever is on call, unless it concerns them or somebody near to them."""
    member = place.on_call
    if member is None or not member.is_active or policies.remit_of(member, place) is None:
        return None  # also whoever looks after nobody here any more
    return member if member.pk not in policies.near_to(concerned) else None


def _write_to(place: Community, source: Source, pk: int) -> None:
    """A letter to an address that belongs to nobody here. It says nothing of anybody, and where to look.

    Where it cannot be sent, everybody is called again; of those who were told, nobody is told twice.
    """
    try:
        _letter(place).send()
    except Exception as error:
        log.warning("Whoever is on call could not be written to: %s", type(error).__name__)
        source.model.objects.filter(pk=pk).update(signs_told_at=None)


def _letter(place: Community) -> EmailMessage:
    with override(place.languages[0] if place.languages else settings.LANGUAGE_CODE):
        subject = _("Something waits for you now")
        text = _(
            "Somebody may be in danger, and no moderator is there at this hour. Please look: %(link)s"
        ) % {"link": f"{settings.SITE_URL}{reverse('dashboard', args=[place.slug])}"}
    return EmailMessage(subject, text, to=[place.on_call_address])
