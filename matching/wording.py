"""The words for what the engine says in codes: reasons for both sides, rules for moderators."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts import customs
from accounts.languages import language_names
from matching.engine.sentences import HOLDS, SENTENCES
from matching.models import Format, Topic

Stored = Mapping[str, Any]  # {"code": ..., "params": {...}} as kept on the match


def reason_sentences(reasons: Iterable[Stored], *, helper_reads: bool, zone: str) -> list[str]:
    """The reasons of a match as one side reads them, times in that side's zone. One query for the topics' names."""
    reasons = list(reasons)
    named = {topic for reason in reasons for topic in reason["params"].get("topics", ())}
    topics = {topic.pk: topic.label for topic in Topic.objects.filter(pk__in=named)}
    sentences = (_sentence(reason, helper_reads, ZoneInfo(zone), topics) for reason in reasons)
    return [sentence for sentence in sentences if sentence]


def rule_sentence(rule: str) -> str:
    """Why a rule forbids a match, for a moderator. Raises KeyError for a rule that has no sentence."""
    return _(SENTENCES[rule])


def rule_holds(rule: str) -> str:
    """What a moderator reads of a rule that holds. Raises KeyError for a rule that has no sentence."""
    return _(HOLDS[rule])


def stage_says(stage: str, *, asked: bool, to_answer: bool) -> str:
    """How a need is doing, in one sentence for its writer. `to_answer`: a helper's yes waits for theirs."""
    if to_answer:
        return _("Somebody has said yes.")
    if stage == "looking":
        return _("We are asking people who may fit.") if asked else _("We are looking for somebody who fits.")
    says = {
        "draft": _("Please look at it once more."),
        "in_review": _("A moderator reads it first."),
        "connected": _("You are connected."),
        "helped": _("This has found its end."),
        "withdrawn": _("You have taken this back."),
        "expired": _("Its time is over."),
    }
    return says[stage]


def _sentence(reason: Stored, helper_reads: bool, zone: ZoneInfo, topics: Mapping[int, str]) -> str:
    params = reason["params"]
    match reason["code"]:
        case "again":
            return _("You both wished to be paired again")
        case "topic":
            names = _listed(topics[topic] for topic in params["topics"] if topic in topics)
            about = (
                _("It is about “%(topics)s”, which you offered")
                if helper_reads
                else _("Is there for “%(topics)s”")
            )
            return about % {"topics": names} if names else ""
        case "experience":
            return (
                _("You have been through something like it")
                if helper_reads
                else _("Has been through something like it")
            )
        case "free_soon":
            return _("You are both free soon: %(when)s") % {"when": _span(params, zone)}
        case "shared_hours":
            return _("You are both free on %(when)s") % {"when": _part_of_day(params, zone)}
        case "language":
            return _("You both speak %(languages)s") % {
                "languages": _listed(language_names(params["languages"]))
            }
        case "format":
            return _("This suits you both: %(formats)s") % {
                "formats": _listed(str(Format(format).label).lower() for format in params["formats"])
            }
        case "near":
            return _("You are not far from each other")
    return ""


def _listed(names: Iterable[str]) -> str:
    return get_text_list(list(names), _("and"))


def _local(params: Stored, zone: ZoneInfo) -> tuple[datetime, datetime]:
    return (
        datetime.fromisoformat(params["from_utc"]).astimezone(zone),
        datetime.fromisoformat(params["to_utc"]).astimezone(zone),
    )


def _span(params: Stored, zone: ZoneInfo) -> str:
    first, last = _local(params, zone)
    return _("%(weekday)s from %(start)s to %(end)s") % {
        "weekday": WEEKDAYS[first.weekday()],
        "start": customs.time_of_day(first),
        "end": customs.time_of_day(last),
    }


def _part_of_day(params: Stored, zone: ZoneInfo) -> str:
    first, _last = _local(params, zone)
    parts = {
        5: _("%(weekday)s night"),
        12: _("%(weekday)s morning"),
        17: _("%(weekday)s afternoon"),
        22: _("%(weekday)s evening"),
        24: _("%(weekday)s night"),
    }
    words = next(words for before, words in parts.items() if first.hour < before)
    return words % {"weekday": WEEKDAYS[first.weekday()]}
