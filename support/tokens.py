"""Keys for programs: made by a member, shown once, limited to what it may do and for how long, revoked at any time."""

from collections.abc import Collection
from datetime import datetime, timedelta
from secrets import token_urlsafe
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts import intake
from accounts.fields import keyed_hash
from accounts.locking import lock_members
from accounts.models import Member, PushSubscription
from accounts.notifications.notify import notify
from accounts.prepared import Given, Prepared
from support import second_factor
from support.models import CalendarFeed, Token
from support.scopes import MODERATING, Scope

BEGINS = "cos_"  # so that a key that was published by mistake is found and known for what it is
DAYS = (7, 30, 90, 365)
MOST = 20  # that work at the same time


class NotMade(ValidationError):
    """A key that cannot be made as it was asked for."""


def offered(member: Member, *, second_step: bool) -> list[Scope]:
    """What a key of this member's may do: moderate only after their second step, ask for others only at a desk."""
    withheld = set() if second_step and second_factor.moderates(member) else set(MODERATING)
    if not intake.is_desk(member):
        withheld.add(Scope.PROXY)
    return [scope for scope in Scope if scope not in withheld]


@transaction.atomic
def make(
    *,
    member: Member,
    name: str,
    scopes: Collection[str],
    days: int,
    now: datetime,
    second_step: bool = False,
) -> tuple[Token, str]:
    """A new key and its secret, which is known to nobody after this. Raises `NotMade` beside what cannot stand.

    `second_step` says whether the member has used theirs. Whether they still moderate is asked at every use besides.
    """
    lock_members([member.pk])
    name = " ".join(name.split())
    wrong: dict[str, str] = {}
    if not name or len(name) > 60:
        wrong["name"] = _("Give it a short name, so that you know it again.")
    if not scopes or not set(scopes) <= set(offered(member, second_step=second_step)):
        wrong["scopes"] = _("Choose what the program may do.")
    if days not in DAYS:
        wrong["days"] = _("Choose for how long it is good.")
    if not wrong and valid(member, now=now).count() >= MOST:
        wrong["name"] = _("You have many keys. Please take one back before you make another.")
    if wrong:
        raise NotMade(wrong)
    secret = BEGINS + token_urlsafe(32)
    made = Token.objects.create(
        member=member,
        name=name,
        fingerprint=keyed_hash(secret),
        scopes=sorted(set(scopes)),
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    if member.email_safe:
        notify(member=member, kind="key_made", event=f"account:key:{made.uid}", now=now)
    return made, secret


def valid(member: Member, *, now: datetime) -> QuerySet[Token]:
    """Those of a member's keys that work, the newest first."""
    return Token.objects.filter(_works(now), member=member).order_by("-pk")


def find(secret: str, *, now: datetime) -> Token | None:
    """The key with this secret and its member, if it works. One query; notes the day on which it was used."""
    if not secret.startswith(BEGINS):
        return None
    found = OF_SECRET.first(now=now, fingerprint=keyed_hash(secret))
    if found is None or not found.member.is_active:
        return None
    if found.used_on != now.date():
        Token.objects.filter(pk=found.pk).update(used_on=now.date())
    return found


@transaction.atomic
def revoke(*, member: Member, uid: UUID, now: datetime) -> None:
    """Takes one back, with the calendar address and the devices that it put in.

    Raises `Token.DoesNotExist`; one that was taken back already stays so.
    """
    mine = Token.objects.get(member=member, uid=uid)
    _revoke(Token.objects.filter(pk=mine.pk), now)


@transaction.atomic
def revoke_all(*, member: Member, now: datetime) -> None:
    """Takes all back, as `revoke`: somebody who knew the old password may have made one."""
    _revoke(Token.objects.filter(member=member), now)


def _revoke(keys: QuerySet[Token], now: datetime) -> None:
    """First the keys, then what they made. Whose it is does not count: a desk makes some for others."""
    keys.filter(revoked_at=None).update(revoked_at=now)
    made_by = {"by_key__in": list(keys.values_list("uid", flat=True))}
    CalendarFeed.objects.filter(**made_by).delete()
    PushSubscription.objects.filter(**made_by).delete()


def _works(now: datetime | Given) -> Q:
    return Q(revoked_at=None, expires_at__gt=now)


OF_SECRET = Prepared(
    lambda: Token.objects.select_related("member").filter(
        _works(Given("now")), fingerprint=Given("fingerprint")
    )
)
