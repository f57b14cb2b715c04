"""Saying that a decision was not right: once for each, looked at by somebody who did not make it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.notifications.notify import notify
from support import policies
from support.models import Appeal, AppealState, DecisionKind, Grade, Measure, MeasureState
from support.moderation.decisions import told
from support.moderation.lifting import NotInForce, end, remit_over
from support.moderation.measures import concerned, log, tell
from support.policies import Remit


class AlreadyAppealed(ValidationError):
    """One appeal for each decision."""

    problem = "conflict"

    def __init__(self) -> None:
        super().__init__(_("You have written about this before. You will get an answer."))


class AlreadyAnswered(ValidationError):
    """Another moderator was first."""

    problem = "conflict"

    def __init__(self) -> None:
        super().__init__(_("Somebody has already answered this."))


def may_appeal(measure: Measure) -> bool:
    """Whether its member may still say that it was not right: also when its time is over, because words stay."""
    told_of = (MeasureState.IN_FORCE, MeasureState.OVER)
    return measure.state in told_of and not Appeal.objects.filter(measure=measure).exists()


@transaction.atomic
def appeal(*, measure: Measure, member: Member, words: str, now: datetime) -> Appeal:
    """Says why. Whoever may look at it is called. Raises NotAllowed, NoReason, TooLong, AlreadyAppealed."""
    if measure.member_id != member.pk or measure.state == MeasureState.PROPOSED:
        raise policies.not_allowed()
    words = told(words)
    if not may_appeal(measure):
        raise AlreadyAppealed
    try:
        with transaction.atomic():
            made = Appeal.objects.create(measure=measure, words=words, made_at=now)
    except IntegrityError as error:
        raise AlreadyAppealed from error
    decided = (measure.by_id, measure.second_id)
    for moderator in policies.deciders(
        measure.community,
        *concerned(measure),
        but=decided,
        about=measure.member_id,
        operators_alone=measure.grade == Grade.REMOVE,
    ):
        notify(
            member=moderator,
            kind="place_review",
            event=f"appeal:{made.pk}",
            now=now,
            community=measure.community,
            refers_to={"community": measure.community.slug},
        )
    return made


def here(remit: Remit) -> QuerySet[Appeal]:
    """Every appeal that this moderator may see, also those that somebody else answers."""
    return Appeal.objects.filter(measure__in=remit.measures()).select_related("measure__member")


def waiting_for(remit: Remit) -> QuerySet[Appeal]:
    """Appeals that this moderator may answer: never about a decision of their own, nor among equals."""
    theirs = Q(measure__by=remit.moderator) | Q(measure__second=remit.moderator)
    equals = remit.memberships().filter(role__in=remit.out_of_reach).values("member")
    rows = here(remit).filter(state=AppealState.OPEN).exclude(theirs).exclude(measure__member__in=equals)
    return rows if remit.rank == policies.OPERATOR else rows.exclude(measure__grade=Grade.REMOVE)


@transaction.atomic
def uphold(*, appeal: Appeal, by: Member, words: str, now: datetime) -> None:
    """It stays as it was; the member reads why. Raises NotAllowed, NoReason, TooLong, AlreadyAnswered."""
    remit, words = _remit(appeal, by), told(words)
    _answer(remit, appeal, words, now, AppealState.UPHELD)
    _tell(remit, appeal, words, now, DecisionKind.APPEAL_UPHELD)


@transaction.atomic
def change(*, appeal: Appeal, by: Member, words: str, now: datetime) -> None:
    """The decision is taken back; a milder one may follow from the member's page. Raises what `uphold` raises."""
    remit, words = _remit(appeal, by), told(words)
    try:
        with transaction.atomic():
            end(appeal.measure, now, MeasureState.LIFTED)
    except NotInForce:  # its time was over: what is taken back are the words
        Measure.objects.filter(pk=appeal.measure_id).update(state=MeasureState.LIFTED)
    _answer(remit, appeal, words, now, AppealState.CHANGED)
    _tell(remit, appeal, words, now, DecisionKind.APPEAL_CHANGED)


def _remit(appeal: Appeal, by: Member) -> Remit:
    remit = remit_over(appeal.measure, by)
    if by.pk in (appeal.measure.by_id, appeal.measure.second_id):
        raise policies.not_allowed()
    return remit


def _answer(remit: Remit, appeal: Appeal, words: str, now: datetime, state: AppealState) -> None:
    waits = Appeal.objects.select_for_update().filter(pk=appeal.pk, state=AppealState.OPEN).first()
    if waits is None:
        raise AlreadyAnswered
    waits.state, waits.answer, waits.answered_by, waits.answered_at = state, words, remit.moderator, now
    waits.save(update_fields=["state", "answer", "answered_by", "answered_at"])


def _tell(remit: Remit, appeal: Appeal, words: str, now: datetime, kind: DecisionKind) -> None:
    log(remit, appeal.measure, kind, now=now, words=words)
    tell(appeal.measure, now, kind="appeal_answered")
