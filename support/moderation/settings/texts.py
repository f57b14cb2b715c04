"""What the community says of itself: once for everybody, and in other languages where somebody wrote it there."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from accounts.languages import pages_in
from accounts.models import Community
from accounts.said import TEXTS
from support.moderation.settings.part import Columns

FIRST = ("name", "run_by", *TEXTS)
LONGEST = {"about": 2000, "welcome": 2000, "rules": 4000}


class Texts:
    """The log keeps which texts changed, and none of them."""

    name = "texts"
    figures: frozenset[str] = frozenset()

    def read(self, community: Community) -> dict[str, object]:
        first = Columns("texts", FIRST).read(community)
        return first | {
            f"{text}_{language}": community.said_in.get(language, {}).get(text, "")
            for language in pages_in()
            for text in TEXTS
        }

    def put(self, community: Community, values: Mapping[str, object], *, now: datetime) -> None:
        _not_too_long(values)
        said = dict(community.said_in)
        for language in pages_in():
            theirs = {text: str(values[f"{text}_{language}"]).strip() for text in TEXTS}
            said[language] = {text: words for text, words in theirs.items() if words}
        community.said_in = {language: texts for language, texts in said.items() if texts}
        Columns("texts", FIRST).put(community, values, now=now)
        community.save(update_fields=["said_in"])


def _not_too_long(values: Mapping[str, object]) -> None:
    errors = {}
    for text in TEXTS:
        for name in (text, *(f"{text}_{language}" for language in pages_in())):
            try:
                MaxLengthValidator(LONGEST[text])(str(values[name]))
            except ValidationError as refusal:
                errors[name] = refusal
    if errors:
        raise ValidationError(errors)


TEXTS_PART = Texts()
