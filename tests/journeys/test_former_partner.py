"""After an ending the search goes on with other people, and what is written for them is theirs alone."""

from datetime import datetime

import pytest

from accounts.models import Member
from matching import matches, needs, seen
from matching.models import Match, Topic
from tests.journeys.steps import fields_of

pytestmark = pytest.mark.django_db


def test_a_former_helper_reads_what_was_there_when_they_met_and_nothing_later(
    connected: Match, omar: Member, now: datetime
) -> None:
    need = matches.end(match=connected, member=omar, now=now).need
    before = seen.card(afresh(connected), omar, now=now)
    assert (before.words, before.headline) == (need.words, need.headline)
    written = {"words": "I can say now what it was.", "headline": "Another beginning"}
    changed = written | {"topics": [Topic.objects.get(slug="sleep")]}
    needs.edit(need=need, now=now, **fields_of(need) | changed)
    after = seen.card(afresh(connected), omar, now=now)
    assert (after.words, after.headline, after.topics) == (None, "", [])


def afresh(match: Match) -> Match:
    return Match.objects.get(pk=match.pk)
