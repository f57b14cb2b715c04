"""The dry run: what a round would do, without doing it."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Community, Member
from matching import limits, matches, needs, rehearsal, sides, stage
from matching.engine.ranking import TOP, WEIGHTS, fit
from matching.models import Match, Need, Offer

pytestmark = pytest.mark.django_db

Post = Callable[..., Need]
PostOffer = Callable[..., Offer]
MakeMember = Callable[..., Member]

ONLY_LOAD = dict.fromkeys(WEIGHTS, 0) | {"even_load": TOP}
ONLY_TOPICS = dict.fromkeys(WEIGHTS, 0) | {"topic_closeness": TOP}


def played(community: Community, now: datetime, **weights: int) -> rehearsal.Outcome:
    return rehearsal.rehearse(community.pk, weights=WEIGHTS | weights, now=now)


def test_it_neither_writes_nor_locks(
    riverside: Community, maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    post_need(maya)
    post_offer(omar)
    with CaptureQueriesContext(connection) as asked:
        assert played(riverside, now).helped == 1
    for query in asked.captured_queries:
        assert re.match(r"\s*(SELECT|WITH)\b", query["sql"])
        assert not re.search(r"FOR (NO KEY )?UPDATE|advisory", query["sql"])
    assert not Match.objects.exists()


def test_it_counts_as_if_nobody_was_being_asked(
    riverside: Community, maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    need, offer = post_need(maya), post_offer(omar, capacity=1)
    matches.propose(need_id=need.pk, offer_id=offer.pk, now=now)
    outcome = played(riverside, now)
    assert outcome.chosen == {(need.pk, offer.pk)}
    assert (outcome.needs, outcome.offers, outcome.helped, outcome.pairs) == (1, 1, 1, 1)


def test_it_plays_with_what_waits_and_what_was_asked_lately(
    riverside: Community,
    maya: Member,
    omar: Member,
    lena: Member,
    post_need: Post,
    post_offer: PostOffer,
    now: datetime,
) -> None:
    post_offer(omar)
    waits, lately, long_ago, passed = (post_need(maya) for _ in range(4))
    for need in (lately, long_ago):
        needs.withdraw(need=need, now=now)
    Need.objects.filter(pk__in=[waits.pk, long_ago.pk]).update(waiting_since=now - timedelta(days=15))
    Need.objects.filter(pk=passed.pk).update(needed_by=now.date() - timedelta(days=1))
    played_with = stage.gather(riverside.pk, now=now).needs
    assert set(played_with) == {waits.pk, lately.pk}


def test_a_need_that_nobody_has_read_is_not_played_with(
    riverside: Community, maya: Member, post_need: Post, now: datetime
) -> None:
    riverside.review_first_needs = True
    riverside.save()
    post_need(maya)
    assert played(riverside, now).needs == 0


def test_other_weights_choose_others_and_the_change_is_counted(
    riverside: Community,
    maya: Member,
    lena: Member,
    omar: Member,
    nour: Member,
    post_need: Post,
    post_offer: PostOffer,
    now: datetime,
) -> None:
    need, other = post_need(maya), post_need(lena, kind="practical")
    lived, free = post_offer(omar), post_offer(nour, kinds=["listening"])
    practical = post_offer(omar, kinds=["practical"])
    Member.objects.filter(pk=omar.pk).update(helping=1)
    played_with = stage.gather(riverside.pk, now=now)
    today = rehearsal.play(played_with, WEIGHTS | {"shared_experience": TOP})
    tried = rehearsal.play(played_with, ONLY_LOAD)
    assert today.chosen == {(need.pk, lived.pk), (other.pk, practical.pk)}
    assert tried.chosen == {(need.pk, free.pk), (other.pk, practical.pk)}
    assert rehearsal.compare(today, tried).somebody_else == 1
    assert rehearsal.compare(today, today).somebody_else == 0


def test_scores_are_weighed_as_in_a_round(
    riverside: Community, maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    need, offer = post_need(maya), post_offer(omar)
    (possible,) = stage.gather(riverside.pk, now=now).possible
    for weights in (WEIGHTS, ONLY_LOAD, ONLY_TOPICS):
        assert (
            rehearsal.total(possible.values, list(weights.values()))
            == fit(*sides.pair(need, offer, now=now), now, weights).total
        )


def test_a_new_helper_begins_gently_here_too(
    riverside: Community,
    make_member: MakeMember,
    post_need: Post,
    post_offer: PostOffer,
    now: datetime,
) -> None:
    new = make_member("New", days=2)
    Member.objects.filter(pk=new.pk).update(max_people=10, max_asks_week=10)
    post_offer(new, capacity=10)
    for number in range(5):
        post_need(make_member(f"Seeker{number}"))
    assert played(riverside, now).helped == limits.NEW_SEEKERS_A_DAY


def test_whoever_is_left_out_is_not_there(
    riverside: Community, maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, now: datetime
) -> None:
    post_need(maya)
    post_offer(omar)
    for left_out, there in ((maya, (0, 1)), (omar, (1, 0))):
        outcome = rehearsal.rehearse(riverside.pk, weights=WEIGHTS, now=now, without={left_out.pk})
        assert (outcome.needs, outcome.offers) == there


def test_it_looks_at_the_newest_and_says_so(
    riverside: Community,
    maya: Member,
    omar: Member,
    post_need: Post,
    post_offer: PostOffer,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [post_need(maya).pk for _ in range(3)]
    offered = [post_offer(omar).pk for _ in range(3)]
    assert played(riverside, now).whole
    monkeypatch.setattr(stage, "MOST_NEEDS", 2)
    monkeypatch.setattr(stage, "MOST_OFFERS", 2)
    seen = stage.gather(riverside.pk, now=now)
    assert (set(seen.needs), set(seen.offers)) == (set(found[1:]), set(offered[1:]))
    assert not seen.whole


@pytest.fixture
def crowd(make_member: MakeMember, post_need: Post, post_offer: PostOffer) -> Callable[[int, str], None]:
    """So many seekers who each speak this language, and as many helpers."""

    def come(count: int, language: str) -> None:
        for number in range(count):
            seeker, helper = (make_member(f"{name}{language}{number}") for name in ("Seeker", "Helper"))
            post_need(seeker, languages=[language])
            post_offer(helper, languages=[language], capacity=1)

    return come


def test_of_few_it_tells_no_means_and_small_groups_are_told_together(
    riverside: Community, crowd: Callable[[int, str], None], now: datetime
) -> None:
    crowd(4, "en")
    few = played(riverside, now)
    assert (few.helped, few.closeness, few.waited, few.unevenness, few.by_language) == (
        4,
        None,
        None,
        None,
        (),
    )
    crowd(2, "pt")
    crowd(3, "de")
    more = played(riverside, now)
    assert (more.closeness, more.waited, more.unevenness) == (1.0, timedelta(0), 0.0)
    assert more.by_language == ((rehearsal.OTHERS, 9, 9),)
    assert more.by_urgency == (("this_week", 9, 9),)


def test_its_queries_do_not_grow(
    riverside: Community, crowd: Callable[[int, str], None], now: datetime
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            played(riverside, now)
        return len(asked)

    crowd(1, "en")
    few = queries()
    crowd(3, "pt")
    assert queries() == few
