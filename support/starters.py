"""Gentle words to begin with, and to part with: to be taken, changed, or left. Nothing is sent by itself."""

from django.utils.translation import pgettext_lazy

HELPER_BEGINS = (
    pgettext_lazy("a first message", "Hello. I have read what you wrote, and I am glad you asked."),
    pgettext_lazy("a first message", "Hello. We can take this slowly. How has today been for you?"),
    pgettext_lazy(
        "a first message", "Hello. What would help you most: somebody to listen, or somebody to think with?"
    ),
)
SEEKER_BEGINS = (
    pgettext_lazy("a first message", "Hello. Thank you for saying yes. I am not sure how to begin."),
    pgettext_lazy("a first message", "Hello. I would like to tell you a little about how things are."),
    pgettext_lazy("a first message", "Hello. Could you tell me first what helped you, back then?"),
)
PARTINGS = (
    pgettext_lazy("a last message", "Thank you for your time. I would like to stop here. I wish you well."),
    pgettext_lazy(
        "a last message", "I have less strength than I thought, so I will stop here. It is not about you."
    ),
    pgettext_lazy(
        "a last message", "I think somebody else can help you better. I hope you find each other soon."
    ),
)
SEEKER_PARTS, HELPER_PARTS = PARTINGS[:2], PARTINGS


def beginnings(side: str) -> list[str]:
    """First sentences for the "seeker" or the "helper"."""
    return [str(words) for words in (HELPER_BEGINS if side == "helper" else SEEKER_BEGINS)]


def partings(side: str) -> list[str]:
    """Last sentences for either side."""
    return [str(words) for words in (HELPER_PARTS if side == "helper" else SEEKER_PARTS)]
