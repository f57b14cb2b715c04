"""The topics that people may ask and offer about here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.models import Topic
from support.chips import Chips
from support.dashboard.settings.section import SectionForm
from support.moderation.settings.topics import TOPICS, used


class TopicsForm(SectionForm):
    """People tick what is in use; kept is what is not."""

    part = TOPICS
    kept = _("Kept. Requests and offers that are there already stay as they are.")

    in_use = forms.MultipleChoiceField(
        label=_("What may people ask and offer about here?"),
        help_text=_(
            "What you take out is no longer suggested, asked or offered. Requests and offers that are there already "
            "stay, and are still brought together. A topic that comes later is in use until you take it out."
        ),
        widget=Chips,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["in_use"].choices = self._tree()  # type: ignore[attr-defined]

    def shown(self, values: dict[str, Any]) -> dict[str, Any]:
        return {"in_use": used(values["topics_off"])}

    def values(self) -> dict[str, Any]:
        return {"topics_off": used(self.cleaned_data["in_use"])}

    def _tree(self) -> list[tuple[Any, Any]]:
        """Each group with what is in it; the group's own place stands for all else that belongs to it."""
        topics = list(Topic.objects.filter(current=True))
        groups = [topic for topic in topics if topic.parent_id is None]
        return [
            (
                group.label,
                [
                    *((topic.slug, topic.label) for topic in topics if topic.parent_id == group.pk),
                    (group.slug, _("Anything else about this")),
                ],
            )
            for group in groups
        ]
