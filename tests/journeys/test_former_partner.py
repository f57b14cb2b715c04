"""After an ending the search goes on with other people, and what is written for them is theirs alone."""

from datetime import datetime

import pytest

from accounts.models import Member
from matching import matches, needs, seen
from matching.models import Match, Topic
from tests.journeys.steps import fields_of

pytestmark = pytest.mark.django_db


def test_after_an_early_end_a_former_helper_reads_nothing_whether_it_was_written_anew_or_not(
    connected: Match, omar: Member, now: datetime
) -> None:
    need = matches.end(match=connected, member=omar, now=now).need
    before = seen.card(afresh(connected), omar, now=now)
    assert (before.words, before.headline, before.topics) == (None, "", [])
    written = {"words": "I can say now what it was.", "headline": "Another beginning"}
    changed = written | {"topics": [Topic.objects.get(slug="sleep")]}
    needs.edit(need=need, now=now, **fields_of(need) | changed)
    after = seen.card(afresh(connected), omar, now=now)
    assert (after.words, after.headline, after.topics) == (None, "", [])


def test_after_a_good_end_they_still_read_what_was_there(
    connected: Match, maya: Member, omar: Member, now: datetime
) -> None:
    need = matches.complete(match=connected, member=maya, now=now).need
    card = seen.card(afresh(connected), omar, now=now)
    assert (card.words, card.headline) == (need.words, need.headline)


def afresh(match: Match) -> Match:
    return Match.objects.get(pk=match.pk)
