"""A quiet call for helpers where they are missing: it names no request and nobody, and only who chose to hears it.

Whether helpers are missing is read from what the pulse has told, so a call tells nothing more. Nobody hears one more
than once a month, nor while they look for help with the same thing, take a break, or help with it already.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Community, Member, Membership, Notification, Standing
from accounts.notifications.notify import Notice, notify_all
from accounts.rows import change
from matching.models import Need, NeedState, Offer, OfferState, Topic
from support import policies
from support.models import DecisionKind, Figure, HelperCall
from support.moderation.decisions import record
from support.pulse import coarse, publishing, times
from support.pulse.measures import TOPICS

KIND = "helpers_missing"
LOCK = 0x9015F
APART = timedelta(days=30)  # between two calls that one member hears
AGAIN = timedelta(weeks=4)  # between two calls with the same topic; after so long it is counted who came
FRESH = timedelta(weeks=10)  # older figures call nobody
ASKING = (NeedState.IN_REVIEW, NeedState.OPEN, NeedState.MATCHED)


class NotMissing(ValidationError):
    """The figures do not say that helpers are missing there."""


class CalledLately(ValidationError):
    """There was a call with this topic in the last weeks."""

    problem = "conflict"


@dataclass(frozen=True)
class Supply:
    """What was told of a group of topics in four weeks; nought is too few to tell."""

    topic: Topic
    asked: int
    waiting: int  # of these, who had not heard a yes when the weeks were over
    helpers: int

    @property
    def missing(self) -> bool:
        """Whether helpers are missing: a third or more still wait, and they are not few."""
        return self.waiting > 0 and 3 * self.waiting >= self.asked


def supplies(community: Community, *, now: datetime) -> list[Supply]:
    """Each group of topics of which something was told of the last four weeks, where most wait first. Two queries."""
    told = Figure.objects.filter(community=community, begins_on__gte=(now - FRESH).date())
    last = (
        told.filter(measure=publishing.TOPICS_TOLD).order_by("-begins_on").values_list("begins_on", flat=True)
    )
    day = last.first()
    if day is None:
        return []
    by_topic: dict[Topic, dict[str, int]] = {}
    for figure in told.filter(begins_on=day, measure__in=TOPICS.names).select_related("topic"):
        if figure.topic:
            by_topic.setdefault(figure.topic, {})[figure.measure] = figure.value
    found = [
        Supply(topic, *(values.get(name, coarse.UNTOLD) for name in TOPICS.names))
        for topic, values in by_topic.items()
    ]
    return sorted(found, key=lambda one: (-one.waiting, -one.asked, one.topic.position))


def lately(community: Community, *, now: datetime) -> QuerySet[HelperCall]:
    """The calls of the last half year, the newest first."""
    calls = HelperCall.objects.filter(community=community, sent_at__gt=now - times.BACK)
    return calls.select_related("topic").order_by("-sent_at")


def resting(called: Iterable[HelperCall], *, now: datetime) -> set[int]:
    """The ids of the topics of which there may be no call just now: there was one, of these, in the last weeks."""
    return {call.topic_id for call in called if call.sent_at > now - AGAIN}


@transaction.atomic
def send(*, community: Community, topic: Topic, by: Member, now: datetime) -> HelperCall:
    """Tells those who want to hear it. Raises NotAllowed, NotMissing and CalledLately."""
    remit = policies.require(by, community)
    change("SELECT pg_advisory_xact_lock(%(lock)s)", lock=LOCK)  # of two calls at once nobody hears both
    if not any(one.missing and one.topic == topic for one in supplies(community, now=now)):
        raise NotMissing(_("The figures do not say that helpers are missing here."))
    if lately(community, now=now).filter(topic=topic, sent_at__gt=now - AGAIN).exists():
        raise CalledLately(_("There was a call with this topic in the last four weeks."))
    members = list(_hearing(community, topic, now).exclude(pk=by.pk))
    call = HelperCall.objects.create(community=community, topic=topic, sent_at=now, told=0)
    call.told = coarse.told(len(members), "told", call.pk)
    call.save(update_fields=["told"])
    notify_all(_notices(call, members), now=now)
    record(remit, DecisionKind.HELPERS_CALLED, now=now, call=call.pk, topic=topic.slug)
    return call


def _notices(call: HelperCall, members: Iterable[Member]) -> list[Notice]:
    to = {"community": call.community.slug}
    return [Notice(member, KIND, event(call), call.community_id, to) for member in members]


def event(call: HelperCall) -> str:
    return f"call:{call.pk}"


def _hearing(community: Community, topic: Topic, now: datetime) -> QuerySet[Member]:
    """Who hears this call."""
    here = Membership.objects.filter(
        member=OuterRef("pk"), community=community, standing=Standing.GOOD, matching_paused_at=None
    )
    looking = Need.objects.filter(_about(topic), member=OuterRef("pk"), state__in=ASKING)
    mine = Offer.objects.filter(member=OuterRef("pk"), community=community)
    avoided = Q(avoids=topic) | Q(avoids__parent=topic)
    heard = Notification.objects.filter(member=OuterRef("pk"), kind=KIND, created_at__gt=now - APART)
    return Member.objects.filter(
        Exists(here),
        ~Exists(looking),
        ~Exists(mine.filter(state=OfferState.PAUSED)),
        ~Exists(mine.filter(_about(topic), state=OfferState.OPEN)),
        ~Exists(mine.filter(avoided).exclude(state=OfferState.CLOSED)),
        ~Exists(heard),
        hears_calls=True,
        is_active=True,
        erase_asked_at=None,
        erased_at=None,
    ).order_by("pk")


def _about(topic: Topic) -> Q:
    return Q(topics=topic) | Q(topics__parent=topic)


def count(*, now: datetime) -> None:
    """What calls of some weeks ago did: how many of those who heard one have since offered help with it. Told once."""
    for call in HelperCall.objects.filter(came=None, sent_at__lte=now - AGAIN).select_related("topic"):
        since = Offer.objects.filter(
            _about(call.topic),
            member=OuterRef("member"),
            community=call.community_id,
            created_at__range=(call.sent_at, call.sent_at + AGAIN),
        )
        heard = Notification.objects.filter(kind=KIND, event=event(call))
        came = coarse.told(heard.filter(Exists(since)).count(), "came", call.pk)
        HelperCall.objects.filter(pk=call.pk, came=None).update(came=came)
