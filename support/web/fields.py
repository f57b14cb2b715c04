"""Fields that several forms share: topics to tap, ways to talk, a coarse area."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import Area, Community
from matching import known_topics, topics
from matching.known_topics import Tree
from matching.models import Format, Topic
from matching.postings import area_missing
from support.web.forms import Chips


class TopicTree(ModelChoiceIterator):  # type: ignore[type-arg]
    """Topics under the names of their groups; the group itself comes last, as everything else that belongs to it."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        field: TopicsField = self.field  # type: ignore[assignment]
        tree = known_topics.tree()
        known = {node.slug for node in tree.topics if node.slug not in field.off}
        likely = {topic.slug: topic.label for topic in field.likely() if topic.slug in known}
        yield from likely.items()
        for group, choices in _groups(tree, field.off, str(field.whole), get_language()):
            yield group, [choice for choice in choices if choice[0] not in likely] if likely else choices


@lru_cache(maxsize=64)  # the same for everybody in a community and a language, until a topic changes
def _groups(
    tree: Tree, off: frozenset[str], whole: str, _language: str | None
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each group with what may be chosen of it."""
    nodes = [node for node in tree.topics if node.slug not in off]
    under: dict[int | None, list[tuple[str, str]]] = defaultdict(list)
    for node in nodes:
        under[node.parent_id].append((node.slug, node.label))
    groups = [node for node in nodes if node.parent_id is None]
    return [(group.label, [*under[group.pk], (group.slug, whole)]) for group in groups]


class TopicsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Topics of the tree, chosen by tapping. `whole` names the choice that stands for a whole group.

    `likely` finds those that stand before the tree, once the page is made: what somebody's own words suggest.
    """

    iterator = TopicTree
    likely: Callable[[], list[Topic]] = list
    off: frozenset[str] = frozenset()  # the slugs of those that nobody may choose here

    def __init__(self, *, whole: Any, at_most: int = 0, **options: Any) -> None:
        self.whole, self.at_most = whole, at_most
        every = Topic.objects.filter(current=True)
        super().__init__(every, to_field_name="slug", widget=Chips, **options)

    def use_in(self, community: Community, *, kept: Iterable[str]) -> None:
        """Offers what is in use there, and what was chosen before."""
        kept = list(kept)
        self.off = topics.switched_off(community, kept=kept)
        self.queryset = topics.in_use(community, kept=kept)

    def clean(self, value: Any) -> QuerySet[Topic]:
        chosen: QuerySet[Topic] = super().clean(value)
        if self.at_most and len(chosen) > self.at_most:
            raise ValidationError(
                _("Please choose three at most: those that matter most now."), code="too_many"
            )
        return chosen


def formats_field(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=Format.choices,
        widget=Chips,
        error_messages={"required": gettext_lazy("Choose at least one way.")},
    )


def area_field() -> "forms.ModelChoiceField[Area]":
    return forms.ModelChoiceField(
        Area.objects.none(),
        label=gettext_lazy("If you meet in person: where, roughly?"),
        help_text=gettext_lazy("Never an address. For a first meeting, a public place is best."),
        required=False,
        empty_label=gettext_lazy("No area"),
    )


def fit_to_place(form: forms.Form, community: Community) -> None:
    """Where people do not meet in person, the form does not mention it."""
    if community.in_person:
        form.fields["area"].queryset = community.areas.order_by("name")  # type: ignore[attr-defined]
        return
    del form.fields["area"]
    remote = [choice for choice in Format.choices if choice[0] != Format.IN_PERSON]
    form.fields["formats"].choices = remote  # type: ignore[attr-defined]


def ask_for_area(form: forms.Form) -> None:
    """Meeting in person needs an area to meet in."""
    chosen = form.cleaned_data
    if missing := area_missing(chosen.get("formats", ()), chosen.get("area")):
        form.add_error("area", missing)
