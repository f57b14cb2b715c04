"""What its writer does with a need: edit, withdraw, renew, ask again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from matching import matches, signs, waiting
from matching.locking import Held, hold
from matching.models import Closing, Need, NeedState
from matching.needs.fields import check
from matching.needs.life import ALIVE, Frozen, call_reader, check_editable, end_of, set_out
from matching.needs.posting import post, read_for_some_days
from matching.postings import as_it_can_stand, check_members, today_of
from matching.topics import check_in_use

# Words that the rules do not use: changing them raises the version but takes no proposal back.
ONLY_WORDS = {"headline", "words", "connect_me"}
SAID = {"headline", "words"}


@transaction.atomic
def edit(*, need: Need, now: datetime, **fields: Any) -> Need:
    """Changes a need that is not yet connected. `fields` are those of `check`, all of them.

    Any change raises the version, so that a yes to the old one is refused kindly; a change of what the rules use takes
    open proposals back, and so do new words of somebody whose words a moderator reads first. A draft that a moderator
    gave back is posted again. Raises `Frozen`.
    """
    check_members([need.member], need.community)
    stored = check(member=need.member, community=need.community, now=now, **fields)
    held = hold(Q(need=need.pk), members=[need.member_id], needs=[need.pk])
    need = held.needs[need.pk]
    check_editable(need)
    chosen, before = {topic.pk for topic in fields["topics"]}, set(need.topics.values_list("pk", flat=True))
    check_in_use(need.community, fields["topics"], kept=before)
    changed = {name for name, value in stored.items() if getattr(need, name) != value}
    if chosen != before:
        changed.add("topics")
    for name, value in stored.items():
        setattr(need, name, value)
    danger = need.danger
    if changed & SAID:
        signs.note_need(need, now=now)
    unread = bool(changed & SAID and read_for_some_days(need.member, need.community))
    if changed - ONLY_WORDS or need.danger != danger or unread:
        matches.supersede(held, now=now)
    need.topics.set(chosen)
    sent_in_again = need.state == NeedState.DRAFT
    need.version, need.changed_at = need.version + bool(changed or sent_in_again), now
    _settle(need, changed, now, unread=unread)
    return need


def _settle(need: Need, changed: set[str], now: datetime, *, unread: bool) -> None:
    """Saves an edited need and sets it on its way again, or lets a moderator read it first."""
    need.refresh_from_db(fields=["live"])
    if need.state == NeedState.DRAFT or unread:
        need.state = NeedState.IN_REVIEW
    if need.state == NeedState.IN_REVIEW:
        need.save()
        call_reader(need, now)
        return
    if "urgency" in changed and need.live == 0:
        set_out(need, now)
    elif "needed_by" in changed:
        need.expires_at = end_of(need, now)
    need.save()
    waiting.stir(need)


@transaction.atomic
def withdraw(*, need: Need, now: datetime) -> Need:
    """Takes a need back. Whoever was asked is thanked; a connected match is to be finished instead. Raises `Frozen`."""
    held = hold(Q(need=need.pk), members=[need.member_id], needs=[need.pk])
    need = held.needs[need.pk]
    check_editable(need)
    matches.supersede(held, now=now)
    matches.close_need(need, Closing.WITHDRAWN, now)
    return need


@transaction.atomic
def renew(*, need: Need, now: datetime) -> Need:
    """Gives a need that nears its end its full time again. Raises `Frozen`."""
    need = hold(Q(pk__in=[]), members=[need.member_id], needs=[need.pk]).needs[need.pk]
    if need.state not in ALIVE:
        raise Frozen(_("This request can no longer be renewed."), code="frozen")
    need.expires_at = end_of(need, now)
    need.save(update_fields=["expires_at"])
    return need


@transaction.atomic
def reopen(*, need: Need, now: datetime) -> Need:
    """Asks again after a need was closed: a new need, linked to the old. Raises `Frozen` while the old one lives.

    A second call finds the need that the first one made, as long as that is not closed itself.
    """
    need = hold(Q(pk__in=[]), members=[need.member_id], needs=[need.pk]).needs[need.pk]
    if need.state != NeedState.CLOSED:
        raise Frozen(_("This request is still open."), code="frozen")
    asking = need.reopened_as.exclude(state=NeedState.CLOSED).first()
    if asking is not None:
        return asking
    past = need.needed_by is not None and need.needed_by < today_of(need.member, now)
    again = post(
        member=need.member,
        community=need.community,
        now=now,
        topics=list(need.topics.all()),
        headline=need.headline,
        words=need.words,
        kind=need.kind,
        languages=need.languages,
        urgency=need.urgency,
        needed_by=None if past else need.needed_by,
        area=need.area,
        wish_age_bands=need.wish_age_bands,
        wish_shared_experience=need.wish_shared_experience,
        connect_me=need.connect_me,
        **as_it_can_stand(need),
    )
    again.reopened_from, again.danger = need, again.danger or need.danger
    again.save(update_fields=["reopened_from", "danger"])
    return again


def close_all(held: Held, *, now: datetime) -> None:
    """Withdraws the held needs of somebody who leaves; their matches have been ended by the caller."""
    for need in held.needs.values():
        if need.state != NeedState.CLOSED:
            need.refresh_from_db(fields=["live"])
            matches.close_need(need, Closing.WITHDRAWN, now)
