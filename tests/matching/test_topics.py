"""The topic tree: a home for all that people ask about, in plain words, and rows that follow the file."""

import json
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from matching import known_topics, topics
from matching.models import Topic
from support.demo.needs import DATA

NODES = topics.tree()
LEAVES = [node for node in NODES if node.parent]
ASKED = {
    slug for line in DATA.read_text(encoding="utf-8").splitlines() for slug in json.loads(line)["topics"]
}


def test_every_topic_of_the_data_has_exactly_one_home() -> None:
    named = Counter(slug for node in LEAVES for slug in node.also)
    assert len(ASKED) == 31
    assert {slug: named[slug] for slug in ASKED} == dict.fromkeys(ASKED, 1)
    assert set(named) == ASKED, "a slug that no data uses is a slip of the pen"


def test_the_homes_are_found_by_the_slugs_of_the_data_and_by_our_own() -> None:
    assert topics.home_of("grief-and-loss") == "losing-somebody"
    assert topics.home_of("losing-somebody") == "losing-somebody"
    for node in NODES:
        assert topics.home_of(node.slug) == node.slug, "one of the data's slugs hides a topic of ours"


def test_a_topic_that_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(ValidationError, match="There is no topic “philately”"):
        topics.home_of("philately")


def test_twelve_groups_of_about_eighty_topics_with_unique_slugs_and_names() -> None:
    groups = [node for node in NODES if node.parent is None]
    assert len(groups) == 12
    assert 75 <= len(LEAVES) <= 90
    assert {node.parent for node in LEAVES} == {group.slug for group in groups}
    assert len({node.slug for node in NODES}) == len({node.name.lower() for node in NODES}) == len(NODES)


@pytest.mark.parametrize("node", NODES, ids=lambda node: node.slug)
def test_a_topic_speaks_plainly(node: topics.Node) -> None:
    assert len(node.name) <= 40
    assert max(len(word) for word in node.name.split()) <= 13, "a long word is rarely a plain one"
    assert node.name[0].isupper()
    assert 3 <= len(node.words) <= 8
    assert node.name.lower() not in node.words


@pytest.mark.parametrize("node", NODES, ids=lambda node: node.slug)
def test_a_topic_has_a_name_in_every_language_of_the_pages(node: topics.Node) -> None:
    assert set(node.names) == {code for code, _name in settings.LANGUAGES}
    assert all(0 < len(name) <= 40 and name == name.strip() for name in node.names.values())


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_no_two_topics_are_called_alike(language: str) -> None:
    assert len({node.names[language].lower() for node in NODES}) == len(NODES)


def test_a_topic_is_called_by_its_name_in_the_readers_language(grief: Topic) -> None:
    with override("es"):
        assert str(grief) == grief.label == "Perder a alguien"
    with override("en"):
        assert grief.label == grief.name == "Losing somebody"


@pytest.mark.parametrize("slug", ["hurting-myself", "violence-at-home", "trauma", "eating", "lgbtq", "sex"])
def test_what_people_find_hard_to_say_is_marked_sensitive(slug: str) -> None:
    assert next(node for node in NODES if node.slug == slug).sensitive


def write(path: Path, *groups: dict[str, object]) -> Path:
    path.write_text(json.dumps(groups), encoding="utf-8")
    return path


def entry(slug: str, name: str, **more: object) -> dict[str, object]:
    names, synonyms = {"en": name}, {"en": ["one", "two", "three"]}
    return {"slug": slug, "names": names, "synonyms": synonyms, "sensitive": False, **more}


@pytest.fixture
def no_topics(db: None) -> None:
    Topic.objects.filter(parent__isnull=False).delete()
    Topic.objects.all().delete()


def test_loading_makes_a_row_of_each_topic_once(no_topics: None) -> None:
    assert topics.load_tree() == len(NODES)
    assert topics.load_tree() == 0
    rows = {topic.slug: topic for topic in Topic.objects.select_related("parent")}
    assert [topic.slug for topic in sorted(rows.values(), key=lambda row: row.position)] == [
        node.slug for node in NODES
    ]
    for node in NODES:
        row = rows[node.slug]
        assert (row.name, tuple(row.words), row.sensitive) == (node.name, node.words, node.sensitive)
        assert (row.parent.slug if row.parent else None) == node.parent


def test_a_change_of_the_file_keeps_the_rows_identity(no_topics: None, tmp_path: Path) -> None:
    topics.load_tree(write(tmp_path / "old", entry("home", "Home", topics=[entry("pets", "Pets")])))
    pets = Topic.objects.get(slug="pets")
    renamed = entry("pets", "Animals", sensitive=True)
    assert topics.load_tree(write(tmp_path / "new", entry("home", "Home", topics=[renamed]))) == 1
    pets.refresh_from_db()
    assert (pets.name, pets.sensitive) == ("Animals", True)


def test_what_the_file_no_longer_names_is_hidden_and_comes_back(no_topics: None, tmp_path: Path) -> None:
    whole = write(tmp_path / "whole", entry("home", "Home"), entry("pets", "Pets"))
    topics.load_tree(whole)
    assert topics.load_tree(write(tmp_path / "less", entry("home", "Home"))) == 1
    assert not Topic.objects.get(slug="pets").current
    assert topics.load_tree(whole) == 1
    assert Topic.objects.get(slug="pets").current


def test_a_topic_may_move_to_another_group(no_topics: None, tmp_path: Path) -> None:
    pets = entry("pets", "Pets")
    topics.load_tree(write(tmp_path / "a", entry("home", "Home", topics=[pets]), entry("garden", "Garden")))
    topics.load_tree(write(tmp_path / "b", entry("home", "Home"), entry("garden", "Garden", topics=[pets])))
    assert Topic.objects.get(slug="pets").parent == Topic.objects.get(slug="garden")


def test_the_lineage_of_a_topic_is_itself_and_all_above(db: None) -> None:
    ids = dict(Topic.objects.values_list("slug", "pk"))
    assert topics.lineage([ids["losing-somebody"]]) == {ids["losing-somebody"], ids["changes"]}
    assert topics.lineage([ids["changes"]]) == {ids["changes"]}
    assert topics.lineage([ids["rides"], ids["sleep"]]) == {
        ids["rides"],
        ids["everyday-help"],
        ids["sleep"],
        ids["health"],
    }
    assert topics.lineage([]) == frozenset()


def test_the_lineages_of_all_topics_take_one_query(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert len(topics.lineages()) == len(NODES)


def test_the_reach_of_a_topic_is_its_lineage_and_all_below(db: None) -> None:
    ids = dict(Topic.objects.values_list("slug", "pk"))
    below = {ids[node.slug] for node in NODES if node.parent == "changes"}
    assert topics.reach([ids["changes"]]) == {ids["changes"], *below}
    assert topics.reach([ids["military"]]) == {ids["military"], ids["changes"]}


def test_what_is_known_of_topics_is_what_their_table_says_right_now(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def is_true() -> bool:
        rows = Topic.objects.filter(current=True).select_related("parent")
        said = [(row.pk, row.slug, row.label, row.sensitive, row.group) for row in rows]
        known = known_topics.tree().topics
        return [(one.pk, one.slug, one.label, one.sensitive, one.group) for one in known] == said

    assert is_true()
    for name in ("Rides to places", "Rides to all places"):  # twice in one transaction
        Topic.objects.filter(slug="rides").update(name=name, names={"en": name})
        assert is_true()
    with transaction.atomic():
        Topic.objects.create(slug="chess", name="Chess", position=0)
        assert is_true()
        transaction.set_rollback(True)
    assert is_true()
    Topic.objects.filter(slug="rides").update(current=False)
    assert is_true()
    Topic.objects.filter(slug="rides").delete()
    assert is_true()
    with django_assert_num_queries(1):
        known_topics.tree()
