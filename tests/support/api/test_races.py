"""I12: whoever asks twice at once, because they cannot know, is answered as if they had asked once."""

from concurrent.futures import ThreadPoolExecutor
from random import uniform
from time import sleep
from typing import Any

import pytest
from django.db import connection

from accounts.models import Community, Member, Role
from matching.models import Need
from matching.needs import posting
from tests.support.api.conftest import Program
from tests.support.api.test_common import ASK, NEED

AT_ONCE = 6


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A moment between looking and writing, so that others come in between."""
    post_many = posting.post_many

    def slower(**given: Any) -> Any:
        sleep(uniform(0, 0.002))
        return post_many(**given)

    monkeypatch.setattr(posting, "post_many", slower)


def _together(act: Any) -> list[Any]:
    def one(number: int) -> Any:
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as people:
        return list(people.map(one, range(AT_ONCE)))


def test_the_same_post_at_once_is_done_once(
    transactional_db: None, slowly: None, program: Program, maya: Member
) -> None:
    phone = program(maya)
    answers = _together(lambda _: phone.post(ASK, NEED, idempotency_key="one"))
    assert Need.objects.count() == 1
    told = [answer for answer in answers if answer.status_code == 201]
    assert len({answer.json()["id"] for answer in told}) == 1
    assert {answer.json()["code"] for answer in answers if answer.status_code != 201} <= {"still_answering"}


def test_of_changes_that_saw_the_same_one_stands(
    transactional_db: None, program: Program, maya: Member
) -> None:
    phone = program(maya)
    there = phone.post(ASK, NEED)["Location"].partition("/api/v1/")[2]
    mark = phone.get(there)["ETag"]
    answers = _together(lambda n: phone.put(there, NEED | {"words": f"Words {n}."}, if_match=mark))
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * (AT_ONCE - 1)


def test_of_changes_of_settings_that_saw_the_same_one_stands(
    transactional_db: None, program: Program, nour: Member, riverside: Community
) -> None:
    riverside.memberships.filter(member=nour).update(role=Role.OWNER)
    desk, there = program(nour), "communities/riverside/moderation/settings/texts/"
    mark = desk.get(there)["ETag"]
    answers = _together(lambda n: desk.patch(there, {"about": f"Place {n}."}, if_match=mark))
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * (AT_ONCE - 1)
