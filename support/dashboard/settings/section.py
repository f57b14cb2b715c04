"""A section of the settings: what it is called, what it does, and the form or the page behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Community
from support.moderation.settings import ChangedMeanwhile, Part, mark_of

if TYPE_CHECKING:
    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict
    from django_stubs_ext import StrOrPromise


class SectionForm(forms.Form):
    """The form of one section: a field for each setting of its part, under the same name.

    Everybody who moderates sees what it is; for those who may not change it, the fields only show.
    """

    part: ClassVar[Part]
    template: ClassVar[str] = "settings/section.html"
    kept: ClassVar[StrOrPromise] = ""  # what is said once it is kept, where there is more to say than that

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        community: Community,
        mine: bool,
    ) -> None:
        self.community = community
        self.before = self.part.read(community)
        initial = self.shown(self.before) | {"seen": mark_of(self.before)}
        super().__init__(data, files, initial=initial)
        for field in self.fields.values():
            field.disabled = field.disabled or not mine

    def shown(self, values: dict[str, Any]) -> dict[str, Any]:
        """The settings as the fields show them."""
        return values

    def values(self) -> dict[str, Any]:
        """What was typed, as the part takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def refuse(self, refusal: ValidationError) -> None:
        """Says beside each field, or above them all, why it was not kept."""
        named = hasattr(refusal, "error_dict") and refusal.error_dict.keys() <= self.fields.keys()
        self.add_error(None, refusal if named else ValidationError(refusal.messages))
        if isinstance(refusal, ChangedMeanwhile):
            # What is typed stays; whoever keeps it again has seen what it is now.
            typed = cast("QueryDict", self.data).copy()
            typed["seen"] = mark_of(self.part.read(Community.objects.get(pk=self.community.pk)))
            self.data = typed


@dataclass(frozen=True)
class Section:
    """A line of the settings. `behind` is its form, or the name of a page that existed before there were settings."""

    key: str
    title: StrOrPromise
    does: StrOrPromise
    behind: type[SectionForm] | str

    @property
    def route(self) -> str:
        return self.behind if isinstance(self.behind, str) else ""

    @property
    def form(self) -> type[SectionForm] | None:
        return None if isinstance(self.behind, str) else self.behind
