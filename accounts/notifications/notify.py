"""Writing down what a member should know, in the transaction that causes it."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from accounts import doorbell, live
from accounts.models import Channel, Community, Delivery, DeliveryState, Member, Notification
from accounts.notifications import preferences, timing
from accounts.notifications.channels import CHANNELS
from accounts.notifications.kinds import KINDS, Kind
from accounts.rows import select
from accounts.tasks import deliver, sweep_deliveries

FEW = 20  # letters written at once for each of which a doorbell rings
A_SWEEP = 100  # of more than these, so many are left to one sweep

# Only whoever has a browser that may be rung gets a letter for it.
# Nobody is told without the letter that belongs to it, and nobody gets the letter of what they were told already. Of
# whoever erased their account nothing begins anew.
TELL = """
WITH told AS (
    INSERT INTO accounts_notification (uid, member_id, community_id, kind, event, refers_to, secret, created_at)
    SELECT uid, member, community, kind, event, refers_to::jsonb, secret, created
    FROM unnest(%(uids)s::uuid[], %(members)s::bigint[], %(communities)s::bigint[], %(kinds)s::text[],
        %(events)s::text[], %(refers_to)s::text[], %(secrets)s::text[], %(created)s::timestamptz[])
        AS new(uid, member, community, kind, event, refers_to, secret, created)
    WHERE EXISTS (SELECT FROM accounts_member here WHERE here.id = member AND here.erased_at IS NULL)
    ON CONFLICT (member_id, event) DO NOTHING
    RETURNING id, uid, member_id
), sent AS (
    INSERT INTO accounts_delivery (notification_id, channel, state, due_at, first, together, attempts, failure)
    SELECT told.id, channel, 'waiting', due, first, together, 0, ''
    FROM unnest(%(letters)s::uuid[], %(channels)s::text[], %(due)s::timestamptz[], %(first)s::boolean[],
        %(together)s::boolean[]) AS letter(uid, channel, due, first, together)
    JOIN told USING (uid)
    WHERE channel <> 'push'
        OR EXISTS (SELECT FROM accounts_pushsubscription browser WHERE browser.member_id = told.member_id)
    RETURNING notification_id
)
SELECT uid, id, EXISTS (SELECT FROM sent WHERE sent.notification_id = told.id) FROM told
"""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that one member should know.

    `event` names what happened ("match:81:match_asked"), `refers_to` holds the ids that the kind's link needs, `secret`
    the path of a page that only this message may open, or the code that it carries. Words never go in here: they stand
    in `kinds`.
    """

    member: Member
    kind: str
    event: str
    community_id: int | None = None
    refers_to: Mapping[str, str] = field(default_factory=dict)
    secret: str = ""


def notify(
    *,
    member: Member,
    kind: str,
    event: str,
    now: datetime,
    community: Community | None = None,
    refers_to: Mapping[str, str] | None = None,
    secret: str = "",
) -> Notification | None:
    """Tells the member of one event (see `Notice`), in every way they want; None when they have been told already."""
    place = community.pk if community else None
    told = notify_all([Notice(member, kind, event, place, refers_to or {}, secret)], now=now)
    return told[0] if told else None


def notify_all(notices: Sequence[Notice], *, now: datetime) -> list[Notification]:
    """Tells everybody what they have not been told yet, and returns what was new. One statement, however many."""
    rows = [_row(notice, now) for notice in notices]
    letters = [letter for row in rows for letter in _letters(row, now)]
    told, to_send = _write(rows, letters) if rows else ([], set())
    due = {letter.row.uid for letter in letters if letter.due.at <= now}
    _ring_for([row for row in told if row.pk in to_send and row.uid in due])
    live.changed(row.member_id for row in told)
    return told


def call_back(
    *, members: Iterable[int], kinds: Collection[str], refers_to: Mapping[str, str], now: datetime
) -> None:
    """Letters of these kinds that still wait are not sent any more: what they say is no longer so.

    `refers_to` are ids that they name, perhaps among others. In the app everything stays as it was told.
    """
    waits = Q(state=DeliveryState.WAITING)
    folded = Q(state=DeliveryState.FOLDED, told_in__state=DeliveryState.WAITING)
    Delivery.objects.filter(
        waits | folded,
        notification__member__in=members,
        notification__kind__in=kinds,
        notification__refers_to__contains=refers_to,
    ).update(state=DeliveryState.CANCELLED, finished_at=now)


def _row(notice: Notice, now: datetime) -> Notification:
    if notice.kind not in KINDS:
        raise KeyError(notice.kind)
    return Notification(
        member=notice.member,
        community_id=notice.community_id,
        kind=notice.kind,
        event=notice.event,
        refers_to=dict(notice.refers_to),
        secret=notice.secret,
        created_at=now,
    )


class _Letter(NamedTuple):
    """What goes out through one channel, if its notification is new; what waits for the end of quiet hours is swept."""

    row: Notification
    channel: Channel
    due: timing.Due


def _letters(row: Notification, now: datetime) -> list[_Letter]:
    """One for each channel."""
    kind = KINDS[row.kind]
    return [
        _Letter(row, channel, timing.due(row.member, kind, channel, now))
        for channel in channels(row.member, kind)
    ]


def _write(rows: list[Notification], letters: Sequence[_Letter]) -> tuple[list[Notification], set[int]]:
    """Inserts the rows whose event was not told yet; the database decides, whoever else is writing.

    Returns the new ones, and the ids of those of which something is to be sent.
    """
    secret = Notification._meta.get_field("secret")
    written = select(
        TELL,
        uids=[row.uid for row in rows],
        members=[row.member_id for row in rows],
        communities=[row.community_id for row in rows],
        kinds=[row.kind for row in rows],
        events=[row.event for row in rows],
        refers_to=[json.dumps(row.refers_to) for row in rows],
        secrets=[secret.get_prep_value(row.secret) for row in rows],
        created=[row.created_at for row in rows],
        letters=[letter.row.uid for letter in letters],
        channels=[str(letter.channel) for letter in letters],
        due=[letter.due.at for letter in letters],
        first=[KINDS[letter.row.kind].first for letter in letters],
        together=[letter.due.together for letter in letters],
    )
    ids = {uid: pk for uid, pk, _sent in written}
    for row in rows:
        row.pk = ids.get(row.uid)
    return [row for row in rows if row.pk], {pk for _uid, pk, sent in written if sent}


def _ring_for(due: Sequence[Notification]) -> None:
    """A ring for each letter or, where a round wrote hundreds, sweeps that share them: a ring costs what a row does."""
    if len(due) <= FEW:
        for row in due:
            doorbell.ring(deliver, notification_id=row.pk)
    else:
        for _ in range(0, len(due), A_SWEEP):
            doorbell.ring(sweep_deliveries)


def channels(member: Member, kind: Kind) -> list[Channel]:
    """How this kind of message reaches this member, beside being in the app. Asked again at sending.

    Whoever has asked for their account to be erased hears nothing more but what they need to come back.
    """
    if not member.is_active or (member.erase_asked_at and not kind.account):
        return []
    return [
        channel
        for channel, way in CHANNELS.items()
        if preferences.wants(member, kind, channel) and way.reaches(member, kind)
    ]
