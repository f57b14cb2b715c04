"""What each section of the settings promises, where members meet it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts import areas
from accounts.models import Community, Member, Role
from matching import intake, matches, needs, offers
from matching.models import Need, Offer, Topic
from matching.suggesting import suggest
from support import conversations
from support.models import Decision, Message
from support.moderation import settings
from support.moderation.settings.keeping import KEEPING
from support.privacy import retention

pytestmark = pytest.mark.django_db

At = Callable[..., str]
Send = Callable[..., Any]


@pytest.fixture
def owner(riverside: Community, nour: Member) -> Member:
    riverside.memberships.filter(member=nour).update(role=Role.OWNER)
    return nour


@pytest.fixture
def send(desk: Client, at: At, owner: Member) -> Send:
    """Sends the form of a section as it is, with these answers in it."""

    def send(section: str, **answers: object) -> Any:
        form = desk.get(at("section", section)).context["form"]
        shown = {field.html_name: field.value() for field in form}
        said = {name: value for name, value in (shown | answers).items() if value not in (None, False)}
        return desk.post(at("section", section), said)

    return send


# --- texts


def test_texts_are_read_in_the_readers_language_and_never_logged(send: Send, riverside: Community) -> None:
    written = {"name": "Riverbank", "rules": "Be kind to each other.", "rules_es": "Trátense con cariño."}
    assert send("texts", **written).status_code == 302
    page = reverse("community", args=["riverside"])
    english = Client().get(page).content.decode()
    spanish = Client(headers={"accept-language": "es"}).get(page).content.decode()
    french = Client(headers={"accept-language": "fr"}).get(page).content.decode()
    assert "Riverbank" in english
    assert "Be kind to each other." in english
    assert "Trátense con cariño." in spanish
    assert "Be kind to each other." in french
    told = str(Decision.objects.get().refers_to)
    assert "changed" in told
    assert all(words not in told for words in written.values())


def test_words_of_the_community_are_never_markup(send: Send) -> None:
    send("texts", about="<script>alert(1)</script>", rules="<b>x</b>")
    page = Client().get(reverse("community", args=["riverside"])).content.decode()
    assert "<script>alert" not in page
    assert "<b>x" not in page


# --- languages and places


def test_a_map_has_neighbours_on_both_sides(send: Send, riverside: Community) -> None:
    answers = {"in_person": "on", "areas": "Old town: Harbour\n\nHarbour\nHill side"}
    assert send("place", **answers).status_code == 302
    assert areas.drawn(riverside) == [("Harbour", ["Old town"]), ("Hill side", []), ("Old town", ["Harbour"])]
    assert Decision.objects.get().refers_to["number_of_areas"] == "3"
    assert "Harbour" not in str(Decision.objects.get().refers_to)
    before = set(riverside.areas.values_list("pk", flat=True))
    assert send("place", areas="Old Town\nHarbour\nHill side: Old Town").status_code == 302
    assert set(riverside.areas.values_list("pk", flat=True)) == before


@pytest.mark.parametrize("wrong", ["Harbour: Nowhere", "Harbour\nharbour", ": Harbour", "x" * 81])
def test_what_is_no_map_is_refused_beside_it(send: Send, riverside: Community, wrong: str) -> None:
    refused = send("place", areas=wrong)
    assert set(refused.context["form"].errors) == {"areas"}
    assert not riverside.areas.exists()


def test_an_area_stays_while_somebody_there_is_looking(
    send: Send, riverside: Community, maya: Member, post_need: Callable[..., Need]
) -> None:
    send("place", in_person="on", areas="Harbour\nHill")
    riverside.refresh_from_db()
    need = post_need(maya, formats=["in_person"], area=riverside.areas.get(name="Harbour"))
    assert "areas" in send("place", areas="Hill").context["form"].errors
    needs.withdraw(need=need, now=need.created_at)
    assert send("place", areas="Hill").status_code == 302


# --- topics


@pytest.fixture
def off(send: Send, riverside: Community, grief: Topic) -> Topic:
    """Grief is switched off."""
    slugs = Topic.objects.filter(current=True).exclude(pk=grief.pk).values_list("slug", flat=True)
    assert send("topics", in_use=list(slugs)).status_code == 302
    riverside.refresh_from_db()
    assert riverside.topics_off == [grief.slug]
    return grief


def test_what_is_switched_off_is_neither_asked_nor_offered(
    off: Topic,
    riverside: Community,
    maya: Member,
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
) -> None:
    for post, member in ((post_need, maya), (post_offer, omar)):
        with pytest.raises(ValidationError) as refused:
            post(member)
        assert set(refused.value.error_dict) == {"topics"}


def test_it_is_not_suggested_and_stands_on_no_page(off: Topic, riverside: Community, maya: Member) -> None:
    words = "My father died and I am grieving."
    assert off not in suggest(words=words, language="en", community=riverside)
    client = Client()
    client.force_login(maya)
    asked = client.post(reverse("ask_topics", args=["riverside"]), {"words": words, "topics": [off.slug]})
    assert off.slug not in asked.content.decode()
    assert f'value="{off.slug}"' not in client.get(reverse("offer_new", args=["riverside"])).content.decode()


def test_a_file_of_requests_leaves_it_out(
    off: Topic, riverside: Community, maya: Member, now: datetime
) -> None:
    line = b'{"title": "One line", "text": "Words", "topics": ["%s"]}\n' % off.slug.encode()
    batch = next(intake.load(BytesIO(line), community=riverside, member=maya, now=now))
    assert (batch.loaded, [number for number, _why in batch.bad]) == (0, [1])


def test_what_is_there_already_stays_and_can_be_changed(
    riverside: Community,
    grief: Topic,
    maya: Member,
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> None:
    need, offer = post_need(maya), post_offer(omar)
    Community.objects.update(topics_off=[grief.slug])
    client = Client()
    client.force_login(maya)
    page = client.get(reverse("need_edit", args=[need.uid])).content.decode()
    assert f'value="{grief.slug}"' in page
    need.refresh_from_db()
    need = Need.objects.get(pk=need.pk)
    asked = {
        name: getattr(need, name) for name in ("headline", "words", "kind", "formats", "languages", "urgency")
    }
    needs.edit(need=need, now=now, topics=[grief], **asked | {"headline": "Another line"})
    given = {
        name: getattr(offer, name) for name in ("kinds", "formats", "languages", "capacity", "experience")
    }
    offers.edit(offer=Offer.objects.get(pk=offer.pk), now=now, topics=[grief], avoids=[], **given)
    assert matches.propose(need_id=need.pk, offer_id=offer.pk, now=now).pk


def test_something_has_to_be_left(send: Send, riverside: Community) -> None:
    assert "at least one topic" in send("topics", in_use=[]).context["form"].errors.as_text()
    riverside.refresh_from_db()
    assert riverside.topics_off == []


# --- how long words are kept


def test_a_shorter_time_counts_after_a_week_and_is_said(
    owner: Member, riverside: Community, connected: Any, maya: Member, now: datetime
) -> None:
    conversations.send(match=connected, author=maya, words="Hello", form_key=uuid4(), now=now)
    matches.end(match=connected, member=maya, now=now)
    later = now + timedelta(days=31)
    seen = settings.mark_of(KEEPING.read(riverside))
    settings.change(
        community=riverside, part=KEEPING, values={"keep_ended_days": 30}, seen=seen, by=owner, now=later
    )
    retention.sweep(now=later + timedelta(days=6))
    assert Message.objects.exists()
    page = Client().get(reverse("community", args=["riverside"])).content.decode()
    assert "goes 30 days after" in page
    retention.sweep(now=later + timedelta(days=7))
    assert not Message.objects.exists()
    assert Decision.objects.get().refers_to["keep_ended_days_before"] == "90"


def test_without_a_choice_it_is_what_the_house_says(connected: Any, maya: Member, now: datetime) -> None:
    conversations.send(match=connected, author=maya, words="Hello", form_key=uuid4(), now=now)
    matches.end(match=connected, member=maya, now=now)
    retention.sweep(now=now + timedelta(days=89))
    assert Message.objects.exists()
    retention.sweep(now=now + timedelta(days=91))
    assert not Message.objects.exists()
