"""The sections of the settings: what each is called, and what one finds there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Told(NamedTuple):
    key: str
    title: StrOrPromise
    does: StrOrPromise


SECTIONS = (
    Told("texts", _("Name and texts"), _("What people read before and after they join.")),
    Told(
        "place",
        _("Languages and places"),
        _("What is spoken, in which country, and whether people meet in person."),
    ),
    Told("look", _("Look"), _("A colour, and a logo.")),
    Told("topics", _("Topics"), _("What people may ask and offer about.")),
    Told("joining", _("Who may join"), _("Open, by request or by invitation.")),
    Told("review", _("What moderators read first"), _("First requests, first messages, every proposal.")),
    Told("keeping", _("How long words are kept"), _("Messages of conversations that have ended.")),
    Told(
        "hours",
        _("Hours and answers"),
        _("When moderators are there, how soon they look, and who is told of danger in between."),
    ),
    Told(
        "helpers",
        _("Helpers and sensitive topics"),
        _("Whom a moderator admits first, and what is asked of them."),
    ),
    Told(
        "lines", _("Crisis lines"), _("Whom people can call at once, and when somebody checked each number.")
    ),
    Told("calls", _("Where calls happen"), _("The site that planned meetings lead to.")),
    Told(
        "weights", _("What counts in the search"), _("How much each reason weighs when people are matched.")
    ),
    Told("roles", _("Moderators and owners"), _("Who looks after the community.")),
    Told("invitations", _("Invitations"), _("Links that let people join.")),
)
