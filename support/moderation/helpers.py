"""Decisions about what a helper is trusted with, and what was seen to before: references, a call, training."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import HelperLimits, HelperRecord, Member, Membership, Standing
from accounts.notifications.notify import notify
from matching import trust
from matching.locking import hold_around
from support import ledger, numbers, policies
from support.ledger import Done, Line
from support.models import DecisionKind, SupervisionNote
from support.moderation.decisions import not_too_long, record, told
from support.moderation.members import AlreadyDecided
from support.policies import Remit


class NotReady(ValidationError):
    """Something that the community asks for before admission is not there yet."""


@transaction.atomic
def note_references(*, membership: Membership, by: Member, now: datetime, because: str = "") -> None:
    """Notes that references were seen; what they said is nobody's to keep."""
    remit, seen = _open(by, membership)
    _write(seen, references_noted_at=now, references_noted_by=by)
    record(
        remit, DecisionKind.REFERENCES_NOTED, member=membership.member, because=not_too_long(because), now=now
    )


@transaction.atomic
def note_call(*, membership: Membership, by: Member, now: datetime, because: str = "") -> None:
    """Notes that a moderator has talked with them."""
    remit, seen = _open(by, membership)
    _write(seen, call_noted_at=now, call_noted_by=by)
    record(remit, DecisionKind.CALL_NOTED, member=membership.member, because=not_too_long(because), now=now)


@transaction.atomic
def admit(*, membership: Membership, by: Member, now: datetime, because: str = "") -> None:
    """May be asked about sensitive topics from now on. Raises NotReady while something is missing."""
    remit, seen = _open(by, membership)
    missing = missing_for(membership, seen)
    if missing:
        raise NotReady(missing)
    if membership.admitted_for_sensitive_at:
        raise _decided()
    trust.admit(membership=membership, now=now)
    _write(seen, admitted_by=by, not_now_at=None)
    record(
        remit, DecisionKind.HELPER_ADMITTED, member=membership.member, because=not_too_long(because), now=now
    )
    _tell(membership, "helper_admitted", now)


@transaction.atomic
def not_now(*, membership: Membership, by: Member, because: str, now: datetime) -> None:
    """Not for now; they are told kindly, without a reason, and everything else goes on."""
    remit, seen = _open(by, membership)
    because = told(because)
    if membership.admitted_for_sensitive_at or seen.not_now_at:
        raise _decided()
    _write(seen, not_now_at=now)
    record(remit, DecisionKind.HELPER_NOT_NOW, member=membership.member, because=because, now=now)
    _tell(membership, "helper_not_now", now)


@transaction.atomic
def end_admission(*, membership: Membership, by: Member, because: str, now: datetime) -> None:
    """No longer asked about sensitive topics; conversations go on."""
    remit, seen = _open(by, membership)
    because = told(because)
    if not membership.admitted_for_sensitive_at:
        raise _decided()
    trust.take_back_admission(membership=membership, now=now)
    _write(seen, admitted_by=None, not_now_at=now)
    record(remit, DecisionKind.ADMISSION_ENDED, member=membership.member, because=because, now=now)
    _tell(membership, "helper_not_now", now)


@transaction.atomic
def train(*, membership: Membership, by: Member, now: datetime, because: str = "") -> None:
    """Was trained for requests that speak of danger; whether to take them is their own choice."""
    remit, seen = _open(by, membership)
    if membership.trained_for_danger_at:
        raise _decided()
    trust.train(membership=membership, now=now)
    _write(seen, trained_by=by)
    record(
        remit, DecisionKind.HELPER_TRAINED, member=membership.member, because=not_too_long(because), now=now
    )
    _tell(membership, "helper_trained", now)


@transaction.atomic
def end_training(*, membership: Membership, by: Member, because: str, now: datetime) -> None:
    """Such requests reach them no longer; conversations go on."""
    remit, seen = _open(by, membership)
    because = told(because)
    if not membership.trained_for_danger_at:
        raise _decided()
    trust.take_back_training(membership=membership, now=now)
    _write(seen, trained_by=None)
    record(remit, DecisionKind.TRAINING_ENDED, member=membership.member, because=because, now=now)


@transaction.atomic
def lift_limits(*, membership: Membership, by: Member, now: datetime, because: str = "") -> None:
    """The limits for new helpers end early here."""
    _limit(membership, by, HelperLimits.LIFTED, DecisionKind.LIMITS_LIFTED, because, now)


@transaction.atomic
def keep_limits(*, membership: Membership, by: Member, because: str, now: datetime) -> None:
    """They stay here, however long somebody has been helping."""
    _limit(membership, by, HelperLimits.KEPT, DecisionKind.LIMITS_KEPT, told(because), now)


@transaction.atomic
def leave_limits_to_time(*, membership: Membership, by: Member, now: datetime, because: str = "") -> None:
    """Time and help given lift them, as for everybody."""
    _limit(membership, by, HelperLimits.BY_TIME, DecisionKind.LIMITS_BY_TIME, because, now)


@transaction.atomic
def keep_pause(*, membership: Membership, by: Member, because: str, now: datetime) -> None:
    """A moderator has looked at a pause of the safety numbers, and it stays; whoever did not know of it is told."""
    remit = policies.require_standing(by, membership)
    because = told(because)
    held = _held(membership)
    if not held.paused_by_numbers:
        raise _decided()
    numbers.tell(held, now=now)
    numbers.keep(held, now=now)
    record(remit, DecisionKind.PAUSE_KEPT, member=membership.member, because=because, now=now)


@transaction.atomic
def write_note(*, membership: Membership, by: Member, words: str, now: datetime) -> SupervisionNote:
    """A note about a helper for one's fellow moderators; nobody else ever reads it. Raises NoReason, TooLong."""
    remit, _seen = _open(by, membership)
    note = SupervisionNote.objects.create(
        community=remit.community,
        about=membership.member,
        by=by,
        words=not_too_long(told(words)),
        made_at=now,
    )
    _write_down(note, Done.NOTED, now)
    return note


@transaction.atomic
def take_note_back(*, membership: Membership, pk: int, by: Member, now: datetime) -> None:
    """Whoever wrote a note takes its words away, at any time; that there was one stays. Raises NotAllowed."""
    remit = policies.require(by, membership.community, membership.member_id)
    mine = SupervisionNote.objects.filter(
        pk=pk, community=remit.community, about=membership.member_id, by=by, taken_back_at=None
    )
    note = mine.select_for_update().first()
    if note is None:
        raise policies.not_allowed()
    note.words, note.taken_back_at = "", now
    note.save(update_fields=["words", "taken_back_at"])
    _write_down(note, Done.NOTE_TAKEN_BACK, now)


def _write_down(note: SupervisionNote, done: Done, now: datetime) -> None:
    line = Line(done, by=note.by_id, member=note.about_id, about={"supervision_note": note.pk})
    ledger.append(note.community_id, [line], now=now)


def missing_for(membership: Membership, seen: HelperRecord | None) -> list[str]:
    """What has to be there before this helper can be admitted, in words for a moderator."""
    community, missing = membership.community, []
    if community.admission_needs_guide and not membership.member.sensitive_read_at:
        missing.append(_("They have not read the guide on sensitive topics yet."))
    noted = seen and (seen.references_noted_at or seen.call_noted_at)
    if community.admission_needs_reference and not noted:
        missing.append(_("Nobody has noted references or a call yet."))
    return missing


def _open(by: Member, membership: Membership) -> tuple[Remit, HelperRecord]:
    """May they decide it, and the record of this helper, held until the transaction ends. Raises NotAllowed."""
    remit = policies.require(by, membership.community, membership.member_id)
    _held(membership)
    seen, _made = HelperRecord.objects.get_or_create(membership=membership)
    return remit, seen


def _held(membership: Membership) -> Membership:
    """Of two moderators at once the second finds what the first has decided. Raises AlreadyDecided.

    People come before their places in the order of locks: whatever is touched around this helper is held first.
    """
    hold_around(membership.member)
    lock = Membership.objects.select_for_update(no_key=True)
    held = lock.filter(pk=membership.pk, standing=Standing.GOOD).first()
    if held is None:
        raise _decided()
    membership.refresh_from_db()
    return membership


def _limit(
    membership: Membership, by: Member, limits: HelperLimits, kind: DecisionKind, because: str, now: datetime
) -> None:
    remit, _seen = _open(by, membership)
    if membership.helper_limits == limits:
        raise _decided()
    trust.limit(membership=membership, limits=limits)
    record(remit, kind, member=membership.member, because=not_too_long(because), now=now)


def _write(seen: HelperRecord, **columns: object) -> None:
    HelperRecord.objects.filter(pk=seen.pk).update(**columns)


def _decided() -> AlreadyDecided:
    return AlreadyDecided(_("This was decided a moment ago. Please look again."))


def _tell(membership: Membership, kind: str, now: datetime) -> None:
    notify(
        member=membership.member,
        kind=kind,
        event=f"membership:{membership.pk}:{kind}:{now:%Y%m%d%H%M%S}",
        now=now,
        community=membership.community,
        refers_to={"community": membership.community.slug},
    )
