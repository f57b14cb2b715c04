"""What a test that commits leaves to the next one: nothing but the topics, as they were."""

from collections.abc import Callable

import pytest

from accounts.models import Community, Member
from matching.models import Need, Topic
from tests import emptying, template


@pytest.mark.django_db(transaction=True)
def test_nothing_stays_but_the_topics(
    maya: Member, post_need: Callable[..., Need], rung: list[object]
) -> None:
    whole = list(Topic.objects.values_list("slug", "name", "parent__slug", "current"))
    post_need(maya)
    Topic.objects.filter(slug="sleep").update(name="Rest", current=False)
    emptying.empty()
    assert not any(model.objects.exists() for model in (Member, Community, Need))
    assert list(Topic.objects.values_list("slug", "name", "parent__slug", "current")) == whole
    emptying.empty()
    assert list(Topic.objects.values_list("slug", "name", "parent__slug", "current")) == whole


@pytest.mark.django_db
def test_whoever_asks_again_gets_the_same_migrated_database() -> None:
    assert template.ready() == template.name()
