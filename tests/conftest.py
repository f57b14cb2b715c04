"""The cast: maya needs, omar offers, lena is a stranger who must see nothing, nour moderates. All live in Riverside."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from accounts import communities, members
from accounts.guides import Guide, note_read
from accounts.models import Community, Member, Role
from matching import availability, needs, offers
from matching.engine.side import Window
from matching.models import Need, Offer, Topic
from tests import emptying, template

BROWSER = Path(__file__).parent / "browser"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # a Monday

EVENINGS = [Window(weekday, 18 * 60, 21 * 60) for weekday in range(7)]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first: at the end of a run nobody waits for one long test, or for one service more."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> tuple[int, str]:
    group = item.get_closest_marker("xdist_group")
    long = bool(group or item.get_closest_marker("fault"))
    together = group.args[0] if group else ""
    if item.path.is_relative_to(BROWSER):  # one after the other: they share a service and a browser
        return (0 if group else 1), together
    return (2 if long else 3), together


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(autouse=True)
def in_no_language() -> Iterator[None]:
    """The last page's language stays with its thread until the next page is asked for: no test inherits it."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The migrations run once for all workers."""
    settings.DATABASES["default"]["TEST"] |= {"TEMPLATE": template.ready(), "MIGRATE": False}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Every test that uses the database finds the topics there."""
    with django_db_blocker.unblock():
        emptying.take_over()


@pytest.fixture
def make_member(db: None, riverside: Community) -> Callable[..., Member]:
    """A member of Riverside in good standing, free every evening from six to nine in their own zone."""

    def make(
        name: str, *, zone: str = "Europe/Lisbon", languages: tuple[str, ...] = ("en",), days: int = 100
    ) -> Member:
        since = NOW - timedelta(days=days)
        member = members.sign_up(
            email=f"{name.lower()}@members.example",
            password=None,
            time_zone=zone,
            languages=list(languages),
            adult=True,
            consent=True,
            email_safe=True,
            now=since,
        )
        communities.join(community=riverside, member=member, display_name=name, now=since)
        availability.replace(member=member, windows=EVENINGS, now=since)
        return member

    return make


@pytest.fixture
def riverside(db: None) -> Community:
    founder = members.sign_up(
        email="founder@members.example",
        password=None,
        time_zone="Europe/Lisbon",
        languages=["en"],
        adult=True,
        consent=True,
        email_safe=True,
        now=NOW - timedelta(days=400),
    )
    return communities.create(
        name="Riverside", slug="riverside", by=founder, now=NOW - timedelta(days=400), languages=["en"]
    )


@pytest.fixture
def maya(make_member: Callable[..., Member]) -> Member:
    return make_member("Maya")


@pytest.fixture
def omar(make_member: Callable[..., Member]) -> Member:
    return make_member("Omar")


@pytest.fixture
def lena(make_member: Callable[..., Member]) -> Member:
    return make_member("Lena")


@pytest.fixture
def nour(make_member: Callable[..., Member], riverside: Community) -> Member:
    member = make_member("Nour")
    riverside.memberships.filter(member=member).update(role=Role.MODERATOR)
    return member


@pytest.fixture
def grief(db: None) -> Topic:
    return Topic.objects.get(slug="losing-somebody")


@pytest.fixture
def post_need(riverside: Community, grief: Topic) -> Callable[..., Need]:
    def post(member: Member, **fields: object) -> Need:
        given: dict[str, object] = {
            "topics": [grief],
            "headline": "Somebody who knows the first year",
            "words": "My father died in March and everyone has moved on but me.",
            "kind": "listening",
            "formats": ["chat", "call"],
            "languages": ["en"],
            "urgency": "this_week",
            "now": NOW,
        } | fields
        return needs.post(member=member, community=riverside, **given)  # type: ignore[arg-type]

    return post


@pytest.fixture
def post_offer(riverside: Community, grief: Topic) -> Callable[..., Offer]:
    def post(member: Member, **fields: object) -> Offer:
        given: dict[str, object] = {
            "topics": [grief],
            "avoids": [],
            "kinds": ["listening", "experience"],
            "formats": ["chat", "call"],
            "languages": ["en"],
            "capacity": 2,
            "now": NOW,
        } | fields
        note_read(member, Guide.LISTENING, now=NOW)
        return offers.post(member=member, community=riverside, **given)  # type: ignore[arg-type]

    return post


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, object]]]:
    """The doorbells that were rung, instead of a broker: (task name, its arguments)."""
    from accounts import doorbell

    heard: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(doorbell, "_publish", lambda task, ids: heard.append((task.name, ids)))
    return heard
