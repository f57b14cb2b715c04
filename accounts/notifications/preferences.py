"""How each member wants to be told. It stands on their own row, so that telling a thousand asks nothing more.

Being in the app is no choice: everything is there. Of the other ways only what differs from the usual is written down.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, time

from accounts.models import Channel, Delivery, DeliveryState, Letters, Member
from accounts.notifications import quiet, timing
from accounts.notifications.kinds import CHOSEN, USUAL, Group, Kind


def wants(member: Member, kind: Kind, channel: Channel) -> bool:
    """Whether this member wants to hear of this kind in this way. The account's own mail is no matter of choice."""
    if channel not in kind.channels:
        return False
    return kind.account or kind.gathers or kind.on_call or channel in wanted(member, kind.group)


def wanted(member: Member, group: Group) -> frozenset[Channel]:
    """The ways in which this member hears of this group."""
    usual = USUAL[group]
    if not member.ways_on and not member.ways_off:
        return usual
    on = {channel for channel in Channel if _key(channel, group) in member.ways_on}
    off = {channel for channel in Channel if _key(channel, group) in member.ways_off}
    return frozenset(usual - off | on)


def choose(
    *,
    member: Member,
    ways: Mapping[Group, Collection[Channel]],
    now: datetime,
    letters: Letters | None = None,
    letters_at: time | None = None,
    hears_calls: bool | None = None,
) -> None:
    """Keeps what the member chose; what is not named stays as it is. What is held comes when they say now."""
    chosen = {group: set(ways.get(group, wanted(member, group))) for group in CHOSEN}
    member.ways_on = [
        _key(channel, group)
        for group in CHOSEN
        for channel in Channel
        if channel in chosen[group] - USUAL[group]
    ]
    member.ways_off = [
        _key(channel, group)
        for group in CHOSEN
        for channel in Channel
        if channel in USUAL[group] - chosen[group]
    ]
    before = member.letters, member.letters_at
    member.letters = letters or member.letters
    member.letters_at = letters_at or member.letters_at
    member.hears_calls = member.hears_calls if hears_calls is None else hears_calls
    member.save(update_fields=["ways_on", "ways_off", "letters", "letters_at", "hears_calls"])
    if before != (member.letters, member.letters_at):
        _hold_anew(member, now, at_once=member.letters == Letters.AT_ONCE != before[0])


def _hold_anew(member: Member, now: datetime, *, at_once: bool) -> None:
    """What waits for one letter comes at the hour that was chosen now, or in one letter without waiting any longer."""
    due = quiet.due_at(member, now) if at_once else timing.next_tick(member, now)
    held = Delivery.objects.filter(
        notification__member=member, state=DeliveryState.WAITING, together=True, due_at__gt=now
    )
    held.update(due_at=due)


def trust_address(*, member: Member) -> None:
    """The owner says that letters reach them again."""
    Member.objects.filter(pk=member.pk).update(email_stopped_at=None)
    member.email_stopped_at = None


def stop_letters(*, member: Member, now: datetime, groups: Iterable[Group] = CHOSEN) -> None:
    """No more letters of these groups; all else stays as it is. Letters that wait are asked about again when sent."""
    choose(member=member, ways={group: wanted(member, group) - {Channel.EMAIL} for group in groups}, now=now)


def _key(channel: Channel, group: Group) -> str:
    return f"{channel}:{group}"
