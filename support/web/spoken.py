"""The messages of a conversation as its page shows them: all there is to say of each is found here, in one pass."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import TypedDict

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Member
from matching.models import Match
from support import changing, conversations, holding, reading
from support.links import Link, pieces
from support.models import Message
from support.web.moments import time_in_figures

STAYS_NEW = timedelta(minutes=5)


class Spoken(TypedDict):
    """One message. Every line is there, if only empty."""

    key: str
    day: str  # which, where one begins
    first_new: bool
    mine: bool
    who: str
    at: str
    time: str
    edited: bool
    gone: bool  # taken back
    hidden: bool  # put aside by moderators
    why: str  # a page
    words: str
    mark: str  # how far it has come
    change: str  # a page
    held: str  # what its author is told while it waits


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads a part of which conversation, and when."""

    part: reading.Part
    match: Match
    me: Member
    other_name: str
    open: bool  # whether the two may still write to each other
    now: datetime

    @property
    def mine(self) -> list[Message]:
        me = self.me.pk
        return [message for message in self.part.said if message.author_id == me]


def spoken(words: str, who: str, moment: datetime, *, key: str = "", mine: bool = False) -> Spoken:
    """A message of which there is nothing else to say."""
    return _spoken(words, who, timezone.localtime(moment), key, mine)


def _spoken(words: str, who: str, local: datetime, key: str, mine: bool) -> Spoken:
    return {
        "key": key,
        "day": "",
        "first_new": False,
        "mine": mine,
        "who": who,
        "at": local.isoformat(),
        "time": time_in_figures(local),
        "edited": False,
        "gone": False,
        "hidden": False,
        "why": "",
        "words": words,
        "mark": "",
        "change": "",
        "held": "",
    }


def all_of(this: Reading) -> list[Spoken]:
    """The messages in their order, each day and what is new under its name."""
    me, mine, zone = this.me.pk, this.mine, timezone.get_current_timezone()
    new, mark, given_back = _first_new(this), _mark(this, mine), _given_back(this, mine)
    names = {True: escape(_("You")), False: escape(this.other_name)}
    local = [message.sent_at.astimezone(zone) for message in this.part.said]
    said = []
    for message, when, day in zip(this.part.said, local, _days(local), strict=True):
        is_mine = message.author_id == me
        one = _said(this, message, names[is_mine], when, is_mine)
        one["day"], one["first_new"] = day, message is new
        if is_mine:
            _what_is_mine(one, message, this)
            one["mark"] = mark.get(message.pk, "")
            one["held"] = holding.why_held(message, given_back)
        said.append(one)
    return said


def _said(this: Reading, message: Message, who: str, local: datetime, mine: bool) -> Spoken:
    shown = not (message.taken_back_at or message.hidden_at)
    words = plainly(message, this.match) if shown else ""
    one = _spoken(words, who, local, str(message.uid), mine)
    one["edited"], one["gone"] = bool(message.edited_at), bool(message.taken_back_at)
    one["hidden"] = bool(message.hidden_at)
    return one


def _what_is_mine(one: Spoken, message: Message, this: Reading) -> None:
    if message.hidden_at:
        one["why"] = reverse("decisions")
    if this.open and changing.may_change(message, this.me, now=this.now):
        one["change"] = reverse("message_change", args=[this.match.uid, message.uid])


def _days(moments: Iterable[datetime]) -> Iterator[str]:
    """For each message the name of its day, and nothing for those that follow on the same day."""
    before = None
    for moment in moments:
        day = moment.date()
        yield "" if day == before else f"{date_format(day, 'l')}, {date_format(day, 'DATE_FORMAT')}"
        before = day


def _first_new(this: Reading) -> Message | None:
    """Where what is new begins, after one's own last words. It stays marked for some minutes after it was read."""
    new: Message | None = None
    for message in reversed(this.part.said):
        known = message.read_at and message.read_at < this.now - STAYS_NEW
        if message.author_id == this.me.pk or known:
            break
        new = message
    return new


def _mark(this: Reading, mine: list[Message]) -> dict[int, str]:
    """Under which of one's own messages it stands that it has arrived, and whether it was seen."""
    if not this.open or this.part.later:
        return {}
    arrived = [message for message in mine if message.held_at is None or message.released_at]
    last = arrived[-1] if arrived and not arrived[-1].taken_back_at else None
    if last is None:
        return {}
    seen = last.seen_at is not None and conversations.both_show_seen(this.match)
    return {last.pk: pgettext("a message", "Seen") if seen else pgettext("a message", "Arrived")}


def _given_back(this: Reading, mine: list[Message]) -> dict[str, str]:
    """What moderators wrote about those they gave back: two queries where there are any."""
    some = any(message.returned_at for message in mine)
    return holding.words_given_back(this.match, this.me) if some else {}


def plainly(message: Message, match: Match) -> SafeString:
    """What somebody wrote, with its links shown plainly; each leads to a page that warns first.

    No word of it stands in an address here: a link is named by its message and its place in it.
    """
    if "://" not in message.words:
        return escape(message.words)
    numbers = count()
    shown = (
        _link(piece, next(numbers), message, match) if isinstance(piece, Link) else piece
        for piece in pieces(message.words)
    )
    return format_html_join("", "{}", ((piece,) for piece in shown))


def _link(link: Link, number: int, message: Message, match: Match) -> SafeString:
    page = reverse("way_out", args=[match.uid, message.uid, number])
    return format_html('<a href="{}" dir="ltr">{}</a>', page, link.address)
