"""The words for scores, for moderators: what each is called, what it does, and how a pair does on it.

A pair's scores are said in words, never as a figure: no number ranks people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from matching.engine.ranking import Fit


class Said(NamedTuple):
    """One score in words; `little`, `some` and `much` are empty where there is nothing to say."""

    label: StrOrPromise
    does: StrOrPromise
    little: StrOrPromise
    some: StrOrPromise
    much: StrOrPromise


SCORES: dict[str, Said] = {
    "topic_closeness": Said(
        _("Close topics"),
        _("How much of what is asked about is offered. A broader or narrower topic counts half."),
        _("The topics touch only in part."),
        _("The topics are related."),
        _("The helper offers just what is asked about."),
    ),
    "shared_hours": Said(
        _("Hours together"),
        _("How many free hours the two have in common. The first few matter most."),
        _("They share few free hours."),
        _("They share some free hours."),
        _("They share many free hours."),
    ),
    "sooner": Said(
        _("Talking soon"),
        _("How soon they could first talk. In a day counts half as much as at once."),
        _("It takes some days until both are free."),
        _("Both are free within a day or two."),
        _("Both are free soon."),
    ),
    "waiting_time": Said(
        _("Waiting"),
        _("How long somebody has been looking, so that nobody is passed over for ever."),
        _("The request is new."),
        _("The request has waited a few days."),
        _("The request has waited long."),
    ),
    "likely_answer": Said(
        _("A likely answer"),
        _(
            "How likely the helper answers in time, from their own past answers. The new begin with a fair chance."
        ),
        _("The helper has often had no time to answer."),
        _("The helper may well answer in time."),
        _("The helper usually answers in time."),
    ),
    "continuity": Said(
        _("Paired before"),
        _("Both asked to be paired with each other again."),
        "",
        "",
        _("Both asked to be paired again."),
    ),
    "shared_experience": Said(
        _("Shared experience"),
        _(
            "The helper has been through something like it. For practical help and learning it does not count."
        ),
        "",
        "",
        _("The helper has been through something like it."),
    ),
    "urgency": Said(
        _("Urgency"),
        _("What is for today goes before what is for this week, and both before what can wait."),
        _("The request can wait."),
        _("The request is for this week."),
        _("The request is for today."),
    ),
    "even_load": Said(
        _("An even load"),
        _("Whoever is with fewer people now is asked sooner, so that nobody carries too much."),
        _("The helper is with several people now."),
        _("The helper is with one or two people now."),
        _("The helper is with nobody else now."),
    ),
    "not_yet_asked": Said(
        _("A first time"),
        _("A first match for those who offered help and have never been asked."),
        "",
        "",
        _("The helper has never been asked yet."),
    ),
}


def said_of(fit: Fit) -> list[str]:
    """How a pair does on every score, in words, in the order of the scores."""
    words = (_level(SCORES[part.name], part.value) for part in fit.parts)
    return [str(said) for said in words if said]


def _level(said: Said, value: float) -> StrOrPromise:
    if value < 1 / 3:
        return said.little
    return said.some if value < 2 / 3 else said.much
