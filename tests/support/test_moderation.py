"""Decisions: each is one step, one row in the log, and nobody's own case."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from accounts import communities
from accounts.models import Community, Member, Membership, Notification, Role, Standing
from matching import blocks, matches, policy
from matching.engine.ranking import WEIGHTS
from matching.models import Match, MatchState, Need, NeedState, Offer, OfferState
from support import conversations, holding
from support import reports as telling
from support.models import Decision, DecisionKind, Grade, Message, Report, ReportState
from support.moderation import measures, members, messages, needs, proposals, reports, weights
from support.moderation.decisions import NoReason, TooLong
from support.policies import NotAllowed

pytestmark = pytest.mark.django_db

Told = Callable[[Member], list[str]]


def membership_of(member: Member, community: Community) -> Membership:
    return community.memberships.get(member=member)


def only_decision() -> Decision:
    (decision,) = Decision.objects.all()
    return decision


def suspend(*, membership: Membership, because: str, by: Member, now: datetime) -> None:
    """The gravest that a moderator of a community can decide; `measures` have the others."""
    chosen = measures.Decided(grade=Grade.SUSPEND, reason="advances", words=because)
    measures.decide(membership=membership, chosen=chosen, by=by, now=now)


@pytest.fixture
def asking(riverside: Community, now: datetime, make_member: Callable[..., Member]) -> Membership:
    """Somebody who waits at the door."""
    juniper = make_member("Juniper")
    riverside.memberships.filter(member=juniper).update(standing=Standing.ASKED, joined_at=None, asked_at=now)
    return membership_of(juniper, riverside)


@pytest.fixture
def in_review(riverside: Community, post_need: Callable[..., Need], maya: Member) -> Need:
    riverside.review_first_needs = True
    riverside.save()
    return post_need(maya)


@pytest.fixture
def proposal(riverside: Community, propose: Callable[..., Match], maya: Member, omar: Member) -> Match:
    riverside.review_proposals = True
    riverside.save()
    return propose(maya, omar)


@pytest.fixture
def held(connected: Match, maya: Member, now: datetime) -> Message:
    return conversations.send(
        match=connected, author=maya, words="maya@example.org", form_key=uuid4(), now=now
    )


@pytest.fixture
def reported(connected: Match, maya: Member, now: datetime) -> Report:
    return telling.report(reporter=maya, match=connected, words="It hurt", now=now)


# --- members


def test_letting_somebody_in(asking: Membership, nour: Member, told: Told, now: datetime) -> None:
    members.admit(membership=asking, by=nour, now=now)
    asking.refresh_from_db()
    assert asking.standing == Standing.GOOD
    assert told(asking.member) == ["membership_admitted"]
    decision = only_decision()
    assert (decision.kind, decision.by, decision.member) == (DecisionKind.ADMITTED, nour, asking.member)


def test_turning_somebody_away_needs_a_reason_that_they_do_not_read(
    asking: Membership, nour: Member, told: Told, now: datetime
) -> None:
    with pytest.raises(NoReason):
        members.turn_away(membership=asking, by=nour, because="  ", now=now)
    members.turn_away(membership=asking, by=nour, because="A second account", now=now)
    asking.refresh_from_db()
    assert asking.standing == Standing.LEFT
    assert told(asking.member) == ["membership_turned_away"]
    assert only_decision().because == "A second account"


def test_two_moderators_at_one_door_decide_once(
    asking: Membership, nour: Member, lena: Member, riverside: Community, now: datetime
) -> None:
    riverside.memberships.filter(member=lena).update(role=Role.MODERATOR)
    members.admit(membership=asking, by=nour, now=now)
    with pytest.raises(ValidationError):
        members.turn_away(membership=asking, by=lena, because="No", now=now)
    assert only_decision().by == nour


def test_pausing_takes_open_proposals_back_and_keeps_conversations(
    riverside: Community,
    connect: Callable[..., Match],
    propose: Callable[..., Match],
    maya: Member,
    omar: Member,
    lena: Member,
    nour: Member,
    now: datetime,
) -> None:
    connected, proposed = connect(maya, omar), propose(lena, omar)
    membership = membership_of(omar, riverside)
    members.pause_matching(membership=membership, by=nour, because="Three blocks", now=now)
    connected.refresh_from_db()
    proposed.refresh_from_db()
    assert connected.state == MatchState.CONNECTED
    assert proposed.state not in (MatchState.PROPOSED, MatchState.CONNECTED)
    with pytest.raises(members.AlreadyDecided):
        members.pause_matching(membership=membership, by=nour, because="Again", now=now)
    members.resume_matching(membership=membership, by=nour, now=now)
    with pytest.raises(members.AlreadyDecided):
        members.resume_matching(membership=membership, by=nour, now=now)
    kinds = list(Decision.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == [DecisionKind.MATCHING_PAUSED, DecisionKind.MATCHING_RESUMED]


def test_suspending_ends_everything_here_and_looks_like_an_ordinary_ending(
    riverside: Community,
    connected: Match,
    maya: Member,
    omar: Member,
    nour: Member,
    told: Told,
    now: datetime,
) -> None:
    membership = membership_of(omar, riverside)
    suspend(membership=membership, by=nour, because="Unwanted advances", now=now)
    connected.refresh_from_db()
    membership.refresh_from_db()
    assert (membership.standing, connected.state) == (Standing.SUSPENDED, MatchState.ENDED)
    assert connected.offer.__class__.objects.get(pk=connected.offer_id).state == OfferState.CLOSED
    assert told(maya)[-1] == "match_over"
    with pytest.raises(measures.AlreadyDecided):
        suspend(membership=membership, by=nour, because="Again", now=now)

    members.reinstate(membership=membership, by=nour, because="They asked to come back", now=now)
    membership.refresh_from_db()
    assert membership.standing == Standing.GOOD
    assert Decision.objects.filter(kind=DecisionKind.REINSTATED, by=nour, member=omar).exists()


def test_among_equals_nobody_is_suspended(
    riverside: Community, lena: Member, nour: Member, now: datetime
) -> None:
    riverside.memberships.filter(member=lena).update(role=Role.MODERATOR)
    for decide in (members.pause_matching, suspend):
        with pytest.raises(NotAllowed):
            decide(membership=membership_of(lena, riverside), by=nour, because="Because", now=now)
    assert not Decision.objects.exists()


# --- needs, proposals, messages, reports


def test_a_need_is_released_once(in_review: Need, nour: Member, now: datetime) -> None:
    needs.release(need=in_review, by=nour, now=now)
    in_review.refresh_from_db()
    assert in_review.state == NeedState.OPEN
    assert only_decision().refers_to == {"need": str(in_review.uid)}
    with pytest.raises(ValidationError):
        needs.give_back(need=in_review, by=nour, words="Please", now=now)
    assert Decision.objects.count() == 1


def test_a_need_goes_back_with_words_that_its_writer_reads(
    in_review: Need, maya: Member, nour: Member, told: Told, now: datetime
) -> None:
    assert needs.words_with(in_review) == ""
    with pytest.raises(NoReason):
        needs.give_back(need=in_review, by=nour, words="", now=now)
    needs.give_back(need=in_review, by=nour, words="Please leave out the address.", now=now)
    in_review.refresh_from_db()
    assert in_review.state == NeedState.DRAFT
    assert needs.words_with(in_review) == "Please leave out the address."
    assert told(maya) == ["need_returned"]


def test_a_proposal_is_looked_at_before_the_helper_is_asked(
    proposal: Match, maya: Member, omar: Member, nour: Member, told: Told, now: datetime
) -> None:
    assert (told(maya), told(omar)) == ([], [])
    proposals.release(match=proposal, by=nour, now=now)
    proposal.refresh_from_db()
    assert proposal.state == MatchState.PROPOSED
    assert told(omar) == ["match_asked"]
    assert only_decision().kind == DecisionKind.PROPOSAL_RELEASED


def test_a_refused_proposal_is_told_to_nobody(
    proposal: Match, maya: Member, omar: Member, nour: Member, told: Told, now: datetime
) -> None:
    proposals.refuse(match=proposal, by=nour, because="They live together", now=now)
    proposal.refresh_from_db()
    assert proposal.state == MatchState.DECLINED
    assert (told(maya), told(omar)) == ([], [])
    assert proposal.need.__class__.objects.get(pk=proposal.need_id).state == NeedState.OPEN


def test_a_match_by_hand_asks_the_helper(
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    maya: Member,
    omar: Member,
    nour: Member,
    told: Told,
    now: datetime,
) -> None:
    match = proposals.match_by_hand(need=post_need(maya), offer=post_offer(omar), by=nour, now=now)
    assert (match.state, match.made_by) == (MatchState.PROPOSED, nour)
    assert told(omar) == ["match_asked"]
    assert only_decision().refers_to == {"match": str(match.uid)}


def test_no_rule_is_bent_by_hand(
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    maya: Member,
    omar: Member,
    lena: Member,
    nour: Member,
    now: datetime,
) -> None:
    blocks.block(blocker=omar, blocked=maya, now=now)
    wrong_words = post_offer(lena, languages=["pt"])
    for offer in (post_offer(omar), wrong_words):
        with pytest.raises(matches.NotPermitted):
            proposals.match_by_hand(need=post_need(maya), offer=offer, by=nour, now=now)
    assert not Match.objects.exists()
    assert not Decision.objects.exists()


def test_nobody_matches_themselves_or_what_they_were_asked(
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    propose: Callable[..., Match],
    maya: Member,
    omar: Member,
    nour: Member,
    now: datetime,
) -> None:
    asked = propose(maya, nour)
    matches.answer(match=asked, member=nour, answer="no", seen=(1, 1), now=now)
    for need, offer in (
        (post_need(nour), post_offer(omar)),
        (post_need(maya), post_offer(nour)),
        (asked.need, post_offer(omar)),
    ):
        with pytest.raises(NotAllowed):
            proposals.match_by_hand(need=need, offer=offer, by=nour, now=now)


def test_a_held_message_is_passed_on(
    held: Message, connected: Match, omar: Member, nour: Member, now: datetime
) -> None:
    messages.release(message=held, by=nour, now=now)
    assert conversations.messages_of(connected, omar).get() == held
    assert only_decision().refers_to == {"message": str(held.uid)}


def test_a_held_message_goes_back_with_words(
    held: Message, connected: Match, omar: Member, nour: Member, now: datetime
) -> None:
    messages.give_back(message=held, by=nour, words="Please get to know each other here first.", now=now)
    assert not conversations.messages_of(connected, omar).exists()
    assert "Please get to know each other here first." in holding.why_held(held)


def test_a_report_is_closed_with_a_finding(
    reported: Report, maya: Member, omar: Member, nour: Member, told: Told, now: datetime
) -> None:
    with pytest.raises(NoReason):
        reports.close(report=reported, by=nour, because="", now=now)
    reports.close(report=reported, by=nour, because="Talked with both", now=now)
    reported.refresh_from_db()
    assert reported.state == ReportState.DECIDED
    assert told(maya)[-1] == "report_outcome"
    assert "report_outcome" not in told(omar)


def test_a_reason_has_a_length(reported: Report, nour: Member, now: datetime) -> None:
    with pytest.raises(TooLong):
        reports.close(report=reported, by=nour, because="a" * 2001, now=now)


def test_words_of_a_decision_are_encrypted_and_its_references_are_ids(
    reported: Report, nour: Member, now: datetime
) -> None:
    from django.db import connection

    reports.close(report=reported, by=nour, because="Talked with both", now=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT because, refers_to::text FROM support_decision")
        because, refers_to = cursor.fetchone()
    assert "Talked" not in because
    assert refers_to == f'{{"report": "{reported.uid}"}}'


# --- who may not

Case = tuple[Callable[..., Any], dict[str, Any]]


@pytest.fixture
def every_case(
    asking: Membership,
    riverside: Community,
    post_need: Callable[..., Need],
    held: Message,
    reported: Report,
    lena: Member,
    propose: Callable[..., Match],
    make_member: Callable[..., Member],
    post_offer: Callable[..., Offer],
) -> list[Case]:
    """One of each decision, about people other than the moderators."""
    riverside.review_first_needs = riverside.review_proposals = True
    riverside.save()
    fern, robin = make_member("Fern"), make_member("Robin")
    in_review = post_need(fern)
    Need.objects.filter(pk=in_review.pk).update(state=NeedState.IN_REVIEW)
    riverside.review_first_needs = False
    riverside.save()
    proposal = propose(lena, robin)
    good, words = membership_of(lena, riverside), "Because"
    return [
        (members.admit, {"membership": asking}),
        (members.turn_away, {"membership": asking, "because": words}),
        (members.pause_matching, {"membership": good, "because": words}),
        (members.resume_matching, {"membership": good}),
        (suspend, {"membership": good, "because": words}),
        (members.reinstate, {"membership": good, "because": words}),
        (needs.release, {"need": in_review}),
        (needs.give_back, {"need": in_review, "words": words}),
        (proposals.release, {"match": proposal}),
        (proposals.refuse, {"match": proposal, "because": words}),
        (proposals.match_by_hand, {"need": post_need(fern), "offer": post_offer(robin)}),
        (messages.release, {"message": held}),
        (messages.give_back, {"message": held, "words": words}),
        (reports.close, {"report": reported, "because": words}),
    ]


def concerned(about: dict[str, Any]) -> list[Member]:
    """The members that a case is about."""
    found: list[Member] = []
    for row in about.values():
        match row:
            case Membership() | Need() | Offer():
                found.append(row.member)
            case Match():
                found += [row.seeker, row.helper]
            case Message():
                found += [row.match.seeker, row.match.helper]
            case Report():
                found += [row.reporter, row.about]
    return found


def assert_refused(cases: list[Case], by: Member, now: datetime) -> None:
    for decide, about in cases:
        with pytest.raises(NotAllowed):
            decide(by=by, now=now, **about)
    assert not Decision.objects.exists()


def test_members_strangers_and_moderators_of_elsewhere_decide_nothing(
    every_case: list[Case], make_member: Callable[..., Member], now: datetime
) -> None:
    member, elsewhere = make_member("Sage"), make_member("Wren")
    communities.create(name="Hillside", slug="hillside", by=elsewhere, now=now)
    assert_refused(every_case, member, now)
    assert_refused(every_case, elsewhere, now)


def test_nobody_decides_across_a_block(every_case: list[Case], nour: Member, now: datetime) -> None:
    for _decide, about in every_case:
        for member in concerned(about)[-1:]:
            blocks.block(blocker=member, blocked=nour, now=now)
    assert_refused(every_case, nour, now)


def test_nobody_decides_their_own_case(every_case: list[Case], riverside: Community, now: datetime) -> None:
    riverside.memberships.filter(standing=Standing.GOOD).update(role=Role.OWNER)
    for decide, about in every_case:
        for member in concerned(about):
            assert_refused([(decide, about)], member, now)


def test_a_decision_that_fails_leaves_no_trace(
    held: Message, connected: Match, omar: Member, nour: Member, now: datetime
) -> None:
    matches.end(match=connected, member=omar, now=now)
    with pytest.raises(conversations.ConversationClosed):
        messages.release(message=held, by=nour, now=now)
    assert not Decision.objects.exists()


def everything() -> list[Any]:
    """All that a decision could have changed."""
    moments = Message.objects.order_by("pk").values_list("pk", "released_at", "returned_at")
    states = [
        model.objects.order_by("pk").values_list("pk", "state") for model in (Need, Offer, Match, Report)
    ]
    standings = Membership.objects.order_by("pk").values_list("pk", "standing", "matching_paused_at")
    told = Notification.objects.order_by("pk").values_list("pk")
    return [list(rows) for rows in (moments, *states, standings, told)]


def test_what_cannot_be_written_down_is_not_done(
    every_case: list[Case],
    nour: Member,
    lena: Member,
    riverside: Community,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_room(*_args: object, **_kwargs: object) -> None:
        raise OSError("The log is full.")

    for module in (members, measures, needs, proposals, messages, reports):
        monkeypatch.setattr(module, "record", no_room)
    for decide, about in every_case:
        here = riverside.memberships.filter(member=lena)
        here.update(standing=Standing.GOOD, matching_paused_at=None)
        if decide is members.resume_matching:
            here.update(matching_paused_at=now)
        if decide is members.reinstate:
            here.update(standing=Standing.SUSPENDED)
        before = everything()
        with pytest.raises(OSError, match="full"):
            decide(by=nour, now=now, **about)
        assert everything() == before, decide


# --- weights


def test_what_counts_is_changed_with_a_reason_and_the_log_keeps_the_numbers(
    riverside: Community, lena: Member, now: datetime
) -> None:
    riverside.memberships.filter(member=lena).update(role=Role.OWNER)
    typed = dict.fromkeys(WEIGHTS, 0) | {"waiting_time": 3, "sooner": 1}

    def change(because: str) -> None:
        weights.change(community=riverside, weights=typed, seen=0, by=lena, because=because, now=now)

    with pytest.raises(NoReason):
        change(" ")
    assert policy.typed_of(riverside.pk) == (WEIGHTS, 0)
    change("Nobody should wait so long.")
    decision = only_decision()
    assert (decision.kind, decision.by) == (DecisionKind.WEIGHTS_CHANGED, lena)
    assert decision.because == "Nobody should wait so long."
    assert decision.refers_to == {"version": "1"} | {name: str(weight) for name, weight in typed.items()}
    assert policy.weights_of(riverside.pk)["waiting_time"] == 7_500


def test_what_counts_is_changed_by_an_owner_and_from_what_they_have_seen(
    riverside: Community, nour: Member, now: datetime
) -> None:
    def change(seen: int) -> None:
        weights.change(community=riverside, weights=WEIGHTS, seen=seen, by=nour, because="So", now=now)

    with pytest.raises(NotAllowed):
        change(0)
    riverside.memberships.filter(member=nour).update(role=Role.OWNER)
    with pytest.raises(policy.ChangedMeanwhile):
        change(1)
    assert not Decision.objects.exists()
