"""The messages of a conversation as its page shows them: all there is to say of each is found here, in one pass."""

from collections.abc import Iterator
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
    """One message. Every line is there, if only empty: what a template must look for in vain takes it longest."""

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
        return [message for message in self.part.said if message.author_id == self.me.pk]


def spoken(words: str, who: str, moment: datetime, *, key: str = "", mine: bool = False) -> Spoken:
    """A message of which there is nothing else to say."""
    local = timezone.localtime(moment)
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
    mine = this.mine
    new, mark, given_back = _first_new(this), _mark(this, mine), _given_back(this, mine)
    said, days = [], _days(this.part.said)
    for message in this.part.said:
        one = _said(this, message)
        one["day"], one["first_new"] = next(days), message is new
        if message.author_id == this.me.pk:
            _what_is_mine(one, message, this)
            one["mark"] = mark.get(message.pk, "")
            one["held"] = holding.why_held(message, given_back)
        said.append(one)
    return said


def _said(this: Reading, message: Message) -> Spoken:
    mine, shown = message.author_id == this.me.pk, not (message.taken_back_at or message.hidden_at)
    who, words = _("You") if mine else this.other_name, plainly(message, this.match) if shown else ""
    one = spoken(words, who, message.sent_at, key=str(message.uid), mine=mine)
    one["edited"], one["gone"] = bool(message.edited_at), bool(message.taken_back_at)
    one["hidden"] = bool(message.hidden_at)
    return one


def _what_is_mine(one: Spoken, message: Message, this: Reading) -> None:
    if message.hidden_at:
        one["why"] = reverse("decisions")
    if this.open and changing.may_change(message, this.me, now=this.now):
        one["change"] = reverse("message_change", args=[this.match.uid, message.uid])


def _days(said: list[Message]) -> Iterator[str]:
    """For each message the name of its day, and nothing for those that follow on the same day."""
    before = None
    for message in said:
        day = timezone.localdate(message.sent_at)
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
