"""The browsers that somebody lets us ring: put in, renewed, taken out."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.fields import keyed_hash
from accounts.locking import lock_members
from accounts.models import Member, PushSubscription
from accounts.push import keys, sealing, services

MOST = 10
LONGEST_NAME = 40


def of(member: Member) -> QuerySet[PushSubscription]:
    return member.push_subscriptions.order_by("made_at", "pk")


@transaction.atomic
def put_in(
    *,
    member: Member,
    endpoint: str,
    p256dh: str,
    auth: str,
    signed_with: str,
    name: str,
    now: datetime,
    by_key: UUID | None = None,
) -> PushSubscription:
    """Lets this browser be rung for this member, and for nobody who used it before. Raises ValidationError.

    `by_key` is the key of the program that asks.
    """
    _look_at(endpoint, p256dh, auth, signed_with)
    # Held, an account that was erased a moment ago says so: nothing of it begins anew.
    if not lock_members([member.pk])[member.pk].is_active:
        raise ValidationError(_("This browser did not say how it can be rung. Please try it once more."))
    PushSubscription.objects.filter(fingerprint=keyed_hash(endpoint)).delete()
    if member.push_subscriptions.count() >= MOST:
        raise ValidationError(_("That is as many devices as there can be. Please take one out first."))
    return PushSubscription.objects.create(
        member=member,
        name=name.strip()[:LONGEST_NAME],
        endpoint=endpoint,
        fingerprint=keyed_hash(endpoint),
        p256dh=p256dh,
        auth=auth,
        signed_with=signed_with,
        made_at=now,
        by_key=by_key,
    )


@transaction.atomic
def renew(*, old: str, endpoint: str, p256dh: str, auth: str, signed_with: str) -> bool:
    """The browser was given another address by its push service. It says the old one, which nobody else knows.

    False when nobody was rung there. Raises ValidationError.
    """
    _look_at(endpoint, p256dh, auth, signed_with)
    row = PushSubscription.objects.select_for_update().filter(fingerprint=keyed_hash(old)).first()
    if row is None:
        return False
    PushSubscription.objects.filter(fingerprint=keyed_hash(endpoint)).exclude(pk=row.pk).delete()
    row.endpoint, row.fingerprint = endpoint, keyed_hash(endpoint)
    row.p256dh, row.auth, row.signed_with = p256dh, auth, signed_with
    row.save()
    return True


def take_out(*, member: Member, uid: UUID) -> bool:
    gone, _rows = member.push_subscriptions.filter(uid=uid).delete()
    return bool(gone)


def take_out_others(*, member: Member, but: str) -> None:
    """A new password shuts every other door: only the browser with this uid, if any, may still be rung."""
    others = member.push_subscriptions.exclude(uid=but) if but else member.push_subscriptions.all()
    others.delete()


def _look_at(endpoint: str, p256dh: str, auth: str, signed_with: str) -> None:
    if not services.is_known(endpoint):
        raise ValidationError(
            _("We do not know the service that rings this browser, so it cannot be put in.")
        )
    try:
        sealing.browsers_key(keys.from_text(p256dh))
        whole = len(keys.from_text(auth)) == 16 and keys.by_public(signed_with) is not None
    except ValueError:
        whole = False
    if not whole:
        raise ValidationError(_("This browser did not say how it can be rung. Please try it once more."))
