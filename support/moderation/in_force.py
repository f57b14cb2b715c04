"""What moderators decided about somebody and what holds now."""

from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import Community, Member
from accounts.prepared import Given, Prepared
from support.models import Grade, Measure, MeasureState


def of(member: Member, community: Community, *grades: Grade) -> QuerySet[Measure]:
    """Measures of these grades that hold for this member here."""
    return Measure.objects.filter(
        member=member, community=community, grade__in=grades, state=MeasureState.IN_FORCE
    )


def silence(member: Member, community: Community, *, now: datetime) -> Measure | None:
    """The measure because of which this member sends no messages here now, the longest first; None where none does.

    Ends by its time, whether or not a sweep has come by.
    """
    return SILENCES.first(member=member.pk, community=community.pk, now=now)


def _silences() -> QuerySet[Measure]:
    limited = Q(grade=Grade.LIMIT_MESSAGES, state=MeasureState.IN_FORCE, until__gt=Given("now"))
    waits = Q(state=MeasureState.PROPOSED, meanwhile=True)
    here = Measure.objects.filter(limited | waits, member=Given("member"), community=Given("community"))
    return here.order_by("-until", "-pk")


SILENCES = Prepared(_silences)
