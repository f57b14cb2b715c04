"""The steps that every journey takes, in words."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import Member, Notification
from matching import matcher, matches, seen
from matching.models import Match, Need


def told(member: Member) -> list[str]:
    """The kinds of everything this member was told, oldest first."""
    return list(Notification.objects.filter(member=member).order_by("pk").values_list("kind", flat=True))


def hold_round(need: Need, now: datetime) -> list[Match]:
    """One round in the need's community; the need's live matches after it."""
    matcher.run(community_id=need.community_id, now=lambda: now)
    return list(need.matches.filter(state__in=["proposed", "connected", "in_review"]))


def only(found: list[Match]) -> Match:
    (match,) = found
    return match


def say(match: Match, member: Member, answer: str, now: datetime) -> Match:
    match.refresh_from_db()
    card = seen.card(match, member, now=now)
    return matches.answer(match=match, member=member, answer=answer, seen=card.seen, now=now)


def fields_of(need: Need) -> dict[str, object]:
    """What the edit form would send back unchanged."""
    return {
        "topics": list(need.topics.all()),
        "headline": need.headline,
        "words": need.words,
        "kind": need.kind,
        "formats": need.formats,
        "languages": need.languages,
        "urgency": need.urgency,
    }


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Runs the acts side by side, each on its own connection; refusals come back as values."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            start.wait(10)
            return act()
        except ValidationError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))
