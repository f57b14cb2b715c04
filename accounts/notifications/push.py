"""The web push channel: a subject that says nothing private and a path, sealed for each browser of the member.

One message rings every browser once: an attempt that is repeated leaves those out that have it. If we die between a
push service's yes and our mark, the next attempt carries the same Topic and tag, and the browser shows one.
"""

import http.client
import json
import time

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi

from accounts.clock import database_now
from accounts.fields import keyed_hash
from accounts.languages import speaking_to
from accounts.models import Channel, Member, Notification, PushReceipt, PushSubscription
from accounts.notifications import failures
from accounts.notifications.failures import Failed, NobodyThere
from accounts.notifications.kinds import KINDS, Kind
from accounts.push import keys, line, sealing

# Whoever was away longer finds it in the app; a message that is older helps nobody on a lock screen.
KEPT_FOR = 24 * 3600
KEPT_FOR_URGENT = 4 * 3600
SECONDS = 20.0  # for all browsers of one member: a task may not take longer than half a minute


def reaches(member: Member, kind: Kind) -> bool:
    """Whether there is a browser to ring, only the database knows: `notify` asks it in the same statement."""
    return True


def send(notification: Notification) -> None:
    """Rings every browser that has not heard this yet. Raises Failed when one of them must be tried again."""
    words, begun, failed, reached = _words(notification), time.monotonic(), [], False
    for browser in _not_yet(notification):
        try:
            if time.monotonic() - begun > SECONDS:
                raise Failed("TooManyBrowsers")
            _ring(browser, notification, words)
            reached = True
        except Failed as one:
            failed.append(one)
        except Exception as error:  # a mistake of ours about one browser keeps no other from hearing it
            failed.append(Failed(type(error).__name__))
    again = [one for one in failed if not one.for_good]
    if again:
        raise max(again, key=lambda one: one.wait)
    if not reached and not PushReceipt.objects.filter(notification=notification).exists():
        raise failed[0] if failed else NobodyThere


def _not_yet(notification: Notification) -> QuerySet[PushSubscription]:
    have = PushReceipt.objects.filter(notification=notification).values("subscription")
    return notification.member.push_subscriptions.exclude(pk__in=have).order_by("pk")


def _ring(browser: PushSubscription, notification: Notification, words: bytes) -> None:
    try:
        answer = line.post(
            browser.endpoint, body=_sealed(browser, words), headers=_headers(browser, notification)
        )
    except line.Refused as refused:
        raise Failed(str(refused), for_good=True) from refused
    except (OSError, http.client.HTTPException) as error:
        raise Failed(type(error).__name__) from error
    now = database_now()
    if answer.status in {404, 410}:  # nobody is rung at this address any more, unless it has moved meanwhile
        PushSubscription.objects.filter(pk=browser.pk, fingerprint=browser.fingerprint).delete()
    if failed := failures.of_push(answer.status, answer.retry_after, now=now):
        raise failed
    PushReceipt.objects.get_or_create(
        subscription=browser, notification=notification, defaults={"sent_at": now}
    )
    PushSubscription.objects.filter(pk=browser.pk).update(last_used_at=now)


def _sealed(browser: PushSubscription, words: bytes) -> bytes:
    return sealing.seal(words, p256dh=keys.from_text(browser.p256dh), auth=keys.from_text(browser.auth))


def _headers(browser: PushSubscription, notification: Notification) -> dict[str, str]:
    key = keys.by_public(browser.signed_with)
    if key is None:  # taken out of PUSH_KEYS: this browser lets nothing through that another one signed
        raise Failed("UnknownKey", for_good=True)
    urgent = KINDS[notification.kind].urgent
    return {
        "Authorization": key.authorization(endpoint=browser.endpoint, now=database_now()),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT_FOR_URGENT if urgent else KEPT_FOR),
        "Urgency": "high" if urgent else "normal",
        "Topic": tag(notification),
    }


def tag(notification: Notification) -> str:
    """The same at every attempt, so that two become one; it tells nothing of what it stands for."""
    return keyed_hash(f"{Channel.PUSH}:{notification.member_id}:{notification.event}")[:32]


def _words(notification: Notification) -> bytes:
    with speaking_to(notification.member):
        shown = {
            "title": str(KINDS[notification.kind].subject),
            "path": reverse("notification", kwargs={"uid": notification.uid}),
            "tag": tag(notification),
            "lang": get_language() or "",
            "dir": "rtl" if get_language_bidi() else "ltr",
        }
    return json.dumps(shown, ensure_ascii=False).encode()
