"""What the accounts know of one person: told to themselves as a whole, and erased as a whole.

Erasing leaves a bare row of `Member`, without an address, a name or a password, for what others keep to point to, and
a tombstone, so that a restored backup can be told whom to erase again.
"""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q

from accounts.fields import keyed_hash
from accounts.locking import lock_members
from accounts.models import (
    Arrival,
    Community,
    HelperRecord,
    Invitation,
    Member,
    Membership,
    Notification,
    SpokenFor,
    Standing,
    StillSuspended,
    Tombstone,
)
from accounts.push import devices
from accounts.resembling import near_hash
from accounts.roles import hand_on

SUSPENSIONS_KEPT = timedelta(days=365)  # after the account is gone

Told = dict[str, Any]


def export(member: Member) -> dict[str, list[Told]]:
    """All of it, as plain values."""
    return {
        "account": [_account(member)],
        "communities": [_membership(row) for row in member.memberships.select_related("community")],
        "notifications": [_notification(row) for row in _notifications(member)],
        "devices": [
            {"name": row.name, "since": row.made_at, "last_told_at": row.last_used_at}
            for row in devices.of(member)
        ],
        "asked_for_by_a_desk": [
            {"community": row.membership.community.name, "agreed_at": row.consent_at, "reached_at": row.reach}
            for row in SpokenFor.objects.filter(membership__member=member).select_related(
                "membership__community"
            )
        ],
        "invitations": [
            {
                "community": row.community.name,
                "made_at": row.made_at,
                "works_until": row.expires_at,
                "role": row.role,
            }
            for row in Invitation.objects.filter(made_by=member).select_related("community")
        ],
    }


def _account(member: Member) -> Told:
    return {
        "email": member.email,
        "safe_to_email": member.email_safe,
        "since": member.created_at,
        "last_sign_in": member.last_login,
        "adult_confirmed_at": member.adult_confirmed_at,
        "consented_at": member.consented_at,
        "time_zone": member.time_zone,
        "languages": member.languages,
        "removed_at": member.removed_at,
        "pages_and_letters_in": member.language,
        "quiet_from": member.quiet_from,
        "quiet_until": member.quiet_until,
        "urgent_requests_in_quiet_hours": member.asked_in_quiet_hours,
        "letters": member.letters,
        "one_letter_comes_at": member.letters_at,
        "hears_where_helpers_are_missing": member.hears_calls,
        "switched_on": member.ways_on,
        "switched_off": member.ways_off,
        "letters_came_back_at": member.email_stopped_at,
        "country": member.country,
        "gender": member.gender,
        "age": member.age_band,
        "read_how_to_listen_well_at": member.listening_read_at,
        "read_about_sensitive_topics_at": member.sensitive_read_at,
        "people_at_once": member.max_people,
        "requests_a_week": member.max_asks_week,
    }


def _membership(row: Membership) -> Told:
    return {
        "community": row.community.name,
        "called": row.display_name,
        "role": row.role,
        "standing": row.standing,
        "asked_at": row.asked_at,
        "joined_at": row.joined_at,
        # A pause of the safety numbers shows once they were told of it: earlier it would point to somebody.
        "matching_paused_at": None
        if row.paused_by_numbers and not row.pause_told_at
        else row.matching_paused_at,
        "read_first_until": row.read_first_until,
        "trained_at": row.trained_for_danger_at,
        "admitted_for_sensitive_topics_at": row.admitted_for_sensitive_at,
        "limits_for_new_helpers": row.helper_limits,
        "asks_for_people_without_a_device_since": row.intake_since,
    }


def _notifications(member: Member) -> Any:
    rows = member.notifications.select_related("community").prefetch_related("deliveries")
    return rows.order_by("created_at", "pk")


def _notification(row: Notification) -> Told:
    return {
        "kind": row.kind,
        "community": row.community.name if row.community else "",
        "told_at": row.created_at,
        "read_at": row.read_at,
        "letters": [
            {"state": letter.state, "due_at": letter.due_at, "finished_at": letter.finished_at}
            for letter in row.deliveries.all()
        ],
    }


def erase(member: Member, *, now: datetime) -> None:
    """Takes away all of it. The caller holds the member and has erased what others know of them."""
    for membership in member.memberships.select_related("community"):
        hand_on(membership)
    _keep_suspensions(member, now)
    Tombstone.objects.get_or_create(fingerprint=fingerprint(member), defaults={"erased_at": now})
    member.notifications.all().delete()  # and with them the letters that still wait
    devices.of(member).delete()
    Arrival.objects.filter(member=member).delete()
    Invitation.objects.filter(made_by=member).delete()
    Community.objects.filter(on_call=member).update(on_call=None)
    for noted in ("references_noted_by", "call_noted_by", "admitted_by", "trained_by"):
        HelperRecord.objects.filter(**{noted: member}).update(**{noted: None})
    member.memberships.all().delete()
    _bare(member, now)


def fingerprint(member: Member) -> str:
    """What the tombstone of this account says. The moment of its beginning is in it: ids may come again."""
    return keyed_hash(f"member:{member.pk}:{member.created_at.isoformat()}")


def buried(fingerprints: set[str]) -> list[Member]:
    """The accounts that were erased once, and are here again because a backup was restored."""
    here = Member.objects.filter(erased_at__isnull=True).order_by("pk")
    return [member for member in here.iterator(chunk_size=1000) if fingerprint(member) in fingerprints]


def suspended_before(community_id: int, address: str, *, now: datetime) -> bool:
    """Whether an account of this address was suspended here when its owner erased it, not long ago."""
    rows = StillSuspended.objects.filter(community=community_id, until__gt=now)
    return rows.filter(address_hash=keyed_hash(address)).exists()


def ask(member: Member, *, now: datetime) -> None:
    """Notes when the owner asked for the account to be erased; asking twice changes nothing."""
    Member.objects.filter(pk=member.pk, erase_asked_at=None).update(erase_asked_at=now)
    member.refresh_from_db(fields=["erase_asked_at"])


def stay(member: Member) -> bool:
    """Takes that back, while the account is still there."""
    lock_members([member.pk])
    asked = Member.objects.filter(pk=member.pk, erase_asked_at__isnull=False, erased_at=None)
    return bool(asked.update(erase_asked_at=None))


def due(*, asked_before: datetime, most: int) -> list[int]:
    """Members whose time to think it over has passed, the longest waiting first."""
    asked = Member.objects.filter(erase_asked_at__lte=asked_before)
    return list(asked.order_by("erase_asked_at", "pk").values_list("pk", flat=True)[:most])


def _keep_suspensions(member: Member, now: datetime) -> None:
    until = now + SUSPENSIONS_KEPT
    suspended = Q(standing=Standing.SUSPENDED)
    places = member.memberships.filter(suspended).values_list("community_id", flat=True)
    everywhere = Community.objects.values_list("pk", flat=True) if member.removed_at else places
    rows = [
        StillSuspended(
            community_id=place,
            address_hash=keyed_hash(member.email),
            near_hash=near_hash(member.email),
            until=until,
        )
        for place in everywhere
    ]
    StillSuspended.objects.bulk_create(rows, ignore_conflicts=True)


def _bare(member: Member, now: datetime) -> None:
    """The row that stays says that there was somebody, and nothing else."""
    bare = Member(
        pk=member.pk,
        email=f"{member.pk}@erased.invalid",
        email_safe=False,
        is_active=False,
        created_at=now.replace(hour=0, minute=0, second=0, microsecond=0),
        quiet_from=time(22),
        quiet_until=time(7),
        erased_at=now,
    )
    bare.set_unusable_password()
    bare.save(force_update=True)
