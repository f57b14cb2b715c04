"""Graded decisions about a person: from a friendly word to removal, each with a reason from the list and words to them.

Whoever decided may undo it for ten minutes (`lifting`); later any moderator may lift it; the person may appeal once
(`appeals`). Where a community wants four eyes, a suspension waits for a second moderator (`second`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import live
from accounts.models import Member, Membership, Standing
from accounts.notifications.notify import notify
from support import policies, reports
from support.models import DecisionKind, Grade, Measure, MeasureState, Outcome, Report
from support.moderation import effects, hiding, wording
from support.moderation.decisions import record, told
from support.moderation.reasons import BY_CODE
from support.policies import Remit

DAYS = (1, 3, 7, 14, 30)
MOST_DAYS = 365
TIMED = (Grade.HOLD, Grade.LIMIT_MATCHING, Grade.LIMIT_MESSAGES)  # these always end by themselves
MAY_END = (*TIMED, Grade.SUSPEND)
A_DOUBLE_CLICK = timedelta(minutes=1)

LOGGED = {
    Grade.GUIDANCE: DecisionKind.GUIDED,
    Grade.HIDE: DecisionKind.HIDDEN,
    Grade.WARN: DecisionKind.WARNED,
    Grade.HOLD: DecisionKind.READ_FIRST,
    Grade.LIMIT_MATCHING: DecisionKind.MATCHING_LIMITED,
    Grade.LIMIT_MESSAGES: DecisionKind.MESSAGES_LIMITED,
    Grade.SUSPEND: DecisionKind.SUSPENDED,
    Grade.REMOVE: DecisionKind.REMOVED,
}
OUTCOMES = {"no_breach": Outcome.NO_BREACH}


class AlreadyDecided(ValidationError):
    """Somebody decided the same a moment ago."""

    problem = "conflict"

    def __init__(self) -> None:
        super().__init__(_("This was decided a moment ago. Please look again."))


class CannotStand(ValidationError):
    """The reason, the days, or the person's standing do not go with this decision."""


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What a moderator chose. `days` counts for what ends by itself; `thing` is what is hidden (see `hiding`)."""

    grade: Grade
    reason: str
    words: str = ""
    days: int | None = None
    thing: str = ""
    meanwhile: bool = False


@transaction.atomic
def decide(
    *, membership: Membership, chosen: Decided, by: Member, now: datetime, report: Report | None = None
) -> Measure | None:
    """Carries out a graded decision, tells the person, and closes the report that it answers. None for `NOTHING`.

    Raises NotAllowed, NoReason, TooLong, CannotStand, AlreadyDecided, `reports.AlreadyDecided`, and what hiding raises.
    """
    remit = _remit(membership, chosen, by, report)
    _check(membership, chosen, report)
    measure = None if chosen.grade == Grade.NOTHING else _take(remit, membership, chosen, now, report)
    if report is not None:
        reports.close(report=report, now=now, outcome=_outcome(chosen, measure))
    # The log is locked last, and told of both.
    if measure is not None:
        _announce(remit, measure, now)
    if report is not None:
        _log_closed(remit, report, chosen, now)
    live.changed(remit.moderators)  # one case less, or one for a second moderator, on whoever's screen
    return measure


def concerned(measure: Measure) -> list[int]:
    """Whom a measure concerns: nobody near to them, also to whoever told the moderators, decides about it."""
    return [measure.member_id, *([measure.report.reporter_id] if measure.report else [])]


def grades_for(remit: Remit, membership: Membership) -> list[Grade]:
    """What this moderator may decide about this member as they stand, apart from `NOTHING`, which needs a report."""
    if not remit.decides_standing_of(membership):
        return []
    words = [Grade.GUIDANCE, Grade.HIDE, Grade.WARN]
    here = [Grade.HOLD, Grade.LIMIT_MATCHING, Grade.LIMIT_MESSAGES, Grade.SUSPEND]
    grades = words + (here if membership.standing == Standing.GOOD else [])
    may_remove = remit.rank == policies.OPERATOR and membership.member.removed_at is None
    return [*grades, Grade.REMOVE] if may_remove else grades


def grades_about(remit: Remit, membership: Membership, report: Report | None) -> list[Grade]:
    """The same where it answers a report: with `NOTHING` first. Something is hidden only where there is something."""
    grades = grades_for(remit, membership)
    settles = report is not None and remit.settles_reports_about(membership.member_id)
    closes = [Grade.NOTHING] if settles else []
    return [*closes, *(grade for grade in grades if grade != Grade.HIDE or hiding.what_may_be(report))]


def check_report(membership: Membership, report: Report | None) -> None:
    """Raises CannotStand where a decision about this person answers a report about another, NotAllowed elsewhere."""
    if report is not None and report.community_id != membership.community_id:
        raise policies.not_allowed()
    if report is not None and report.about_id != membership.member_id:
        raise CannotStand({"report": _("This report is about somebody else.")})


def first_words(membership: Membership, grade: Grade, reason: str) -> str:
    """What they would read, in their language, before a moderator changes it. Raises CannotStand."""
    _check_reason(grade, reason)
    return wording.first_words(membership.member, grade, reason)


def _remit(membership: Membership, chosen: Decided, by: Member, report: Report | None) -> Remit:
    near = [membership.member_id, *([report.reporter_id] if report else [])]
    remit = policies.require(by, membership.community, *near)
    if chosen.grade == Grade.NOTHING:
        if not remit.settles_reports_about(membership.member_id):
            raise policies.not_allowed()
        return remit
    membership.refresh_from_db(fields=["standing", "role"])
    if not remit.decides_standing_of(membership):
        raise policies.not_allowed()
    if chosen.grade == Grade.REMOVE and remit.rank != policies.OPERATOR:
        raise policies.not_allowed()
    return remit


def _check(membership: Membership, chosen: Decided, report: Report | None) -> None:
    _check_reason(chosen.grade, chosen.reason)
    if chosen.grade == Grade.NOTHING and report is None:
        raise CannotStand(_("There is no report to close."))
    check_report(membership, report)
    if chosen.grade == Grade.HIDE and chosen.thing not in hiding.what_may_be(report):
        raise CannotStand(_("Please choose what to hide."))
    if chosen.days is not None and chosen.grade not in MAY_END:
        raise CannotStand({"days": _("This decision is not for some days.")})
    if chosen.grade in MAY_END and membership.standing != Standing.GOOD:
        raise AlreadyDecided
    timed = chosen.grade in TIMED or (chosen.grade == Grade.SUSPEND and chosen.days is not None)
    if timed and not 1 <= (chosen.days or 0) <= MOST_DAYS:
        raise CannotStand({"days": _("Please say for how many days, up to a year.")})


def _check_reason(grade: Grade, code: str) -> None:
    reason = BY_CODE.get(code)
    if reason is None or grade not in reason.grades:
        raise CannotStand({"reason": _("Please choose a reason that goes with this decision.")})


def _take(
    remit: Remit, membership: Membership, chosen: Decided, now: datetime, report: Report | None
) -> Measure:
    waits = chosen.grade == Grade.SUSPEND and remit.community.two_for_suspension
    ends = chosen.grade in MAY_END and chosen.days is not None
    measure = Measure(
        community=remit.community,
        member=membership.member,
        by=remit.moderator,
        report=report,
        grade=chosen.grade,
        reason=chosen.reason,
        words=told(chosen.words),
        state=MeasureState.PROPOSED if waits else MeasureState.IN_FORCE,
        thing=chosen.thing if chosen.grade == Grade.HIDE else "",
        meanwhile=waits and chosen.meanwhile,
        made_at=now,
        until=now + timedelta(days=chosen.days or 0) if ends else None,
    )
    begin(measure, membership, now)
    measure.save()
    return measure


def _announce(remit: Remit, measure: Measure, now: datetime) -> None:
    waits = measure.state == MeasureState.PROPOSED
    log(remit, measure, DecisionKind.SUSPENSION_PROPOSED if waits else LOGGED[Grade(measure.grade)], now=now)
    if waits:
        _call_a_second(remit, measure, now)
    else:
        tell(measure, now)


def begin(measure: Measure, membership: Membership, now: datetime) -> None:
    """Does what the grade says, and lets it take the place of an earlier one of the same kind."""
    grade = Grade(measure.grade)
    if measure.state == MeasureState.PROPOSED:
        (effects.pause if measure.meanwhile else effects.EFFECTS[Grade.WARN].begin)(measure, membership, now)
    else:
        effects.EFFECTS[grade].begin(measure, membership, now)
    same = Measure.objects.filter(member=measure.member_id, community=measure.community_id, grade=grade)
    if (
        same.filter(made_at__gt=now - A_DOUBLE_CLICK, by=measure.by_id, reason=measure.reason)
        .exclude(pk=measure.pk)
        .exclude(state__in=(MeasureState.LIFTED, MeasureState.DROPPED))
        .exists()
        and grade != Grade.HIDE
    ):
        raise AlreadyDecided
    waiting = same.filter(state=MeasureState.PROPOSED).exclude(pk=measure.pk)
    if waiting.exists():
        raise AlreadyDecided
    if grade in MAY_END:
        same.filter(state=MeasureState.IN_FORCE).exclude(pk=measure.pk).update(
            state=MeasureState.OVER, ended_at=now
        )


def log(
    remit: Remit, measure: Measure, kind: DecisionKind, *, now: datetime, words: str | None = None
) -> None:
    """The row of the log. Ids, the reason's code and the end; the words are those that the member reads."""
    record(
        remit,
        kind,
        now=now,
        member=measure.member,
        because=str(BY_CODE[measure.reason].title),
        words=measure.words if words is None else words,
        measure=measure.uid,
        reason=measure.reason,
        until=measure.until.isoformat() if measure.until else "",
    )


def tell(measure: Measure, now: datetime, *, kind: str = "decision_made") -> None:
    """Lets the member know that there is something to read: never what, because others may see the screen."""
    notify(
        member=measure.member,
        kind=kind,
        event=f"measure:{measure.pk}:{kind}:{now.timestamp():.0f}",
        now=now,
        community=measure.community,
        refers_to={"measure": str(measure.uid)},
    )


def _call_a_second(remit: Remit, measure: Measure, now: datetime) -> None:
    for member in policies.deciders(
        remit.community, *concerned(measure), but=[remit.moderator.pk], about=measure.member_id
    ):
        notify(
            member=member,
            kind="place_review",
            event=f"measure:{measure.pk}:proposed",
            now=now,
            community=remit.community,
            refers_to={"community": remit.community.slug},
        )


def _outcome(chosen: Decided, measure: Measure | None) -> Outcome:
    """Nothing was done yet while a second moderator has not looked (`second` says so once it was)."""
    if measure is None:
        return OUTCOMES.get(chosen.reason, Outcome.LOOKED)
    return Outcome.LOOKED if measure.state == MeasureState.PROPOSED else Outcome.ACTED


def _log_closed(remit: Remit, report: Report, chosen: Decided, now: datetime) -> None:
    record(
        remit,
        DecisionKind.REPORT_CLOSED,
        now=now,
        member=report.about,
        because=str(BY_CODE[chosen.reason].title),
        report=report.uid,
        reason=chosen.reason,
        grade=chosen.grade,
    )


def of_member_here(remit: Remit, membership: Membership) -> list[Measure]:
    """What holds or waits for this member here, the newest first; nothing that somebody near to the moderator told."""
    rows = remit.measures().filter(member=membership.member_id)
    return list(
        rows.filter(state__in=(MeasureState.PROPOSED, MeasureState.IN_FORCE)).order_by("-made_at", "-pk")[:20]
    )
