"""What people who are asked see of a need: the same values for the preview and for the match page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.languages import language_names
from matching.models import Format, Kind, Need, Urgency
from matching.seen import Card


@dataclass(frozen=True)
class Glimpse:
    """Empty where an answer is still missing."""

    headline: str
    topics: list[str]
    kind: str
    formats: list[str]
    languages: list[str]
    urgency: str


def of_answers(answers: Mapping[str, Any]) -> Glimpse:
    """From what somebody has written so far."""
    kind, urgency = answers.get("kind"), answers.get("urgency")
    return Glimpse(
        headline=answers.get("headline", ""),
        topics=[topic.label for topic in answers.get("topics", ())],
        kind=str(Kind(kind).label) if kind else "",
        formats=format_names(answers.get("formats", ())),
        languages=language_names(answers.get("languages", ())),
        urgency=str(Urgency(urgency).label) if urgency else "",
    )


def of_need(need: Need) -> Glimpse:
    return Glimpse(
        headline=need.headline,
        topics=[topic.label for topic in need.topics.all()],
        kind=str(need.get_kind_display()),
        formats=format_names(need.formats),
        languages=language_names(need.languages),
        urgency=str(need.get_urgency_display()),
    )


def of_card(card: Card) -> Glimpse:
    return Glimpse(
        headline=card.headline,
        topics=card.topics,
        kind=card.kind,
        formats=format_names(card.formats),
        languages=card.languages,
        urgency=card.urgency,
    )


def format_names(codes: Iterable[str]) -> list[str]:
    """Chat, call, in person: always in that order."""
    chosen = set(codes)
    return [str(format.label) for format in Format if format in chosen]
