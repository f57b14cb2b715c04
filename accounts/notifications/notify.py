"""Writing down what a member should know, in the transaction that causes it."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db.models import Q, QuerySet

from accounts import doorbell, live
from accounts.models import Channel, Community, Delivery, DeliveryState, Member, Notification
from accounts.notifications import preferences, timing
from accounts.notifications.channels import CHANNELS
from accounts.notifications.kinds import KINDS, Kind
from accounts.prepared import Given, PreparedChange
from accounts.rows import Later, Rows, ask
from accounts.tasks import deliver, sweep_deliveries

FEW = 20  # letters written at once for each of which a doorbell rings
A_SWEEP = 100  # of more than these, so many are left to one sweep
SECRET = Notification._meta.get_field("secret")

# Only whoever has a browser that may be rung gets a letter for it.
# Nobody is told without the letter that belongs to it, and nobody gets the letter of what they were told already. Of
# whoever erased their account nothing begins anew. (Asked with EXISTS, the plan would read the whole table of members.)
TELL = """
WITH told AS (
    INSERT INTO accounts_notification (uid, member_id, community_id, kind, event, refers_to, secret, created_at)
    SELECT uid, member, community, kind, event, refers_to, secret, %(now)s::timestamptz
    FROM json_to_recordset(%(notices)s::json) AS new(uid uuid, member bigint, community bigint, kind text, event text,
        refers_to jsonb, secret text)
    WHERE (SELECT here.erased_at IS NULL FROM accounts_member here WHERE here.id = member)
    ON CONFLICT (member_id, event) DO NOTHING
    RETURNING id, uid, member_id
), sent AS (
    INSERT INTO accounts_delivery (notification_id, channel, state, due_at, first, together, attempts, failure)
    SELECT told.id, channel, 'waiting', due, first, together, 0, ''
    FROM json_to_recordset(%(letters)s::json) AS letter(uids uuid[], channel text, due timestamptz, first boolean,
        together boolean)
    CROSS JOIN unnest(letter.uids) AS whose(uid)
    JOIN told USING (uid)
    WHERE channel <> 'push'
        OR EXISTS (SELECT FROM accounts_pushsubscription browser WHERE browser.member_id = told.member_id)
    RETURNING notification_id
)
SELECT uid::text, id, EXISTS (SELECT FROM sent WHERE sent.notification_id = told.id) FROM told
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
    notice = Notice(member, kind, event, place, refers_to or {}, secret)
    told = notify_all([notice], now=now)
    return _row(notice, told[0], now) if told else None


class Told(NamedTuple):
    """A notice that nobody had told before, as it was written down."""

    notice: Notice
    uid: str
    id: int


def notify_all(notices: Sequence[Notice], *, now: datetime) -> list[Told]:
    """Tells everybody what they have not been told yet, and returns what was new. One statement, however many."""
    return ask_to_tell(notices, now=now)()


def ask_to_tell(notices: Sequence[Notice], *, now: datetime) -> Later[list[Told]]:
    """The same for `rows.together`. Nobody's doorbell rings, and no open page looks again, before this is called."""
    for notice in notices:
        if notice.kind not in KINDS:
            raise KeyError(notice.kind)
    named = {str(uuid4()): notice for notice in notices}
    letters = _letters(named, now)
    rows = _ask_to_write(named, letters, now) if named else list

    def tell() -> list[Told]:
        written = {uid: (id, sent) for uid, id, sent in rows()}
        told = [Told(notice, uid, written[uid][0]) for uid, notice in named.items() if uid in written]
        due = {uid for letter, uids in letters.items() if letter.due.at <= now for uid in uids}
        _ring_for([one.id for one in told if one.uid in due and written[one.uid][1]])
        live.changed(one.notice.member.id for one in told)
        return told

    return tell


def call_back(
    *, members: Iterable[int], kinds: Collection[str], refers_to: Mapping[str, str], now: datetime
) -> None:
    """Letters of these kinds that still wait are not sent any more: what they say is no longer so.

    `refers_to` are ids that they name, perhaps among others. In the app everything stays as it was told.
    """
    CALLED_BACK.make(members=list(members), kinds=list(kinds), refers_to=json.dumps(dict(refers_to)), now=now)


def _called_back() -> tuple[QuerySet[Delivery], dict[str, object]]:
    waits = Q(state=DeliveryState.WAITING)
    folded = Q(state=DeliveryState.FOLDED, told_in__state=DeliveryState.WAITING)
    found = Delivery.objects.filter(
        waits | folded,
        notification__member__pk__any_of=Given("members"),
        notification__kind__any_of=Given("kinds"),
        notification__refers_to__contains=Given("refers_to"),
    )
    return found, {"state": DeliveryState.CANCELLED, "finished_at": Given("now")}


CALLED_BACK = PreparedChange(_called_back)


def _row(notice: Notice, told: Told, now: datetime) -> Notification:
    """The row that was written, as the ORM would read it."""
    row = Notification(
        pk=told.id,
        uid=UUID(told.uid),
        member=notice.member,
        community_id=notice.community_id,
        kind=notice.kind,
        event=notice.event,
        refers_to=dict(notice.refers_to),
        secret=notice.secret,
        created_at=now,
    )
    row._state.adding = False
    return row


class _Letter(NamedTuple):
    """How something goes out, if its notification is new; what waits for the end of quiet hours is swept."""

    channel: Channel
    due: timing.Due
    first: bool


def _letters(named: Mapping[str, Notice], now: datetime) -> dict[_Letter, list[str]]:
    """One for each channel of each notice. Those that go out alike stand together: of a round, nearly all do."""
    letters: dict[_Letter, list[str]] = defaultdict(list)
    for uid, notice in named.items():
        kind = KINDS[notice.kind]
        for channel in channels(notice.member, kind):
            due = timing.due(notice.member, kind, channel, now)
            letters[_Letter(channel, due, kind.first)].append(uid)
    return letters


def _ask_to_write(
    named: Mapping[str, Notice], letters: Mapping[_Letter, Sequence[str]], now: datetime
) -> Later[Rows]:
    """Inserts what was not told yet; the database decides, whoever else is writing.

    For each that was new its uid and id, and whether anything is to be sent of it.
    """
    notices = [
        {
            "uid": uid,
            "member": notice.member.id,
            "community": notice.community_id,
            "kind": notice.kind,
            "event": notice.event,
            "refers_to": dict(notice.refers_to),
            "secret": SECRET.get_prep_value(notice.secret),
        }
        for uid, notice in named.items()
    ]
    to_send = [
        {
            "uids": uids,
            "channel": letter.channel,
            "due": letter.due.at.isoformat(),
            "first": letter.first,
            "together": letter.due.together,
        }
        for letter, uids in letters.items()
    ]
    return ask(TELL, notices=json.dumps(notices), letters=json.dumps(to_send), now=now)


def _ring_for(due: Sequence[int]) -> None:
    """A ring for each letter or, where a round wrote hundreds, sweeps that share them: a ring costs what a row does."""
    if len(due) <= FEW:
        for id in due:
            doorbell.ring(deliver, notification_id=id)
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
