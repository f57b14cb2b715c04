"""The style page shows every part there is, where people work on the place, and is nothing where they live."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from support.templatetags import once

PARTS = Path(__file__).resolve().parents[3] / "support/templates/parts"
# Of those who are signed in, and what other parts are made of.
ELSEWHERE = {"menu.html"}


@pytest.fixture
def page(client: Client, db: None, settings: Settings) -> set[str]:
    """The names of all templates that the page is made of."""
    settings.DEMO = True
    once.forget()
    return {str(template.name) for template in client.get(reverse("style")).templates}


def test_every_part_is_shown(page: set[str]) -> None:
    there = {str(path.relative_to(PARTS)) for kind in ("html", "svg") for path in PARTS.rglob(f"*.{kind}")}
    shown = {name.removeprefix("parts/") for name in page}
    assert there - shown == ELSEWHERE


def test_it_does_not_exist_where_people_live(client: Client, db: None, settings: Settings) -> None:
    settings.DEMO = settings.DEBUG = False
    assert client.get(reverse("style")).status_code == 404
