"""What is open to strangers cannot be done without end, and a hundred tries at once are counted as a hundred."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from accounts.models import Community, Member
from support import drafts
from support import often as counting
from support.cache import Cache
from support.models import Draft
from support.web import errors, often
from tests.support.web.conftest import Browser, text_of

TOPICS, ASK = "/c/riverside/ask/topics/", "/c/riverside/ask/"
WORDS = {"words": "My father died in March and everyone has moved on but me."}


class _Minute:
    """A clock on which it stays the same minute."""

    @staticmethod
    def time() -> float:
        return 1_700_000_000.0


@pytest.fixture(autouse=True)
def one_minute(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    cache.clear()
    monkeypatch.setattr(counting, "time", _Minute)
    yield
    cache.clear()


def asked(view: Any, address: str = "203.0.113.5") -> HttpResponse:
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    request.user = AnonymousUser()
    answer: HttpResponse = view(request)
    return answer


@pytest.fixture
def five() -> Any:
    """A view that five forms a minute get through to."""

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("in")

    return often.at_most(5, "test")(view)


def test_those_that_come_at_once_are_counted_like_any_others(
    five: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errors, "too_often", lambda *_, **__: HttpResponse(status=429))
    with ThreadPoolExecutor(20) as together:
        answers = list(together.map(lambda _: asked(five).status_code, range(60)))
    assert sorted(answers) == [200] * 5 + [429] * 55


def test_each_address_has_its_own_number_and_looking_is_free(
    five: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errors, "too_often", lambda *_, **__: HttpResponse(status=429))
    assert [asked(five).status_code for _ in range(6)] == [200] * 5 + [429]
    assert asked(five, "203.0.113.6").status_code == 200
    looks = RequestFactory().get("/", REMOTE_ADDR="203.0.113.5")
    assert five(looks).status_code == 200


def test_no_address_lies_in_the_cache(five: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def tally(self: Cache, key: str, seconds: int) -> int:
        seen.append(key)
        return 1

    monkeypatch.setattr(Cache, "tally", tally)
    asked(five)
    assert seen
    assert "203.0.113.5" not in seen[0]


@pytest.mark.django_db
@pytest.mark.parametrize("where", [TOPICS, ASK])
def test_a_stranger_who_asks_without_end_is_asked_kindly_to_wait(where: str, riverside: Community) -> None:
    answers = [Client().post(where, WORDS) for _ in range(91)]
    assert answers[59].status_code in (200, 302)
    assert answers[90].status_code == 429
    assert answers[90]["Retry-After"] == "60"
    assert "You did nothing wrong." in text_of(answers[90])
    assert Draft.objects.count() == (60 if where == ASK else 0)


@pytest.mark.django_db
def test_a_member_is_not_held_up_by_others_at_the_same_address(browser: Browser, maya: Member) -> None:
    for _ in range(91):
        last = Client().post(TOPICS, WORDS)
    assert last.status_code == 429
    assert browser(maya).post(TOPICS, WORDS).status_code == 200


@pytest.mark.django_db
def test_the_draft_of_somebody_who_sends_a_heap_stays_small(riverside: Community) -> None:
    Client().post(ASK, {"words": ["x" * 15_000] * 10, "topics": ["y" * 15_000] * 10})
    kept = drafts.answers(Draft.objects.get())
    assert {name: sum(map(len, answers)) for name, answers in kept.items()} == dict.fromkeys(
        kept, drafts.LONGEST
    )


@pytest.mark.django_db
def test_signs_that_no_form_sends_break_nothing(riverside: Community) -> None:
    said = {"words": "My father died\0 in March", "topics": ["losing\0somebody"]}
    assert Client().post(TOPICS, said).status_code == 200
