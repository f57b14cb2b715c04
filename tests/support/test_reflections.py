"""A journal of one's own; an invitation that can be put aside for good; kind words that both agreed to share."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist

from accounts.models import Community, Member
from matching import blocks, matches
from matching.models import Match, Offer
from support import followup, inviting, kind_words, reflections
from support.models import Reflection, Thanks
from support.privacy import retention
from tests.support.conftest import Connect

pytestmark = pytest.mark.django_db


class TestTheJournal:
    def test_pages_are_their_writers_alone_and_encrypted(
        self, maya: Member, omar: Member, now: datetime
    ) -> None:
        page = reflections.write(member=maya, helped="Walking by the river", now=now)
        assert [one.helped for one in reflections.of(maya)] == ["Walking by the river"]
        assert list(reflections.of(omar)) == []
        stored = Reflection.objects.filter(pk=page.pk).extra(select={"raw": "helped"}).values("raw")
        assert b"river" not in str(stored[0]).encode()

    def test_the_same_page_sent_twice_is_one(self, maya: Member, now: datetime) -> None:
        one = reflections.write(member=maya, learned="To ask sooner", now=now)
        assert reflections.write(member=maya, learned="To ask sooner", now=now) == one

    def test_what_is_taken_out_can_come_back_for_a_while(self, maya: Member, now: datetime) -> None:
        page = reflections.write(member=maya, learned="To ask sooner", now=now)
        reflections.remove(reflection=page, now=now)
        assert list(reflections.of(maya)) == []
        retention.sweep(now=now + timedelta(minutes=30))
        reflections.bring_back(member=maya, uid=page.uid)
        assert list(reflections.of(maya)) == [page]
        reflections.remove(reflection=page, now=now)
        retention.sweep(now=now + timedelta(hours=2))
        with pytest.raises(ObjectDoesNotExist):
            reflections.bring_back(member=maya, uid=page.uid)

    @pytest.mark.parametrize("words", [" ", "x" * (reflections.LONGEST + 1)])
    def test_empty_and_endless_pages_are_refused(self, words: str, maya: Member, now: datetime) -> None:
        with pytest.raises((reflections.NothingWritten, reflections.TooLong)):
            reflections.write(member=maya, helped=words, now=now)


class TestTheInvitation:
    def test_only_after_the_first_good_end_only_for_who_offers_nothing_and_never_again(
        self,
        connect: Connect,
        connected: Match,
        maya: Member,
        omar: Member,
        post_offer: Callable[..., Offer],
        now: datetime,
    ) -> None:
        assert not inviting.to_help(connected, maya)
        first = matches.complete(match=connected, member=maya, now=now)
        later = connect(maya, omar)
        second = matches.complete(match=later, member=maya, now=now + timedelta(days=1))
        assert inviting.to_help(first, maya)
        assert not inviting.to_help(second, maya)
        assert not inviting.to_help(first, omar)
        inviting.put_aside(member=maya, now=now)
        inviting.put_aside(member=maya, now=now)
        assert not inviting.to_help(first, maya)

    def test_not_for_who_helps_already(
        self, connected: Match, maya: Member, post_offer: Callable[..., Offer], now: datetime
    ) -> None:
        over = matches.complete(match=connected, member=maya, now=now)
        post_offer(maya)
        assert not inviting.to_help(over, maya)


@pytest.fixture
def shared(
    make_member: Callable[..., Member], connect: Connect, now: datetime
) -> Callable[[int], list[Thanks]]:
    """Thanks of as many pairs, shared by both."""

    def share(pairs: int) -> list[Thanks]:
        said = []
        for number in range(pairs):
            met = connect(make_member(f"Fern {number}"), make_member(f"Moss {number}"))
            words = f"You stayed on the line, {number}."
            thanks = followup.thank(match=met, author=met.seeker, words=words, now=now)
            for member in (met.seeker, met.helper):
                kind_words.share(thanks=thanks, member=member, agreed=True, now=now)
            said.append(thanks)
        return said

    return share


class TestKindWords:
    def test_four_are_too_few_and_five_are_read(
        self, shared: Callable[[int], list[Thanks]], riverside: Community
    ) -> None:
        said = shared(5)
        assert len(kind_words.read_in(riverside)) == 5
        kind_words.forget(said[0].author)
        assert kind_words.read_in(riverside) == []

    def test_each_may_take_it_back(
        self, shared: Callable[[int], list[Thanks]], riverside: Community, now: datetime
    ) -> None:
        said = shared(6)
        kind_words.share(thanks=said[0], member=said[0].match.helper, agreed=False, now=now)
        assert len(kind_words.read_in(riverside)) == 5
        said[0].refresh_from_db()
        assert kind_words.i_share(said[0], said[0].author)

    def test_a_block_takes_it_away(
        self, shared: Callable[[int], list[Thanks]], riverside: Community, now: datetime
    ) -> None:
        met = shared(6)[0].match
        blocks.block(blocker=met.helper, blocked=met.seeker, now=now)
        assert len(kind_words.read_in(riverside)) == 5

    def test_words_that_say_who_stay_private(
        self, connected: Match, maya: Member, omar: Member, lena: Member, now: datetime
    ) -> None:
        thanks = followup.thank(match=connected, author=maya, words="Thank you, omar.", now=now)
        with pytest.raises(kind_words.SaysWho):
            kind_words.share(thanks=thanks, member=maya, agreed=True, now=now)
        with pytest.raises(kind_words.NotYours):
            kind_words.share(thanks=thanks, member=lena, agreed=True, now=now)
