"""Every grade has its reasons and first words, and the documented list is the list."""

from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import Member
from support.models import (
    Grade,
)
from support.moderation import documented, measures, reasons, wording
from tests.support.measures.conftest import Decide

pytestmark = pytest.mark.django_db


def test_every_grade_has_reasons_and_words_in_the_members_language(omar: Member) -> None:
    for grade in Grade:
        for reason in reasons.of_grade(grade):
            words = wording.first_words(omar, grade, reason.code)
            assert bool(words) == (grade != Grade.NOTHING), (grade, reason.code)
    assert all(reasons.of_grade(grade) for grade in Grade)


def test_a_reason_stands_only_for_its_grades(decide: Decide) -> None:
    for grade, reason in ((Grade.SUSPEND, "looked_into"), (Grade.WARN, "no_breach"), (Grade.WARN, "mood")):
        with pytest.raises(measures.CannotStand):
            decide(grade, reason=reason)


def test_the_documented_list_is_the_list() -> None:
    page = (Path(settings.BASE_DIR) / "docs" / "deciding.md").read_text()
    assert documented.renewed(page) == page, "run ./manage.py table_of_reasons"
