"""What the community says of itself, and in which topics and places it is at home."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from accounts.areas import LONGEST as LONGEST_NAME
from accounts.areas import MOST
from accounts.languages import pages_in
from accounts.said import TEXTS
from support.api.moderation.desk import deciding, looking
from support.api.moderation.settings.section import COMMON, SettingsGiven, SettingsSection, SettingsShown
from support.api.shapes import Given
from support.api.view import MemberRequest
from support.moderation.settings.place import PLACE
from support.moderation.settings.texts import LONGEST, TEXTS_PART
from support.moderation.settings.topics import TOPICS, used

SAID = {"about": "Neighbours for neighbours.", "welcome": "", "rules": ""}
IN_LANGUAGES: dict[str, Any] = {language: dict.fromkeys(TEXTS, "") for language in pages_in()}
TEXTS_SHOWN: dict[str, Any] = (
    COMMON | {"name": "Riverside", "run_by": "The library"} | SAID | {"in_languages": IN_LANGUAGES}
)
PLACE_GIVEN: dict[str, Any] = {
    "languages": ["en", "pt"],
    "country": "PT",
    "in_person": True,
    "areas": [{"name": "Harbour", "beside": ["Old town"]}, {"name": "Old town", "beside": ["Harbour"]}],
}
PLACE_SHOWN: dict[str, Any] = COMMON | PLACE_GIVEN
TOPICS_SHOWN: dict[str, Any] = COMMON | {"in_use": ["losing-somebody"]}


def _long_text(text: str) -> serializers.CharField:
    return serializers.CharField(max_length=LONGEST[text], allow_blank=True)


class TextsInOneLanguageGiven(SettingsGiven):
    """The same texts for readers of one language; empty where nobody wrote them."""

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = {text: _long_text(text) for text in TEXTS}
        for field in fields.values():
            field.required = False
        return fields


class TextsInLanguagesGiven(Given):
    def get_fields(self) -> dict[str, Any]:
        return {language: TextsInOneLanguageGiven(required=False) for language in pages_in()}


class SettingsTextsGiven(SettingsGiven):
    name = serializers.CharField(max_length=80)
    run_by = serializers.CharField(
        max_length=200, allow_blank=True, help_text="So that people know whom they trust."
    )
    about, welcome, rules = (_long_text(text) for text in TEXTS)
    in_languages = TextsInLanguagesGiven(help_text="What is not named stays as it is.")


class SettingsTextsShown(SettingsShown, SettingsTextsGiven):
    pass


class TextsSettings(SettingsSection):
    part = TEXTS_PART
    called = {
        f"{text}_{language}": f"in_languages.{language}.{text}" for language in pages_in() for text in TEXTS
    }

    @looking(gives=SettingsTextsShown, example=(None, TEXTS_SHOWN))
    def get(self, request: MemberRequest, community: str) -> Response:
        """What the community says of itself."""
        return self.shown(SettingsTextsShown)

    @deciding(takes=SettingsTextsGiven, gives=SettingsTextsShown, example=(SAID, TEXTS_SHOWN))
    def patch(self, request: MemberRequest, community: str) -> Response:
        """Change what the community says of itself."""
        return self.changed(request, SettingsTextsGiven, SettingsTextsShown)

    def outside(self, values: dict[str, Any]) -> dict[str, Any]:
        said = {language: {text: values[f"{text}_{language}"] for text in TEXTS} for language in pages_in()}
        return values | {"in_languages": said}

    def inside(self, given: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
        said = {
            f"{text}_{language}": words
            for language, texts in given.pop("in_languages", {}).items()
            for text, words in texts.items()
        }
        return before | given | said


class AreaGiven(Given):
    name = serializers.CharField(max_length=LONGEST_NAME)
    beside = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_NAME),
        max_length=MOST,
        help_text="Whoever is in neighbouring areas may be brought together.",
    )


class SettingsPlaceGiven(SettingsGiven):
    languages = serializers.ListField(
        child=serializers.CharField(max_length=16), min_length=1, max_length=200
    )
    country = serializers.CharField(
        max_length=2, allow_blank=True, help_text="Two letters. Its crisis lines are shown to most people."
    )
    in_person = serializers.BooleanField()
    areas = serializers.ListField(
        child=AreaGiven(), max_length=MOST, help_text="A coarse map, whole: nobody should be found by it."
    )


class SettingsPlaceShown(SettingsShown, SettingsPlaceGiven):
    pass


class PlaceSettings(SettingsSection):
    part = PLACE

    @looking(gives=SettingsPlaceShown, example=(None, PLACE_SHOWN))
    def get(self, request: MemberRequest, community: str) -> Response:
        """What is spoken, in which country, and whether people meet in person."""
        return self.shown(SettingsPlaceShown)

    @deciding(takes=SettingsPlaceGiven, gives=SettingsPlaceShown, example=(PLACE_GIVEN, PLACE_SHOWN))
    def patch(self, request: MemberRequest, community: str) -> Response:
        """Change languages, country and map. An area where somebody looks or helps just now stays on it."""
        return self.changed(request, SettingsPlaceGiven, SettingsPlaceShown)

    def outside(self, values: dict[str, Any]) -> dict[str, Any]:
        return values | {"areas": [{"name": name, "beside": beside} for name, beside in values["areas"]]}

    def inside(self, given: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
        if "areas" in given:
            given["areas"] = [(area["name"], area["beside"]) for area in given["areas"]]
        return before | given


class SettingsTopicsGiven(SettingsGiven):
    in_use = serializers.ListField(
        child=serializers.SlugField(max_length=60), max_length=1000, help_text="Slugs of topics, all of them."
    )

    def validate_in_use(self, slugs: list[str]) -> list[str]:
        known = set(used(()))
        if missing := [slug for slug in slugs if slug not in known]:
            text = _("There is no topic “%(slug)s”.") % {"slug": missing[0]}
            raise serializers.ValidationError(text, "unknown_topic")
        return slugs


class SettingsTopicsShown(SettingsShown, SettingsTopicsGiven):
    pass


class TopicsSettings(SettingsSection):
    part = TOPICS
    called = {"topics_off": "in_use"}

    @looking(gives=SettingsTopicsShown, example=(None, TOPICS_SHOWN))
    def get(self, request: MemberRequest, community: str) -> Response:
        """What people may ask and offer about."""
        return self.shown(SettingsTopicsShown)

    @deciding(
        takes=SettingsTopicsGiven,
        gives=SettingsTopicsShown,
        example=({"in_use": ["losing-somebody"]}, TOPICS_SHOWN),
    )
    def patch(self, request: MemberRequest, community: str) -> Response:
        """Change what people may ask and offer about. What is there already stays."""
        return self.changed(request, SettingsTopicsGiven, SettingsTopicsShown)

    def outside(self, values: dict[str, Any]) -> dict[str, Any]:
        return {"in_use": used(values["topics_off"])}

    def inside(self, given: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
        return {"topics_off": used(given["in_use"])} if "in_use" in given else before
