"""What a program may do for somebody: each scope with the sentence that they read before they give it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    ME_READ = "me:read", _("See your account, hours, communities and notifications")
    ME_WRITE = (
        "me:write",
        _("Change your account, hours and how you are told, join communities and leave them"),
    )
    MATCHING_READ = "matching:read", _("See your requests, your offers and your matches")
    MATCHING_WRITE = "matching:write", _("Ask, offer and answer for you")
    TALK_READ = "talk:read", _("Read your conversations and meetings")
    TALK_WRITE = "talk:write", _("Write messages and plan meetings for you")
    JOURNAL_READ = "journal:read", _("Read your journal, which nobody else reads")
    JOURNAL_WRITE = "journal:write", _("Write in your journal and take pages out")
    SAFETY_READ = "safety:read", _("See whom you blocked or never want to meet, and what you reported")
    SAFETY_WRITE = "safety:write", _("Block and report for you, and take a block back")
    DATA = "data", _("Have a copy of all that is kept about you, and ask for it to be erased")
    MODERATE_READ = "moderate:read", _("See what you see as a moderator")
    MODERATE_WRITE = "moderate:write", _("Decide what you decide as a moderator")
    PROXY = "proxy", _("Ask for people who have no device, with their consent")


# What an intake desk may do in the name of somebody without a device. Their journal is theirs alone.
FOR_OTHERS = (
    Scope.ME_READ,
    Scope.ME_WRITE,
    Scope.MATCHING_READ,
    Scope.MATCHING_WRITE,
    Scope.TALK_READ,
    Scope.TALK_WRITE,
    Scope.SAFETY_READ,
    Scope.SAFETY_WRITE,
)
# Of moderators alone, and only after their second step.
MODERATING = (Scope.MODERATE_READ, Scope.MODERATE_WRITE)
