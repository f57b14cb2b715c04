"""What a moderator can decide about a helper, part by part of their page."""

from django.utils.translation import gettext_lazy as _

from accounts.models import HelperLimits, HelperRecord, Membership
from support.models import DecisionKind, Pattern
from support.moderation import helpers, patterns
from support.moderation.actions import RESUME, Action
from support.policies import Remit

KEEP_PAUSE = Action(
    DecisionKind.PAUSE_KEPT,
    helpers.keep_pause,
    says=_("Keep the pause"),
    done=_("The pause stays until a moderator lifts it. They have been told that matching rests."),
    asks=_("Why should it stay?"),
    explains=_("Only moderators read this. Of blocks and reports, what came before counts no more."),
)
REFERENCES = Action(
    DecisionKind.REFERENCES_NOTED,
    helpers.note_references,
    says=_("I have seen references"),
    done=_("Noted: references were seen."),
)
CALL = Action(
    DecisionKind.CALL_NOTED,
    helpers.note_call,
    says=_("I have talked with them"),
    done=_("Noted: a moderator has talked with them."),
)
ADMIT = Action(
    DecisionKind.HELPER_ADMITTED,
    helpers.admit,
    says=_("Admit for sensitive topics"),
    done=_("They may be asked about sensitive topics now, and have been told."),
)
NOT_NOW = Action(
    DecisionKind.HELPER_NOT_NOW,
    helpers.not_now,
    says=_("Not for now"),
    done=_("They have been told kindly. Everything else goes on as before."),
    asks=_("Why not for now?"),
    explains=_("Only moderators read this. They are told kindly, without a reason."),
)
END_ADMISSION = Action(
    DecisionKind.ADMISSION_ENDED,
    helpers.end_admission,
    says=_("No longer admitted"),
    done=_("They are not asked about sensitive topics any more. Conversations go on."),
    asks=_("What has changed?"),
    explains=_("Open proposals on sensitive topics are taken back. Only moderators read this."),
)
TRAIN = Action(
    DecisionKind.HELPER_TRAINED,
    helpers.train,
    says=_("Note the training"),
    done=_("Noted. They have been told, and can choose to be asked."),
)
END_TRAINING = Action(
    DecisionKind.TRAINING_ENDED,
    helpers.end_training,
    says=_("Take this back"),
    done=_("Requests that speak of danger do not reach them any more."),
    asks=_("What has changed?"),
    explains=_("Open proposals on such requests are taken back. Only moderators read this."),
)
LIFT = Action(
    DecisionKind.LIMITS_LIFTED,
    helpers.lift_limits,
    says=_("Lift the limits now"),
    done=_("Only their own limits count here now."),
)
KEEP = Action(
    DecisionKind.LIMITS_KEPT,
    helpers.keep_limits,
    says=_("Keep the limits"),
    done=_("The limits stay here until a moderator lifts them."),
    asks=_("Why should they stay?"),
    explains=_("Only moderators read this."),
)
BY_TIME = Action(
    DecisionKind.LIMITS_BY_TIME,
    helpers.leave_limits_to_time,
    says=_("Leave them to time"),
    done=_("Time and help given lift the limits, as for everybody."),
)
SET_ASIDE = Action(
    DecisionKind.PATTERN_SET_ASIDE,
    patterns.set_aside,
    says=_("Set this aside"),
    done=_("Set aside. From here on only what is new counts."),
    asks=_("What did you find, and what was done?"),
    explains=_("Only moderators read this."),
)
HELPER = (
    *(RESUME, KEEP_PAUSE, REFERENCES, CALL, ADMIT, NOT_NOW, END_ADMISSION),
    *(TRAIN, END_TRAINING, LIFT, KEEP, BY_TIME),
)


def of_pause(remit: Remit, membership: Membership) -> list[Action]:
    return [RESUME, KEEP_PAUSE] if remit.decides_standing_of(membership) else []


def of_admission(membership: Membership, *, missing: list[str], not_now: bool) -> list[Action]:
    """Notes at any time; admitting once nothing is missing."""
    if membership.admitted_for_sensitive_at:
        return [REFERENCES, CALL, END_ADMISSION]
    return [REFERENCES, CALL, *([] if missing else [ADMIT]), *([] if not_now else [NOT_NOW])]


def of_training(membership: Membership) -> list[Action]:
    return [END_TRAINING if membership.trained_for_danger_at else TRAIN]


def of_limits(membership: Membership) -> list[Action]:
    other = {HelperLimits.LIFTED: LIFT, HelperLimits.KEPT: KEEP, HelperLimits.BY_TIME: BY_TIME}
    return [action for limits, action in other.items() if limits != membership.helper_limits]


def of_pattern(pattern: Pattern) -> list[Action]:
    return [] if pattern.set_aside_at else [SET_ASIDE]


def of_helper(remit: Remit, membership: Membership, seen: HelperRecord | None) -> list[Action]:
    """All that this moderator may decide about a helper as they stand now."""
    missing, not_now = helpers.missing_for(membership, seen), bool(seen and seen.not_now_at)
    return [
        *(of_pause(remit, membership) if membership.paused_by_numbers else []),
        *of_admission(membership, missing=missing, not_now=not_now),
        *of_training(membership),
        *of_limits(membership),
    ]
