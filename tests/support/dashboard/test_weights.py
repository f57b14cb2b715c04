"""What counts: seen and tried by every moderator, kept by an owner with a reason, and nothing happens by trying."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Community, Member, Role
from matching import blocks, policy
from matching.engine.ranking import WEIGHTS
from matching.models import Match, Need, Offer, Policy
from matching.weighing import SCORES
from support.models import Decision

pytestmark = pytest.mark.django_db

At = Callable[..., str]
Read = Callable[..., str]
Post = Callable[..., Need]
PostOffer = Callable[..., Offer]

TYPED = {name: str(weight) for name, weight in WEIGHTS.items()}
ONLY_LOAD = dict.fromkeys(WEIGHTS, "0") | {"even_load": "7"}
KEEP = {"do": "save", "seen": "0", "because": "Nobody should carry too much."}


@pytest.fixture
def owner(
    browser: Callable[[Member], Client], make_member: Callable[..., Member], riverside: Community
) -> Client:
    """Wren's browser: she owns Riverside."""
    wren = make_member("Wren")
    riverside.memberships.filter(member=wren).update(role=Role.OWNER)
    return browser(wren)


@pytest.fixture
def two_ways(
    maya: Member, omar: Member, lena: Member, post_need: Post, post_offer: PostOffer
) -> tuple[Need, Offer, Offer]:
    """Omar has been through it and is with somebody; Lena listens and is with nobody."""
    need, lived = post_need(maya), post_offer(omar)
    free = post_offer(lena, kinds=["listening"])
    Member.objects.filter(pk=omar.pk).update(helping=1)
    return need, lived, free


def test_every_weight_has_its_number_its_share_and_a_sentence(desk: Client, at: At, read: Read) -> None:
    text = read(desk.get(at("weights")))
    for name, said in SCORES.items():
        assert str(said.label) in text
        assert str(said.does) in text
        assert re.search(rf'name="{name}" value="{WEIGHTS[name]}"', text)
    assert "24 %" in text
    assert "These are the usual numbers." in text
    assert read(desk.get(at("search"))).count(at("weights")) == 1


def test_trying_shows_both_and_keeps_what_was_typed_and_nothing_else(
    desk: Client, at: At, read: Read, two_ways: object
) -> None:
    with CaptureQueriesContext(connection) as asked:
        response = desk.post(at("weights"), ONLY_LOAD | {"do": "try"})
    touched = [query["sql"] for query in asked.captured_queries if "matching_" in query["sql"]]
    assert touched
    assert all(
        re.match(r"\s*(SELECT|WITH)\b", sql) and not re.search(r"\bFOR (NO KEY )?(UPDATE|SHARE|KEY)", sql)
        for sql in touched
    )
    text = read(response)
    assert "For 1 request somebody else would be asked than now." in text
    assert re.search(r'name="even_load" value="7"', text)
    assert "100 %" in text
    lines = {line.name: (line.before, line.after) for line in response.context["lines"]}
    assert lines["Requests for which somebody is asked"] == ("1 of 1", "1 of 1")
    assert lines["Closeness of topics"] == ("too few to tell", "too few to tell")
    assert not Policy.objects.exists()
    assert not Match.objects.exists()


def test_of_several_people_the_means_are_told(
    desk: Client,
    at: At,
    make_member: Callable[..., Member],
    post_need: Post,
    post_offer: PostOffer,
) -> None:
    for number in range(5):
        post_need(make_member(f"Seeker{number}"))
        post_offer(make_member(f"Helper{number}"), capacity=1)
    response = desk.post(at("weights"), TYPED | {"do": "try"})
    lines = {line.name: line.after for line in response.context["lines"]}
    assert lines["Requests for which somebody is asked"] == "5 of 5"
    assert lines["Closeness of topics"] == "100 %"
    assert lines["Unevenness among helpers"] == "0.00"
    assert lines["How long those had waited"] == "at once"
    assert lines["Somebody is asked: English"] == "5 of 5"
    assert lines["Somebody is asked: this week"] == "5 of 5"
    assert not any(line.changes for line in response.context["lines"])


def test_an_owner_keeps_what_was_tried_with_a_reason(
    owner: Client, at: At, read: Read, riverside: Community, two_ways: object
) -> None:
    tried = read(owner.post(at("weights"), ONLY_LOAD | {"do": "try"}))
    form = tried.partition('id="tried"')[2]
    for name, weight in ONLY_LOAD.items():
        assert f'<input type="hidden" name="{name}" value="{weight}">' in form
    refused = read(owner.post(at("weights"), ONLY_LOAD | KEEP | {"because": ""}))
    assert "Please say why, in a sentence or two." in refused
    assert "What would be different" in refused
    assert not Policy.objects.exists()
    text = read(owner.post(at("weights"), ONLY_LOAD | KEEP, follow=True))
    assert "From the next round on this is what counts." in text
    assert "This community weighs otherwise than usual." in text
    assert "Nobody should carry too much." in text
    assert "Wren" in text
    assert policy.weights_of(riverside.pk)["even_load"] == 10_000
    assert Decision.objects.get().refers_to["even_load"] == "7"


def test_a_moderator_who_is_no_owner_tries_and_cannot_keep(desk: Client, at: At, read: Read) -> None:
    text = read(desk.post(at("weights"), TYPED | {"do": "try"}))
    assert "An owner of this community can change it." in text
    assert 'value="save"' not in text
    assert desk.post(at("weights"), ONLY_LOAD | KEEP).status_code == 404
    assert not Policy.objects.exists()
    assert not Decision.objects.exists()


def test_back_to_the_usual_numbers(owner: Client, at: At, read: Read, riverside: Community) -> None:
    owner.post(at("weights"), ONLY_LOAD | KEEP)
    text = read(owner.post(at("weights"), ONLY_LOAD | {"do": "default"}))
    assert re.search(r'name="topic_closeness" value="2400"', text)
    owner.post(at("weights"), TYPED | KEEP | {"seen": "1"})
    assert policy.typed_of(riverside.pk) == (WEIGHTS, 2)
    assert "These are the usual numbers." in read(owner.get(at("weights")))


def test_what_somebody_else_changed_meanwhile_is_not_written_over(
    owner: Client, at: At, read: Read, riverside: Community
) -> None:
    owner.post(at("weights"), ONLY_LOAD | KEEP)
    text = read(owner.post(at("weights"), TYPED | KEEP))
    assert "Somebody else changed this a moment ago." in text
    assert policy.weights_of(riverside.pk)["even_load"] == 10_000


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        *(
            ({"sooner": wrong}, "Please write a whole number from 0 to 10000.")
            for wrong in ("-1", "10001", "a lot", "")
        ),
        (dict.fromkeys(WEIGHTS, "0"), "Something has to count"),
    ],
)
def test_what_cannot_stand_is_said_beside_it_and_stays_typed(
    owner: Client, at: At, read: Read, typed: dict[str, str], says: str
) -> None:
    for button in ({"do": "try"}, KEEP):
        text = read(owner.post(at("weights"), ONLY_LOAD | typed | button))
        assert says in text
        assert "What would be different" not in text
        assert f'name="sooner" value="{typed["sooner"]}"' in text or not typed["sooner"]
    assert not Policy.objects.exists()


def test_a_button_that_is_not_there_does_nothing(owner: Client, at: At) -> None:
    assert owner.post(at("weights"), TYPED | {"do": "guess"}).status_code == 404


def test_no_figure_tells_a_moderator_who_stands_against_them(
    desk: Client,
    at: At,
    omar: Member,
    maya: Member,
    nour: Member,
    post_need: Post,
    post_offer: PostOffer,
    now: datetime,
) -> None:
    """Omar blocked Nour, and Nour offers help herself: neither is played with."""
    post_need(maya)
    post_offer(omar)
    post_offer(nour)
    blocks.block(blocker=omar, blocked=nour, now=now)
    outcome = desk.post(at("weights"), TYPED | {"do": "try"}).context["comparison"].after
    assert (outcome.needs, outcome.offers) == (1, 0)


def test_queries_do_not_grow(
    desk: Client,
    at: At,
    make_member: Callable[..., Member],
    post_need: Post,
    post_offer: PostOffer,
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert desk.post(at("weights"), TYPED | {"do": "try"}).status_code == 200
        return len(asked)

    def grow(start: int, count: int) -> None:
        for number in range(start, start + count):
            post_need(make_member(f"Seeker{number}"))
            post_offer(make_member(f"Helper{number}"))

    grow(0, 1)
    few = queries()
    grow(1, 6)
    assert queries() == few
