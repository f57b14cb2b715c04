"""What matching knows of one person: told to themselves as a whole, and erased as a whole.

What another person has read stays with them for a while, without words: a need and an offer that led to a meeting are
emptied, and go with the last of their conversations (`forget_emptied`).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.fields import keyed_hash
from accounts.models import Member
from matching import matches, standing
from matching.models import (
    Answer,
    Block,
    Match,
    MayKnow,
    Need,
    NeverAsk,
    Offer,
    OfferState,
    Policy,
    WeekMask,
)
from matching.seen import NeedStage, need_stage

A_FEW = 50

Told = dict[str, Any]


def export(member: Member) -> dict[str, list[Told]]:
    """All of it, as plain values. Of others nothing but what this member was shown, and no name."""
    return {
        "hours": _rows(member.availability.values("weekday", "start", "end")),
        "days_away": _rows(member.away.values("first_day", "last_day")),
        "requests": [_need(row) for row in _postings(member.needs)],
        "offers": [_offer(row) for row in _postings(member.offers).prefetch_related("avoids")],
        "asked_to_help": [_match(row) for row in _asked(member)],
        "answered_helpers": [_answered(row) for row in _offered(member)],
        "blocks": _rows(member.blocks.order_by("created_at").values("created_at")),
        "people_i_may_know": _rows(member.may_know.order_by("created_at").values("created_at")),
        "never_ask": [
            {"address": entry.address, "since": entry.created_at}
            for entry in member.never_ask.filter(block=None).order_by("created_at")
        ],
    }


def _rows(found: Iterable[Mapping[str, Any]]) -> list[Told]:
    return [dict(row) for row in found]


def _postings(rows: Any) -> Any:
    return rows.select_related("community", "area").prefetch_related("topics").order_by("created_at", "pk")


def _common(row: Need | Offer) -> Told:
    return {
        "community": row.community.name,
        "topics": [topic.name for topic in row.topics.all()],
        "formats": row.formats,
        "languages": row.languages,
        "area": row.area.name if row.area else "",
        "wish_same_gender": row.wish_same_gender,
        "wish_ages": row.wish_age_bands,
        "created_at": row.created_at,
        "changed_at": row.changed_at,
    }


def _need(row: Need) -> Told:
    """As its writer may know it: whether somebody is being asked right now is not theirs to know."""
    return _common(row) | {
        "headline": row.headline,
        "words": row.words,
        "kind": row.kind,
        "urgency": row.urgency,
        "needed_by": row.needed_by,
        "wish_shared_experience": row.wish_shared_experience,
        "connect_me_with_whoever_fits": row.connect_me,
        "stage": str(need_stage(row)),
        "closed_at": row.closed_at,
        "waiting_since": row.waiting_since,
        "expires_at": row.expires_at if need_stage(row) == NeedStage.LOOKING else None,
    }


def _offer(row: Offer) -> Told:
    return _common(row) | {
        "rather_not": [topic.name for topic in row.avoids.all()],
        "kinds": row.kinds,
        "people_at_once": row.capacity,
        "experience": row.experience,
        "takes_requests_that_speak_of_danger": row.takes_danger,
        "state": row.state,
        "paused_until": row.paused_until,
    }


def _asked(member: Member) -> Any:
    asked = Match.objects.filter(helper=member, proposed_at__isnull=False).select_related("community")
    return asked.order_by("proposed_at", "pk")


def _offered(member: Member) -> Any:
    """Helpers whose yes this member was told of; whoever said no or nothing does not exist for a seeker."""
    told = Match.objects.filter(seeker=member, helper_answer=Answer.YES).select_related("community")
    return told.order_by("helper_answered_at", "pk")


def _match(row: Match) -> Told:
    """Not what the seeker answered: a helper never learns of it."""
    return {
        "community": row.community.name,
        "asked_at": row.proposed_at,
        "my_answer": row.helper_answer,
        "answered_at": row.helper_answered_at,
        "connected_at": row.connected_at,
        "ended_at": row.ended_at if row.connected_at else None,
        "would_like_to_meet_again": row.helper_again,
    }


def _answered(row: Match) -> Told:
    return {
        "community": row.community.name,
        "told_at": row.helper_answered_at,
        "my_answer": row.seeker_answer,
        "answered_at": row.seeker_answered_at,
        "connected_at": row.connected_at,
        "ended_at": row.ended_at if row.connected_at else None,
        "would_like_to_meet_again": row.seeker_again,
    }


@transaction.atomic
def erase(member: Member, *, now: datetime) -> None:
    """Ends whatever is live and takes away the rest. Listings, prices and what waits for the matcher go with it."""
    standing.end_everywhere(member, now)
    _blocks_go_on(member, now)
    matches.forget(member)
    Policy.objects.filter(changed_by=member).update(changed_by=None)
    WeekMask.objects.filter(member=member).delete()
    for rows in (member.availability, member.away, member.blocks, member.may_know, member.never_ask):
        rows.all().delete()
    MayKnow.objects.filter(other=member).delete()
    said: dict[str, Any] = {"headline": "", "words": "", "signs": [], "signs_since": None}
    _empty_or_delete(member.needs.all(), source_key=None, connect_me=False, **said)
    for offer in member.offers.all():
        offer.avoids.clear()
    _empty_or_delete(
        member.offers.all(), experience="", takes_danger=False, state=OfferState.CLOSED, paused_until=None
    )


def _blocks_go_on(member: Member, now: datetime) -> None:
    """Whoever blocked this member is not put to them again when they come back under the same address."""
    hashed = keyed_hash(member.email)
    rows = [
        NeverAsk(member_id=block.blocker_id, address_hash=hashed, address="", block=block, created_at=now)
        for block in Block.objects.filter(blocked=member)
    ]
    NeverAsk.objects.bulk_create(rows, ignore_conflicts=True)


def _empty_or_delete(postings: Any, **empty: Any) -> None:
    """Those that led to a meeting lose their words and become another version: nobody reads them any more."""
    met = set(Match.objects.filter(matches.MET, **_of(postings)).values_list(_kind(postings), flat=True))
    postings.exclude(pk__in=met).delete()
    for posting in postings.filter(pk__in=met):
        posting.version += 1
        posting.area, posting.wish_same_gender, posting.wish_age_bands = None, False, []
        for field, value in empty.items():
            setattr(posting, field, value)
        posting.save()


def _kind(postings: Any) -> str:
    return "need_id" if postings.model is Need else "offer_id"


def _of(postings: Any) -> dict[str, Any]:
    return {f"{_kind(postings)}__in": postings.values("pk")}


def forget_emptied(*, ended_before: datetime, most: int = A_FEW) -> int:
    """Deletes needs and offers of people who are gone once nobody reads of them any more; returns how many."""
    read = Match.objects.exclude(matches.ended_before(ended_before))
    done = 0
    for model, link in ((Need, "need_id"), (Offer, "offer_id")):
        gone = model.objects.filter(member__erased_at__isnull=False).exclude(pk__in=read.values(link))
        done += _delete(model, list(gone.order_by("pk").values_list("pk", flat=True)[:most]))
    return done


def _delete(model: type[Need] | type[Offer], ids: Iterable[int]) -> int:
    rows = model.objects.filter(pk__in=ids)
    found = rows.count()
    rows.delete()
    return found
