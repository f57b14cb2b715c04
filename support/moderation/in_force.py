"""What moderators decided about somebody and what holds now."""

from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import Community, Member
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
    limited = Q(grade=Grade.LIMIT_MESSAGES, state=MeasureState.IN_FORCE, until__gt=now)
    waits = Q(state=MeasureState.PROPOSED, meanwhile=True)
    found = Measure.objects.filter(limited | waits, member=member, community=community)
    return found.order_by("-until", "-pk").first()
