"""What is taken and what is given: the base of every shape, and the fields that they share."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Area
from matching.models import Topic

# What these fields are in JSON: a number is no text, and "yes" is no true.
KINDS: "tuple[tuple[type[serializers.Field[Any, Any, Any, Any]], tuple[type, ...]], ...]" = (
    (serializers.BooleanField, (bool,)),
    (serializers.IntegerField, (int, float)),
    (serializers.CharField, (str,)),
    (serializers.UUIDField, (str,)),
)


def of_its_kind(field: Any, value: Any) -> bool:
    """Whether this is in JSON what the field is; what else may be wrong about it, the field says itself."""
    if isinstance(field, serializers.ListField) and isinstance(value, list):
        return all(of_its_kind(field.child, one) for one in value)
    kinds = next((kinds for kind, kinds in KINDS if isinstance(field, kind)), None)
    return value is None or kinds is None or type(value) in kinds


class Given(serializers.Serializer[Any]):
    """What a caller sends. A name that it does not know is a mistake somewhere, and is said so."""

    in_json = True  # else everything is text, as in an address

    def to_internal_value(self, data: Any) -> Any:
        if self.in_json and isinstance(data, dict):
            self._require_kinds(data)
        taken = super().to_internal_value(data)
        if unknown := sorted(
            set(data) - {name for name, field in self.fields.items() if not field.read_only}
        ):
            raise serializers.ValidationError(
                {name: [serializers.ErrorDetail(_("There is no such field."), "unknown")] for name in unknown}
            )
        return taken

    def _require_kinds(self, data: dict[str, Any]) -> None:
        wrong = {}
        for name, field in self.fields.items():
            if name in data and not of_its_kind(field, data[name]):
                inner = field.child if isinstance(field, serializers.ListField) else field
                said = inner.error_messages["invalid"].format(input=data[name], value=data[name])
                wrong[name] = [serializers.ErrorDetail(said, "invalid")]
        if wrong:
            raise serializers.ValidationError(wrong)


class Asked(Given):
    """What stands in the query of an address. Several shapes may read it; each passes over what is not its own."""

    in_json = False

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value({name: data[name] for name in data if name in self.fields})

    @classmethod
    def read(cls, query: Any) -> dict[str, Any]:
        """What was asked for. Raises a ValidationError as all do."""
        try:
            taken: dict[str, Any] = made(cls).run_validation(query)
        except serializers.ValidationError:  # the one that is made keeps the words of its first refusal
            asked = cls(data=query)
            asked.is_valid(raise_exception=True)
            taken = asked.validated_data
        return taken


class Shown(serializers.Serializer[Any]):
    """What a caller is given: these fields of a thing and no others."""


class Line(Shown):
    """What a list tells of each thing. Nothing in it asks for a `context`, so it is made once and tells all lines."""

    @classmethod
    def told(cls, rows: Iterable[Any]) -> list[Any]:
        tell = made(cls).to_representation
        return [tell(row) for row in rows]


@cache
def made(shape: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    """One of this shape. Making it takes longer than most lists take to be told."""
    return shape()


class Moment(serializers.DateTimeField):
    """ISO 8601 with its zone, always UTC on the way out."""

    def __init__(self, **options: Any) -> None:
        super().__init__(default_timezone=UTC, **options)


def moment(value: datetime | None) -> str | None:
    """How `Moment` is written."""
    return value.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z" if value else None


@extend_schema_field({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"})
class ClockTime(serializers.TimeField):
    """A time of day where its member lives, as `22:00`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%H:%M", input_formats=["%H:%M"], **options)


class Nothing(Given):
    """A body without anything in it."""


class FieldError(Shown):
    field = serializers.CharField(
        help_text="Its path, such as `hours.0.start`; empty where it is about the whole."
    )
    code = serializers.CharField()
    detail = serializers.CharField(help_text="For people, in their language.")


class ProblemShown(Shown):
    """A problem document (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="Stays the same; `problems/` lists all of them.")
    detail = serializers.CharField(help_text="For people, in their language.")
    errors = FieldError(many=True, required=False)  # type: ignore[assignment]


class Topics(serializers.ListField):
    """Slugs of topics, on the way in as the topics themselves: whether they are in use, the domain says.

    Lists give the slugs as they are (`topics.slugs_of`), so that no topic is read for them.
    """

    child = serializers.SlugField(max_length=60)

    def to_internal_value(self, data: Any) -> list[Topic]:
        slugs = list(dict.fromkeys(super().to_internal_value(data)))
        found = {topic.slug: topic for topic in Topic.objects.filter(slug__in=slugs)}
        if missing := [slug for slug in slugs if slug not in found]:
            text = _("There is no topic “%(slug)s”.") % {"slug": missing[0]}
            raise serializers.ValidationError(text, "unknown_topic")
        return [found[slug] for slug in slugs]

    def to_representation(self, data: Any) -> list[str]:
        return data if isinstance(data, list) else [topic.slug for topic in data.all()]


class Place(serializers.CharField):
    """A part of the map by its name, as the community has it; `context["community"]` says which."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=80, **options)

    def to_internal_value(self, data: Any) -> Area:  # type: ignore[override]
        name = super().to_internal_value(data)
        found: Area | None = self.context["community"].areas.filter(name__iexact=name).first()
        if found is None:
            raise serializers.ValidationError(_("This community has no such area."), "unknown_area")
        return found

    def to_representation(self, value: Area) -> str:  # type: ignore[override]
        return value.name
