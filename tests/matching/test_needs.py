"""Needs: what they may say, how long they live, and what a change of one means."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import Community, Member, Notification
from matching import matcher, matches, needs
from matching.models import Need, Offer, Topic
from matching.postings import NotAMember

pytestmark = pytest.mark.django_db

Post = Callable[..., Need]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"headline": "  "}, "headline"),
        ({"headline": "x" * 141}, "headline"),
        ({"words": ""}, "words"),
        ({"words": "x" * 6001}, "words"),
        ({"topics": []}, "topics"),
        ({"formats": []}, "formats"),
        ({"formats": ["telepathy"]}, "formats"),
        ({"formats": ["in_person"]}, "formats"),
        ({"languages": []}, "languages"),
        ({"kind": "magic"}, "kind"),
        ({"urgency": "yesterday"}, "urgency"),
        ({"needed_by": date(2026, 11, 22)}, "needed_by"),
        ({"wish_age_bands": ["12-17"]}, "wish_age_bands"),
    ],
)
def test_what_cannot_stand_is_told_beside_its_field(
    maya: Member, post_need: Post, given: dict[str, object], field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        post_need(maya, **given)
    assert list(refusal.value.message_dict) == [field]
    assert not Need.objects.exists()


def test_a_line_turns_no_text_around_it(maya: Member, post_need: Post) -> None:
    assert post_need(maya, headline="a \u202eline\u2066 of  mine").headline == "a line of mine"


def test_four_topics_are_one_too_many(maya: Member, post_need: Post) -> None:
    with pytest.raises(ValidationError) as refusal:
        post_need(maya, topics=list(Topic.objects.all()[:4]))
    assert list(refusal.value.message_dict) == ["topics"]


def test_the_day_is_counted_where_the_seeker_lives(
    make_member: Callable[..., Member], post_need: Post
) -> None:
    """At noon UTC on Monday the 23rd it is already Tuesday the 24th in Kiritimati."""
    far = make_member("Far", zone="Pacific/Kiritimati")
    with pytest.raises(ValidationError):
        post_need(far, needed_by=date(2026, 11, 23))
    post_need(far, needed_by=date(2026, 11, 24))


def test_only_members_post(lena: Member, riverside: Community, post_need: Post) -> None:
    riverside.memberships.filter(member=lena).update(standing="left")
    with pytest.raises(NotAMember):
        post_need(lena)


def test_private_words_are_not_readable_in_the_database(maya: Member, post_need: Post) -> None:
    need = post_need(maya)
    with connection.cursor() as cursor:
        cursor.execute("SELECT headline, words FROM matching_need WHERE id = %s", [need.pk])
        stored = " ".join(cursor.fetchone())
    assert "father" not in stored
    assert "first year" not in stored
    assert Need.objects.get(pk=need.pk).words.startswith("My father died")


@pytest.mark.parametrize(
    ("urgency", "lives"), [("today", timedelta(hours=24)), ("whenever", timedelta(days=60))]
)
def test_a_need_lives_its_time_and_its_writer_is_told_at_the_end(
    maya: Member, post_need: Post, now: datetime, urgency: str, lives: timedelta
) -> None:
    need = post_need(maya, urgency=urgency)
    assert needs.expire_due(now=now + lives - timedelta(seconds=1)) == 0
    assert needs.expire_due(now=now + lives) == 1
    need.refresh_from_db()
    assert (need.state, need.closed_because) == ("closed", "expired")
    assert Notification.objects.filter(member=maya, kind="need_expired").count() == 1


def test_one_tap_renews(maya: Member, post_need: Post, now: datetime) -> None:
    need, later = post_need(maya), now + timedelta(days=55)
    assert not needs.may_renew(need, now=now)
    assert needs.may_renew(need, now=later)
    needs.renew(need=need, now=later)
    assert needs.expire_due(now=now + timedelta(days=61)) == 0


def test_writers_are_told_honestly_and_once(
    maya: Member, omar: Member, post_need: Post, post_offer: Callable[..., Offer], now: datetime
) -> None:
    alone = post_need(maya)
    later = now + timedelta(days=1, minutes=1)
    assert needs.tell_waiting(now=now) == 0
    assert needs.tell_waiting(now=later) == 1
    assert needs.tell_waiting(now=later) == 0
    assert Notification.objects.get(member=maya).kind == "need_no_match"
    post_offer(omar)
    (match,) = matches.propose_all([matches.Proposal(alone.pk, Offer.objects.get().pk)], now=later).made
    matches.answer(match=match, member=omar, answer="no", seen=(1, 1), now=later)
    assert needs.tell_waiting(now=later + timedelta(days=2)) == 0, "it would tell that somebody said no"


def test_first_needs_are_read_first_where_the_community_wants_that(
    maya: Member, nour: Member, riverside: Community, post_need: Post, now: datetime
) -> None:
    Community.objects.update(review_first_needs=True)
    riverside.refresh_from_db()
    need = post_need(maya)
    assert need.state == "in_review"
    assert matcher.run(community_id=riverside.pk, now=lambda: now) == []
    assert Notification.objects.filter(member=nour, kind="place_review").exists()
    assert not Notification.objects.filter(member=maya, kind="place_review").exists()
    needs.release(need=need, now=now)
    assert post_need(maya).state == "open", "the second is not read first"


def test_connected_and_closed_needs_stay_as_they_are(maya: Member, post_need: Post, now: datetime) -> None:
    need = needs.withdraw(need=post_need(maya), now=now)
    for act in (needs.withdraw, needs.renew):
        with pytest.raises(needs.Frozen):
            act(need=need, now=now)


def test_a_need_is_over_with_the_day_by_which_it_is_needed(
    make_member: Callable[..., Member], post_need: Callable[..., Need], now: datetime
) -> None:
    """In Auckland, thirteen hours ahead, the 25th is over at eleven in the morning of UTC."""
    need = post_need(make_member("Ash", zone="Pacific/Auckland"), needed_by=date(2026, 11, 25))
    assert need.expires_at == datetime(2026, 11, 25, 11, tzinfo=UTC)
    assert not needs.may_renew(need, now=now), "another tap would not make the day longer"
    assert not needs.expire_due(now=datetime(2026, 11, 25, 10, 59, tzinfo=UTC))
    assert needs.expire_due(now=datetime(2026, 11, 25, 11, tzinfo=UTC)) == 1
    assert Notification.objects.filter(member=need.member, kind="need_expired").exists()


def test_another_day_gives_it_another_end(
    maya: Member, post_need: Callable[..., Need], now: datetime
) -> None:
    need = post_need(maya, needed_by=date(2026, 11, 25))
    changed = needs.edit(need=need, now=now, **fields_of(need) | {"needed_by": None})
    assert changed.expires_at == now + timedelta(days=60)
    assert needs.may_renew(changed, now=now + timedelta(days=55))


def fields_of(need: Need) -> dict[str, Any]:
    names = ("headline", "words", "kind", "formats", "languages", "urgency", "needed_by")
    return {name: getattr(need, name) for name in names} | {"topics": list(need.topics.all())}
