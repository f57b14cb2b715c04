"""Words that suggest danger, as they are met over HTTP: by their writer, and by a moderator."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from matching.models import Need
from support import safety
from support.models import Decision, Look

pytestmark = pytest.mark.django_db
DARK = "I cannot go on. I want to kill myself."


def signed_in(member: Member) -> Client:
    Member.objects.filter(pk=member.pk).update(time_zone_confirmed=True)
    client = Client()
    client.force_login(member)
    return client


def test_its_writer_is_shown_whom_to_call_on_the_next_page(
    maya: Member, post_need: Callable[..., Need], now: datetime
) -> None:
    safety.load_resources(today=now.date())
    need = post_need(maya, words=DARK)
    page = signed_in(maya).get(reverse("need", args=[need.uid])).content.decode()
    assert 'href="tel:112"' in page
    assert 'href="tel:112"' not in signed_in(maya).get(reverse("home")).content.decode()


def test_a_moderator_reads_exactly_these_words_once_noted_and_says_so(
    maya: Member, nour: Member, post_need: Callable[..., Need]
) -> None:
    need, desk = post_need(maya, words=DARK), signed_in(nour)
    about = ["riverside", "need", need.pk]
    page = desk.get(reverse("dashboard_danger", args=about))
    assert DARK in page.content.decode()
    assert Look.objects.filter(why="danger").count() == 1
    decide = reverse("dashboard_danger_decide", args=about)
    seen = page.context["seen_in_address"]
    assert desk.post(f"{decide}?seen=another", {"kind": "danger_read"}).status_code == 302
    need.refresh_from_db()
    assert need.signs_wait  # something else was written meanwhile: nobody has read that
    assert desk.post(f"{decide}?seen={seen}", {"kind": "danger_read"}).status_code == 302
    need.refresh_from_db()
    assert not need.signs_wait
    assert [decision.kind for decision in Decision.objects.all()] == ["danger_read"]
