"""All that a moderator can decide, for pages and API alike: what it is called, what is asked, what is said after.

Adding one: a function in `support.moderation`, a `DecisionKind`, and a line here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts import live
from accounts.models import Membership, Standing
from matching.models import Match, MatchState, Need, NeedState
from support.models import Appeal, DecisionKind, Measure, MeasureState, Report, ReportState
from support.moderation import appeals, intake, lifting, members, messages, needs, proposals, reports, second
from support.policies import Remit

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Action:
    """One decision. Without `asks` it is a single button; `words_as` is the argument for what is written."""

    kind: DecisionKind
    does: Callable[..., object]
    says: StrOrPromise
    done: StrOrPromise
    asks: StrOrPromise = ""
    explains: StrOrPromise = ""
    words_as: str = "because"
    grave: bool = False


ADMIT = Action(
    DecisionKind.ADMITTED,
    members.admit,
    says=_("Let them in"),
    done=_("They are in, and have been told."),
)
TURN_AWAY = Action(
    DecisionKind.NOT_ADMITTED,
    members.turn_away,
    says=_("Do not admit"),
    done=_("They were not admitted, and have been told kindly."),
    asks=_("Why not?"),
    explains=_("Only moderators read this. They are told kindly, without a reason."),
)
PAUSE = Action(
    DecisionKind.MATCHING_PAUSED,
    members.pause_matching,
    says=_("Pause matching"),
    done=_("No new matches for them until a moderator lifts this."),
    asks=_("Why should they not be matched for now?"),
    explains=_("Open proposals are taken back; conversations go on. Only moderators read this."),
)
RESUME = Action(
    DecisionKind.MATCHING_RESUMED,
    members.resume_matching,
    says=_("Match them again"),
    done=_("They can be matched again."),
)
REINSTATE = Action(
    DecisionKind.REINSTATED,
    members.reinstate,
    says=_("Take them back"),
    done=_("They are a member again. What was closed stays closed."),
    asks=_("What has changed?"),
    explains=_("They start afresh: what was closed stays closed. Only moderators read this."),
)
NEED = (
    Action(
        DecisionKind.NEED_RELEASED,
        needs.release,
        says=_("Let it through"),
        done=_("It is open now, and the search has begun."),
    ),
    Action(
        DecisionKind.NEED_RETURNED,
        needs.give_back,
        says=_("Give it back"),
        done=_("It is back with its writer, together with your words."),
        asks=_("What would you like its writer to change?"),
        explains=_("They read these words, and can post it again."),
        words_as="words",
    ),
)
PROPOSAL = (
    Action(
        DecisionKind.PROPOSAL_RELEASED,
        proposals.release,
        says=_("Ask the helper"),
        done=_("The helper is being asked now."),
    ),
    Action(
        DecisionKind.PROPOSAL_REFUSED,
        proposals.refuse,
        says=_("Not these two"),
        done=_("This proposal goes no further. The search goes on."),
        asks=_("Why not these two?"),
        explains=_("Only moderators read this. Nobody hears of the proposal, and the search goes on."),
    ),
)
BY_HAND = Action(
    DecisionKind.MATCHED_BY_HAND,
    proposals.match_by_hand,
    says=_("Ask them"),
    done=_("The helper is being asked now."),
)
MESSAGE = (
    Action(
        DecisionKind.MESSAGE_RELEASED,
        messages.release,
        says=_("Pass it on"),
        done=_("The message has been passed on."),
    ),
    Action(
        DecisionKind.MESSAGE_RETURNED,
        messages.give_back,
        says=_("Give it back"),
        done=_("The message stays with its writer, together with your words."),
        asks=_("What should its writer know?"),
        explains=_("They read these words. Nobody else sees the message."),
        words_as="words",
    ),
)
REPORT = (
    Action(
        DecisionKind.REPORT_CLOSED,
        reports.close,
        says=_("Close this report"),
        done=_("The report is closed. The person who reported will hear that somebody has looked."),
        asks=_("What did you find, and what was done?"),
        explains=_("Only moderators read this. The person who reported hears that somebody has looked."),
    ),
)
LIFT = Action(
    DecisionKind.LIFTED,
    lifting.lift,
    says=_("Take it back"),
    done=_("It is taken back, and they have been told."),
    asks=_("What would you like to tell them?"),
    explains=_("They read these words. What a suspension has ended stays ended."),
    words_as="words",
)
CONFIRM = Action(
    DecisionKind.SUSPENDED,
    second.confirm,
    says=_("Confirm"),
    done=_("They are suspended, and have been told. To others it looks like an ordinary ending."),
    words_as="words",
)
DROP = Action(
    DecisionKind.SUSPENSION_DROPPED,
    second.drop,
    says=_("Do not suspend"),
    done=_("They are not suspended, and hear nothing of it."),
    asks=_("Why not?"),
    explains=_("Only moderators read this."),
    words_as="words",
)
APPEAL = (
    Action(
        DecisionKind.APPEAL_UPHELD,
        appeals.uphold,
        says=_("It stays as it was"),
        done=_("It stays. They have been told that there is an answer."),
        asks=_("What would you like to answer?"),
        explains=_("They read these words. Say what you looked at, and why it stays."),
        words_as="words",
    ),
    Action(
        DecisionKind.APPEAL_CHANGED,
        appeals.change,
        says=_("Take it back"),
        done=_("It is taken back. They have been told that there is an answer."),
        asks=_("What would you like to answer?"),
        explains=_(
            "They read these words. The decision no longer holds; from their page you can choose a milder one."
        ),
        words_as="words",
    ),
)
INTAKE_ON = Action(
    DecisionKind.INTAKE_ON,
    intake.begin,
    says=_("Let them ask for people without a device"),
    done=_("They are an intake desk from now on. With a key they can ask for others, with their consent."),
)
INTAKE_OFF = Action(
    DecisionKind.INTAKE_OFF,
    intake.end,
    says=_("No longer ask for people without a device"),
    done=_("They ask for nobody any more. Another desk goes on for the people for whom they spoke."),
)
MEMBERSHIP = (ADMIT, TURN_AWAY, PAUSE, RESUME, REINSTATE, INTAKE_ON, INTAKE_OFF)


def of_membership(remit: Remit, membership: Membership) -> list[Action]:
    """What this moderator may decide about this member, as they stand now."""
    if membership.standing == Standing.ASKED:
        return [ADMIT, TURN_AWAY] if remit.covers(membership.member_id) else []
    if not remit.decides_standing_of(membership):
        return []
    if membership.standing == Standing.SUSPENDED:
        return [REINSTATE] if members.may_take_back_in(remit, membership) else []
    if membership.standing != Standing.GOOD:
        return []
    matching = RESUME if membership.matching_paused_at else PAUSE
    desk = INTAKE_OFF if membership.intake_since else INTAKE_ON
    return [matching, desk] if remit.decides_settings else [matching]


def of_need(need: Need) -> list[Action]:
    return list(NEED) if need.state == NeedState.IN_REVIEW else []


def of_proposal(match: Match) -> list[Action]:
    return list(PROPOSAL) if match.state == MatchState.IN_REVIEW else []


def of_report(remit: Remit, report: Report) -> list[Action]:
    settles = report.state == ReportState.OPEN and remit.settles_reports_about(report.about_id)
    return list(REPORT) if settles else []


def of_measure(remit: Remit, measure: Measure, membership: Membership | None) -> list[Action]:
    """What this moderator may decide about an earlier decision; where it was appealed, what may be answered."""
    if membership is not None and not remit.decides_standing_of(membership):
        return []
    if measure.state == MeasureState.PROPOSED:
        return [CONFIRM, DROP] if measure.by_id != remit.moderator.pk else []
    if appeals.waiting_for(remit).filter(measure=measure).exists():
        return list(APPEAL)
    may_lift = measure.state == MeasureState.IN_FORCE and lifting.may_lift(remit, measure)
    return [LIFT] if may_lift else []


def of_appeal(remit: Remit, appeal: Appeal) -> list[Action]:
    return list(APPEAL) if appeals.waiting_for(remit).filter(pk=appeal.pk).exists() else []


def carry_out(remit: Remit, action: Action, *, words: str, now: datetime, **about: object) -> object:
    """Does it, with the moderator's words where they belong. Raises what the decision raises."""
    about[action.words_as] = words
    done = action.does(by=remit.moderator, now=now, **about)
    live.changed(remit.moderators)  # one case less waits in the queue, on whoever's screen
    return done
