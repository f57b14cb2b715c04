"""What a part of the settings can do: be read, be put, and say which of its values are figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from accounts.models import Community


class Part(Protocol):
    """Some settings that are changed together. `figures` are those whose values the log may keep: no words."""

    @property
    def name(self) -> str: ...

    @property
    def figures(self) -> frozenset[str]: ...

    def read(self, community: Community) -> dict[str, object]:
        """Each setting by its name, as plain values."""
        ...

    def put(self, community: Community, values: Mapping[str, object], *, now: datetime) -> None:
        """Makes it so; the community's row is held. Raises ValidationError beside what cannot stand."""
        ...


@dataclass(frozen=True)
class Columns:
    """A part that is nothing but columns of the community."""

    name: str
    columns: tuple[str, ...]
    words: frozenset[str] = frozenset()

    @property
    def figures(self) -> frozenset[str]:
        return frozenset(self.columns) - self.words

    def read(self, community: Community) -> dict[str, object]:
        return {name: getattr(community, name) for name in self.columns}

    def put(self, community: Community, values: Mapping[str, object], *, now: datetime) -> None:
        for name in self.columns:
            setattr(community, name, values[name])
        others = {field.name for field in Community._meta.fields} - set(self.columns)
        community.clean_fields(exclude=others)
        community.save(update_fields=self.columns)
