"""Needs: posted, edited, renewed, withdrawn, reopened, expired."""

import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Area, Community, Member
from accounts.notifications.notify import Notice, notify_all
from matching import matches, review, waiting
from matching.engine.hours import end_of_day
from matching.locking import Held, hold
from matching.models import Closing, MatchState, Need, NeedState, Topic, Urgency
from matching.postings import check_common, check_kinds, check_members, keep_topics, refuse, today_of

HEADLINE = 140
WORDS = 6000
MOST_TOPICS = 3
MOST_OPEN = 20
TIME_TO_LIVE = {
    Urgency.TODAY: timedelta(hours=24),
    Urgency.THIS_WEEK: timedelta(days=60),
    Urgency.WHENEVER: timedelta(days=60),
}
# A need for today may be put to several helpers at once, as many as make a yes likely; the first yes wins.
PLACES = {Urgency.TODAY: 5, Urgency.THIS_WEEK: 1, Urgency.WHENEVER: 1}
RENEWABLE = timedelta(days=7)
# After so long without anybody to ask, the writer hears so, with what could widen the search.
HONEST_TODAY, HONEST = timedelta(hours=1), timedelta(days=1)
# Words that the rules do not use: changing them raises the version but takes no proposal back.
ONLY_WORDS = {"headline", "words", "connect_me"}
ALIVE = (NeedState.OPEN, NeedState.MATCHED)


class Frozen(ValidationError):
    """A need that is connected or closed stays as it is."""


class TooMany(ValidationError):
    """More open needs than anybody can be helped with."""


def check(
    *,
    member: Member,
    community: Community,
    now: datetime,
    topics: Collection[Topic],
    headline: str,
    words: str,
    kind: str,
    formats: Collection[str],
    languages: Collection[str],
    urgency: str = Urgency.THIS_WEEK,
    needed_by: date | None = None,
    area: Area | None = None,
    wish_same_gender: bool = False,
    wish_age_bands: Collection[str] = (),
    wish_shared_experience: bool = False,
    connect_me: bool = False,
) -> dict[str, Any]:
    """The fields of a need as they will be stored. Raises ValidationError beside the fields that cannot stand."""
    check_common(
        community=community,
        topics=topics,
        formats=formats,
        languages=languages,
        area=area,
        wish_age_bands=wish_age_bands,
    )
    check_kinds([kind], "kind")
    wrong: dict[str, str] = {}
    if len(topics) > MOST_TOPICS:
        wrong["topics"] = _("Three topics at most: choose the ones that matter now.")
    # Controls that turn the direction of text would turn the sentences around the line as well.
    visible = "".join(sign for sign in headline if unicodedata.category(sign) != "Cf")
    headline, words = " ".join(visible.split()), words.strip()
    if not headline:
        wrong["headline"] = _("Please write one line for the people who are asked.")
    elif len(headline) > HEADLINE:
        wrong["headline"] = _("Please keep this to %(most)s characters.") % {"most": HEADLINE}
    if not words:
        wrong["words"] = _("A sentence or two is enough.")
    elif len(words) > WORDS:
        wrong["words"] = _("Please keep this to %(most)s characters.") % {"most": WORDS}
    if urgency not in Urgency.values:
        wrong["urgency"] = _("Please choose when.")
    if needed_by is not None and needed_by < today_of(member, now):
        wrong["needed_by"] = _("This day has already passed.")
    refuse(wrong)
    return {
        "headline": headline,
        "words": words,
        "kind": kind,
        "formats": sorted(formats),
        "languages": sorted(languages),
        "urgency": urgency,
        "needed_by": needed_by,
        "area": area,
        "wish_same_gender": wish_same_gender,
        "wish_age_bands": sorted(wish_age_bands),
        "wish_shared_experience": wish_shared_experience,
        "connect_me": connect_me,
    }


@dataclass(frozen=True, slots=True)
class Asked:
    """A need on its way in: who asks, when, and the fields of `check`.

    `source_key` marks one that an operator loads from a file: the same key is posted once, and the number of open
    needs that one person may have does not bind a file.
    """

    member: Member
    now: datetime
    fields: dict[str, Any]
    source_key: str | None = None


def post(*, member: Member, community: Community, now: datetime, **fields: Any) -> Need:
    """Posts a need; the matcher looks at it at once, or a moderator reads it first where the community wants that.

    `fields` are those of `check`.
    """
    (need,) = post_many(community=community, asked=[Asked(member, now, fields)])
    return need


@transaction.atomic
def post_many(*, community: Community, asked: Sequence[Asked]) -> list[Need]:
    """Posts needs, all or none, in hardly more steps than one: for a file, or for a whole community at once."""
    stored = [check(member=one.member, community=community, now=one.now, **one.fields) for one in asked]
    hold(Q(pk__in=[]), members={one.member.pk for one in asked})
    check_members([one.member for one in asked], community)
    _check_few([one.member for one in asked if one.source_key is None], community)
    unread = _never_read([one.member for one in asked], community) if community.review_first_needs else set()
    posted = [
        _new(one, community, fields, one.member.pk in unread)
        for one, fields in zip(asked, stored, strict=True)
    ]
    Need.objects.bulk_create(posted)
    keep_topics(Need.topics.through, "need", posted, [one.fields["topics"] for one in asked])
    for need in posted:
        if need.state == NeedState.IN_REVIEW:
            _call_reader(need, need.created_at)
    if any(need.state == NeedState.OPEN for need in posted):
        waiting.call_matcher(community.pk)
    return posted


def _new(one: Asked, community: Community, stored: dict[str, Any], unread: bool) -> Need:
    need = Need(
        member=one.member,
        community=community,
        created_at=one.now,
        changed_at=one.now,
        source_key=one.source_key,
        **stored,
    )
    if unread:
        need.state = NeedState.IN_REVIEW
    else:
        _open(need, one.now)
    return need


def _check_few(members: Collection[Member], community: Community) -> None:
    alive = Need.objects.filter(
        member__in=members, community=community, state__in=[*ALIVE, NeedState.IN_REVIEW]
    )
    count = Counter(alive.values_list("member_id", flat=True)) + Counter(member.pk for member in members)
    if count and max(count.values()) > MOST_OPEN:
        raise TooMany(
            _("You have many open requests. Please withdraw one that has passed before you add another."),
            code="too_many",
        )


def _never_read(members: Collection[Member], community: Community) -> set[int]:
    """Those of whom no need was let through here yet."""
    read = Need.objects.filter(member__in=members, community=community, waiting_since__isnull=False)
    return {member.pk for member in members} - set(read.values_list("member_id", flat=True))


def _call_reader(need: Need, now: datetime) -> None:
    review.call(need.community, f"need:{need.pk}:{need.version}", but=[need.member_id], now=now)


def _open(need: Need, now: datetime) -> None:
    """Sets a need on its way; the caller saves it."""
    need.state = NeedState.OPEN
    need.waiting_since = need.waiting_since or now
    need.expires_at = _end(need, now)
    need.places = PLACES[Urgency(need.urgency)]


def _end(need: Need, now: datetime) -> datetime:
    """When a need that opens, or is renewed, now is over: with the day by which it is needed at the latest."""
    until = now + TIME_TO_LIVE[Urgency(need.urgency)]
    if need.needed_by is None:
        return until
    return end_of_day(need.member.time_zone, need.needed_by, now, until)


@transaction.atomic
def edit(*, need: Need, now: datetime, **fields: Any) -> Need:
    """Changes a need that is not yet connected. `fields` are those of `check`, all of them.

    Any change raises the version, so that a yes to the old one is refused kindly; a change of what the rules use takes
    open proposals back. A draft that a moderator gave back is posted again. Raises `Frozen`.
    """
    check_members([need.member], need.community)
    stored = check(member=need.member, community=need.community, now=now, **fields)
    held = hold(Q(need=need.pk), members=[need.member_id], needs=[need.pk])
    need = held.needs[need.pk]
    _check_editable(need)
    chosen = {topic.pk for topic in fields["topics"]}
    changed = {name for name, value in stored.items() if getattr(need, name) != value}
    if chosen != set(need.topics.values_list("pk", flat=True)):
        changed.add("topics")
    if changed - ONLY_WORDS:
        matches.supersede(held, now=now)
    for name, value in stored.items():
        setattr(need, name, value)
    need.topics.set(chosen)
    sent_in_again = need.state == NeedState.DRAFT
    need.version, need.changed_at = need.version + bool(changed or sent_in_again), now
    _settle(need, changed, now)
    return need


def _check_editable(need: Need) -> None:
    if need.state in (NeedState.CONNECTED, NeedState.CLOSED):
        raise Frozen(_("This request can no longer be changed."), code="frozen")


def _settle(need: Need, changed: set[str], now: datetime) -> None:
    """Saves an edited need and sets it on its way again."""
    need.refresh_from_db(fields=["live"])
    if need.state == NeedState.DRAFT:
        need.state = NeedState.IN_REVIEW
    if need.state == NeedState.IN_REVIEW:
        need.save()
        _call_reader(need, now)
        return
    if "urgency" in changed and need.live == 0:
        _open(need, now)
    elif "needed_by" in changed:
        need.expires_at = _end(need, now)
    need.save()
    waiting.stir(need)


@transaction.atomic
def withdraw(*, need: Need, now: datetime) -> Need:
    """Takes a need back. Whoever was asked is thanked; a connected match is to be finished instead. Raises `Frozen`."""
    held = hold(Q(need=need.pk), members=[need.member_id], needs=[need.pk])
    need = held.needs[need.pk]
    _check_editable(need)
    matches.supersede(held, now=now)
    matches.close_need(need, Closing.WITHDRAWN, now)
    return need


@transaction.atomic
def renew(*, need: Need, now: datetime) -> Need:
    """Gives a need that nears its end its full time again. Raises `Frozen`."""
    need = hold(Q(pk__in=[]), members=[need.member_id], needs=[need.pk]).needs[need.pk]
    if need.state not in ALIVE:
        raise Frozen(_("This request can no longer be renewed."), code="frozen")
    need.expires_at = _end(need, now)
    need.save(update_fields=["expires_at"])
    return need


def may_renew(need: Need, *, now: datetime) -> bool:
    """Whether its end is near enough to be worth a tap, and not the day by which it is needed."""
    if need.state not in ALIVE or need.expires_at is None or need.expires_at - now >= RENEWABLE:
        return False
    return need.needed_by is None or _end(need, now) > need.expires_at


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
        formats=need.formats,
        languages=need.languages,
        urgency=need.urgency,
        needed_by=None if past else need.needed_by,
        area=need.area,
        wish_same_gender=need.wish_same_gender,
        wish_age_bands=need.wish_age_bands,
        wish_shared_experience=need.wish_shared_experience,
        connect_me=need.connect_me,
    )
    again.reopened_from, again.danger = need, need.danger
    again.save(update_fields=["reopened_from", "danger"])
    return again


@transaction.atomic
def release(*, need: Need, now: datetime) -> Need:
    """A moderator has read it: the need opens. Raises `Frozen` when it no longer waits for that."""
    need = _in_review(need)
    _open(need, now)
    need.save()
    waiting.stir(need)
    return need


@transaction.atomic
def give_back(*, need: Need, now: datetime) -> Need:
    """A moderator gives it back to its writer as a draft; editing it posts it again. Raises `Frozen`."""
    need = _in_review(need)
    need.state = NeedState.DRAFT
    need.save(update_fields=["state"])
    notify_all([_notice(need, "need_returned", f"returned:{need.version}")], now=now)
    return need


def _in_review(need: Need) -> Need:
    need = hold(Q(pk__in=[]), members=[need.member_id], needs=[need.pk]).needs[need.pk]
    if need.state != NeedState.IN_REVIEW:
        raise Frozen(_("This request no longer waits to be read."), code="frozen")
    return need


def expire_due(*, now: datetime) -> int:
    """Closes the needs whose time is over and that nobody is being asked about; returns how many.

    While somebody is being asked, their answer decides, or their silence; what a moderator has not let out asks nobody.
    """
    overdue = Need.objects.filter(state__in=ALIVE, expires_at__lte=now)
    asking_nobody = overdue.exclude(matches__state=MatchState.PROPOSED)
    return sum(_expire(pk, now) for pk in list(asking_nobody.values_list("pk", flat=True)))


@transaction.atomic
def _expire(pk: int, now: datetime) -> bool:
    owner = Need.objects.values_list("member_id", flat=True).get(pk=pk)
    held = hold(Q(need=pk), members=[owner], needs=[pk])
    need, asking = held.needs[pk], any(match.state == MatchState.PROPOSED for match in held.matches)
    if need.state not in ALIVE or asking or need.expires_at is None or need.expires_at > now:
        return False
    matches.supersede(held, now=now)
    matches.close_need(need, Closing.EXPIRED, now)
    notify_all([_notice(need, "need_expired", "expired")], now=now)
    return True


def tell_waiting(*, now: datetime) -> int:
    """Tells writers, once each, that their need nears its end or that nobody who fits was found yet; returns how many.

    Nobody hears "not found" after people have been asked: it would tell that somebody said no.
    """
    alive = Need.objects.filter(state__in=ALIVE, expires_at__gt=now).select_related("member", "community")
    alive = alive.defer("headline", "words")
    ending = alive.exclude(urgency=Urgency.TODAY).filter(expires_at__lte=now + RENEWABLE)
    never_asked = alive.exclude(matches__proposed_at__isnull=False).filter(
        Q(urgency=Urgency.TODAY, waiting_since__lte=now - HONEST_TODAY) | Q(waiting_since__lte=now - HONEST)
    )
    notices = [
        _notice(need, "need_expiring", f"expiring:{need.expires_at:%Y-%m-%d}")
        for need in ending
        if may_renew(need, now=now)
    ]
    notices += [_notice(need, "need_no_match", "no_match") for need in never_asked]
    return len(notify_all(notices, now=now))


def _notice(need: Need, kind: str, what: str) -> Notice:
    """Something that the need's writer should know."""
    refers_to = {"need": str(need.uid)}
    return Notice(need.member, kind, f"need:{need.pk}:{what}", need.community, refers_to)


def close_all(held: Held, *, now: datetime) -> None:
    """Withdraws the held needs of somebody who leaves; their matches have been ended by the caller."""
    for need in held.needs.values():
        if need.state != NeedState.CLOSED:
            need.refresh_from_db(fields=["live"])
            matches.close_need(need, Closing.WITHDRAWN, now)
