"""What members are told is kept is what is kept: every field of every model stands in the one table."""

from collections import Counter

from django.apps import apps
from django.db.models import Model

from accounts.models import Member
from support.privacy import kept

OURS = ("accounts", "matching", "support", "account", "mfa")


def models() -> list[type[Model]]:
    return [model for app in OURS for model in apps.get_app_config(app).get_models()]


def stated() -> Counter[str]:
    """Every field that the table names, and the technical ones."""
    named = [thing.holds for chapter in kept.CHAPTERS for thing in chapter.kept]
    return Counter(
        f"{model}.{field}"
        for holds in (*named, kept.TECHNICAL)
        for model, fields in holds.items()
        for field in fields.split()
    )


def held() -> set[str]:
    return {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in models()
        for field in (*model._meta.fields, *model._meta.many_to_many)
    }


def test_every_field_is_named_in_the_table_or_said_to_be_technical() -> None:
    assert held() - set(stated()) == set()


def test_nothing_is_named_that_is_not_kept_and_nothing_twice() -> None:
    assert set(stated()) - held() == set()
    assert [name for name, times in stated().items() if times > 1] == []


def test_django_keeps_nothing_of_its_own_about_people() -> None:
    """Tables of other apps that could hold somebody: the sessions of Django's own are not used."""
    others = {app.label for app in apps.get_app_configs() if list(app.get_models())} - set(OURS)
    assert others == {"auth", "contenttypes", "sessions"}


def test_a_member_reads_how_many_there_are_of_each(maya: Member) -> None:
    counted = kept.counted(maya)
    assert [chapter for chapter, _things in counted] == list(kept.CHAPTERS)
    hours = {str(thing.what): many for _chapter, things in counted for thing, many in things}
    assert hours["Your languages, your clock and your hours"] == 7
    assert hours["Backups"] is None
