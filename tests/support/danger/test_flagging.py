"""Words that suggest danger are noted wherever they are written, in the same transaction, and stop nothing."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest

from accounts.models import Community, Member, Role
from matching import matches, needs
from matching.models import Match, MatchState, Need, NeedState, Offer
from support import cases, changing, checkins, conversations
from support.cases import Severity
from support.danger import calling
from support.models import CheckIn, Decision, DecisionKind, Message
from support.moderation import danger
from support.policies import NotAllowed, Remit, remit_of

DARK = "I cannot go on. I want to kill myself."
HARMLESS = "I nearly died laughing when she told me."

pytestmark = pytest.mark.django_db
Told = Callable[[Member], list[str]]


@pytest.fixture
def remit(nour: Member, riverside: Community) -> Remit:
    found = remit_of(nour, riverside)
    assert found
    return found


def first(remit: Remit, now: datetime) -> str:
    return cases.waiting(remit, now=now)[0].kind.name


def test_a_need_is_posted_as_ever_and_its_case_is_first_without_any_broker(
    maya: Member, omar: Member, post_need: Callable[..., Need], remit: Remit, now: datetime
) -> None:
    """`now` is the moment of writing: nothing ran in between, no broker and no mail were there."""
    remit.community.memberships.filter(member=omar).update(standing="asked")
    need = post_need(maya, words=DARK)
    assert (need.state, need.danger, need.signs) == (NeedState.OPEN, True, ["self"])
    found = cases.waiting(remit, now=now)
    assert [case.kind.name for case in found] == ["danger_need", "member"]
    assert found[0].kind.severity == Severity.DANGER
    assert DARK not in found[0].sentence


def test_harmless_words_raise_nothing(
    maya: Member, post_need: Callable[..., Need], remit: Remit, now: datetime
) -> None:
    need = post_need(maya, words=HARMLESS)
    assert (need.danger, need.signs, need.signs_since) == (False, [], None)
    assert not cases.waiting(remit, now=now)


def test_a_young_writer_is_a_case_but_keeps_every_helper(
    maya: Member, post_need: Callable[..., Need], remit: Remit, now: datetime
) -> None:
    need = post_need(maya, words="I am 15 years old and nobody at school talks to me.")
    assert (need.danger, need.signs) == (False, ["young"])
    assert first(remit, now) == "danger_need"


def edited(need: Need, now: datetime, **changes: object) -> Need:
    fields = {
        name: getattr(need, name) for name in ("headline", "words", "kind", "formats", "languages", "urgency")
    }
    return needs.edit(need=need, now=now, topics=list(need.topics.all()), **(fields | changes))


def test_an_edit_flags_takes_back_who_may_not_be_asked_and_unflags_nothing(
    maya: Member,
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> None:
    need, offer = post_need(maya), post_offer(omar)
    match = matches.propose(need_id=need.pk, offer_id=offer.pk, now=now)
    need = edited(Need.objects.get(pk=need.pk), now, words=DARK)
    match.refresh_from_db()
    assert (need.danger, match.state) == (True, MatchState.SUPERSEDED)
    need = edited(Need.objects.get(pk=need.pk), now, words="It is better now.")
    assert need.danger
    assert need.signs == ["self"]
    assert need.signs_wait


def test_asking_again_flags_again(maya: Member, post_need: Callable[..., Need], now: datetime) -> None:
    need = needs.withdraw(need=post_need(maya, words=DARK), now=now)
    again = Need.objects.get(pk=needs.reopen(need=need, now=now).pk)
    assert again.danger
    assert again.signs_wait


def test_a_message_arrives_as_ever_and_is_a_case(
    connected: Match, maya: Member, remit: Remit, now: datetime
) -> None:
    message = conversations.send(match=connected, author=maya, words=DARK, form_key=uuid4(), now=now)
    assert message.held_at is None
    assert first(remit, now) == "danger_message"


def test_changed_words_are_read_too_and_taking_them_back_hides_nothing(
    connected: Match, maya: Member, remit: Remit, now: datetime
) -> None:
    message = conversations.send(match=connected, author=maya, words="Hello", form_key=uuid4(), now=now)
    assert not cases.waiting(remit, now=now)
    message = changing.change(message=message, author=maya, words=DARK, now=now)
    changing.take_back(message=message, author=maya, now=now)
    assert first(remit, now) == "danger_message"
    assert Message.objects.get(pk=message.pk).former.filter(pk__isnull=False).count() == 2


def test_looking_back_flags_its_own_words(
    connected: Match, maya: Member, remit: Remit, now: datetime
) -> None:
    CheckIn.objects.create(match=connected, member=maya, day=3, asked_at=now)
    said = checkins.answer(match=connected, member=maya, now=now, helped="not_yet", words=DARK)
    assert said.answered_at == now
    assert first(remit, now) == "danger_checkin"


def test_a_moderator_reads_lifts_and_sets_the_flag_and_each_is_a_decision(
    maya: Member, post_need: Callable[..., Need], nour: Member, remit: Remit, now: datetime
) -> None:
    need = post_need(maya, words=DARK)
    danger.lift(signed=need, by=nour, now=now)
    need.refresh_from_db()
    assert (need.danger, need.signs_wait) == (False, False)
    danger.keep_for_trained(signed=need, by=nour, now=now)
    need.refresh_from_db()
    assert need.danger
    assert not cases.waiting(remit, now=now)
    kinds = Decision.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == [DecisionKind.DANGER_LIFTED, DecisionKind.DANGER_SET]
    with pytest.raises(danger.AlreadyRead):
        danger.read(signed=need, by=nour, now=now)


def test_strangers_and_whoever_is_near_decide_nothing(
    connected: Match, maya: Member, omar: Member, lena: Member, riverside: Community, now: datetime
) -> None:
    message = conversations.send(match=connected, author=maya, words=DARK, form_key=uuid4(), now=now)
    riverside.memberships.filter(member=omar).update(role="moderator")
    for member in (lena, omar):
        with pytest.raises(NotAllowed):
            danger.read(signed=message, by=member, now=now)


def test_a_fellow_moderators_words_stay_closed(
    maya: Member,
    nour: Member,
    riverside: Community,
    post_need: Callable[..., Need],
    remit: Remit,
    now: datetime,
) -> None:
    riverside.memberships.filter(member=maya).update(role="moderator")
    need = post_need(maya, words=DARK)
    (case,) = cases.waiting(remit_of(nour, riverside) or remit, now=now)
    assert "moderator" in case.sentence
    with pytest.raises(NotAllowed):
        danger.read(signed=need, by=nour, now=now)


def test_moderators_are_called_once_and_outside_their_hours_whoever_is_on_call_at_any_hour(
    maya: Member,
    omar: Member,
    nour: Member,
    riverside: Community,
    post_need: Callable[..., Need],
    told: Told,
    now: datetime,
) -> None:
    riverside.memberships.filter(member=omar).update(role=Role.MODERATOR)
    riverside.on_call = omar
    riverside.save()
    need = post_need(maya, words=DARK)
    assert calling.call(now=now) == 1
    assert calling.call(now=now) == 0
    assert told(nour) == ["place_danger"]
    assert told(omar) == ["place_danger_on_call"]
    assert told(maya) == []
    need.refresh_from_db()
    assert need.signs_told_at == now


def test_whoever_looks_after_nobody_here_any_more_is_not_called(
    maya: Member,
    omar: Member,
    riverside: Community,
    post_need: Callable[..., Need],
    told: Told,
    now: datetime,
) -> None:
    riverside.on_call = omar
    riverside.save()
    post_need(maya, words=DARK)
    calling.call(now=now)
    assert told(omar) == []


def test_on_duty_nobody_on_call_is_woken(
    maya: Member,
    omar: Member,
    nour: Member,
    riverside: Community,
    post_need: Callable[..., Need],
    told: Told,
    now: datetime,
) -> None:
    riverside.on_call, riverside.duty_hours = omar, [[day, 0, 1440] for day in range(7)]
    riverside.save()
    post_need(maya, words=DARK)
    calling.call(now=now)
    assert told(nour) == ["place_danger"]
    assert told(omar) == []
