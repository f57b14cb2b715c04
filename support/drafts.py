"""What somebody has begun to write and not yet posted: kept encrypted, found by nobody else, forgotten when it is old.

A member's draft is theirs wherever they sign in. Whoever is not signed in may begin as well; what they wrote is found
only by its uid, which their session holds, and becomes theirs when they sign up.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.locking import lock_members
from accounts.models import Community, Member
from accounts.prepared import Given, Prepared
from accounts.rows import Later
from support.models import Draft

ASK, OFFER = "ask", "offer"
KEPT = timedelta(days=14)  # a member's draft that nobody touches
HELD = timedelta(hours=2)  # the draft of somebody who is not signed in
LONGEST, MOST = 20_000, 200  # letters and answers to one question: far more than any form lets through
WORDS = "words"  # the field that is never replaced by another's: both are kept

MINE = Prepared(
    lambda: Draft.objects.filter(
        member=Given("member"),
        what=Given("what"),
        community=Given("community"),
        kept_at__gt=Given("since"),
    )
)
BEGUN = Prepared(
    lambda: (
        Draft.objects.filter(member=Given("member"), community=Given("community"), kept_at__gt=Given("since"))
        .order_by("what")
        .values_list("what", flat=True)
    )
)

Answers = dict[str, list[str]]


def of_member(*, member: Member, what: str, community: Community, now: datetime) -> QuerySet[Draft]:
    """A member's draft, as a query of one row or none."""
    return Draft.objects.filter(member=member, what=what, community=community, kept_at__gt=now - KEPT)


def first_of_member(*, member: Member, what: str, community: Community, now: datetime) -> Draft | None:
    """The same, found: there is one at most."""
    return MINE.first(member=member.pk, what=what, community=community.pk, since=now - KEPT)


def of_session(*, uid: UUID | None, what: str, community: Community, now: datetime) -> QuerySet[Draft]:
    """The draft of somebody who is not signed in, as a query of one row or none."""
    held = Draft.objects.filter(member=None, what=what, community=community, kept_at__gt=now - HELD)
    return held.filter(uid=uid) if uid else held.none()


def answers(draft: Draft | None) -> Answers:
    """The answers so far, by field, in the form in which a form posts them."""
    given: Answers = json.loads(draft.answers) if draft else {}
    return given


@transaction.atomic
def keep(
    *,
    found: QuerySet[Draft],
    member: Member | None,
    what: str,
    community: Community,
    given: Mapping[str, Sequence[str]],
    now: datetime,
) -> Draft:
    """Replaces these answers in the draft that `found` asks for, and begins it where there is none."""
    if member:
        lock_members([member.pk])
        # One that is too old to be found, and not yet swept away, makes room.
        too_old = Draft.objects.filter(member=member, what=what, community=community, kept_at__lte=now - KEPT)
        too_old.delete()
    draft = found.select_for_update().first() or Draft(member=member, what=what, community=community)
    draft.answers = json.dumps(answers(draft if draft.pk else None) | _short_enough(given))
    draft.kept_at = now
    draft.save()
    return draft


def _short_enough(given: Mapping[str, Sequence[str]]) -> Answers:
    return {name: list(_as_far_as_there_is_room(kept)) for name, kept in given.items()}


def _as_far_as_there_is_room(kept: Sequence[str]) -> Iterator[str]:
    room = LONGEST
    for answer in kept[:MOST]:
        yield answer[:room]
        room -= len(answer)
        if room <= 0:
            return


@contextmanager
def posting(found: QuerySet[Draft]) -> Iterator[bool]:
    """Holds the draft while it is posted and forgets it afterwards; an exception keeps it.

    Gives False when another request has posted it in the meantime: sending twice posts once.
    """
    with transaction.atomic():
        draft = found.select_for_update().first()
        yield draft is not None
        if draft:
            draft.delete()


@transaction.atomic
def hand_over(*, uids: Collection[UUID], member: Member, now: datetime, leave_a_copy: bool = False) -> None:
    """What somebody wrote before they signed in becomes theirs. Where they had begun already, no word is lost.

    With `leave_a_copy` it also stays where it was, for its two hours.
    """
    held = Draft.objects.select_for_update().filter(uid__in=uids, member=None, kept_at__gt=now - HELD)
    for draft in held.select_related("community"):
        before = of_member(member=member, what=draft.what, community=draft.community, now=now)
        newer = answers(draft)
        older = answers(before.first())
        keep(
            found=before,
            member=member,
            what=draft.what,
            community=draft.community,
            given=newer | _both_words(older, newer),
            now=now,
        )
        if not leave_a_copy:
            draft.delete()


def _both_words(older: Answers, newer: Answers) -> Answers:
    """The older words above the newer ones, unless one says what the other says."""
    before, after = (" ".join(given.get(WORDS, [])).strip() for given in (older, newer))
    if not before or before in after:
        return {}
    return {WORDS: [before if after in before else f"{before}\n\n{after}"]}


def begun(*, member: Member, community: Community, now: datetime) -> list[str]:
    """What of a member's waits to be finished here: `ASK`, `OFFER`."""
    return ask_begun(member=member, community=community, now=now)()


def ask_begun(*, member: Member, community: Community, now: datetime) -> Later[list[str]]:
    """The same for `rows.together`."""
    return BEGUN.ask(member=member.pk, community=community.pk, since=now - KEPT)


def begun_anywhere(*, member: Member, now: datetime) -> bool:
    """Whether anything of theirs waits, also where they do not belong yet."""
    return Draft.objects.filter(member=member, kept_at__gt=now - KEPT).exists()


def forget(*, uids: Collection[UUID]) -> None:
    """Forgets what somebody who is not signed in has written."""
    Draft.objects.filter(uid__in=uids, member=None).delete()


def forget_all(member: Member) -> None:
    """Forgets all that was begun under this account: whoever signs up anew may be somebody else."""
    Draft.objects.filter(member=member).delete()


def forget_old(*, now: datetime) -> int:
    """Deletes the drafts that are too old to be found; returns how many."""
    old = Draft.objects.filter(Q(kept_at__lte=now - KEPT) | Q(member=None, kept_at__lte=now - HELD))
    return old.delete()[0]
