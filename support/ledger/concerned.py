"""Whom a decision touches beside the member it is about: so that nobody reads of a case that is near to them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model

from accounts.models import Membership
from matching.models import Match, Need, Offer
from support.models import CheckIn, Measure, Message, Report

# What `refers_to` may name, and the people behind each.
BEHIND: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "match": (Match, ("seeker_id", "helper_id")),
    "need": (Need, ("member_id",)),
    "offer": (Offer, ("member_id",)),
    "message": (Message, ("match__seeker_id", "match__helper_id")),
    "report": (Report, ("reporter_id", "about_id")),
    "checkin": (CheckIn, ("match__seeker_id", "match__helper_id")),
    "measure": (Measure, ("member_id", "report__reporter_id")),
    "membership": (Membership, ("member_id",)),
}


def concerned(refers_to: Mapping[str, Any]) -> frozenset[int]:
    """The ids of everybody behind the things that a decision names."""
    found: set[int] = set()
    for noun in BEHIND.keys() & refers_to.keys():
        found |= _behind(noun, str(refers_to[noun]))
    return frozenset(found)


def _behind(noun: str, named: str) -> set[int]:
    model, people = BEHIND[noun]
    found_by: dict[str, object] = {"pk": int(named)} if named.isdecimal() else {"uid": UUID(named)}
    rows = model._default_manager.filter(**found_by).values_list(*people)
    return {id for row in rows for id in row if id}
