"""The settings of a community: a page a section, one domain call each.

A new section is a module with a form and its line in `SECTIONS`; one with a page of its own names its route.
"""

from django.utils.translation import gettext_lazy as _

from support.dashboard.settings.helpers import HelpersForm
from support.dashboard.settings.hours import HoursForm
from support.dashboard.settings.joining import JoiningForm, ReviewForm
from support.dashboard.settings.keeping import KeepingForm
from support.dashboard.settings.look import LookForm
from support.dashboard.settings.place import PlaceForm
from support.dashboard.settings.section import Section
from support.dashboard.settings.texts import TextsForm
from support.dashboard.settings.topics import TopicsForm

SECTIONS = (
    Section("texts", _("Name and texts"), _("What people read before and after they join."), TextsForm),
    Section(
        "place",
        _("Languages and places"),
        _("What is spoken, in which country, and whether people meet in person."),
        PlaceForm,
    ),
    Section("look", _("Look"), _("A colour, and a logo."), LookForm),
    Section("topics", _("Topics"), _("What people may ask and offer about."), TopicsForm),
    Section("joining", _("Who may join"), _("Open, by request or by invitation."), JoiningForm),
    Section(
        "review",
        _("What moderators read first"),
        _("First requests, first messages, every proposal."),
        ReviewForm,
    ),
    Section(
        "keeping",
        _("How long words are kept"),
        _("Messages of conversations that have ended."),
        KeepingForm,
    ),
    Section(
        "hours",
        _("Hours and answers"),
        _("When moderators are there, how soon they look, and who is told of danger in between."),
        HoursForm,
    ),
    Section(
        "helpers",
        _("Helpers and sensitive topics"),
        _("Whom a moderator admits first, and what is asked of them."),
        HelpersForm,
    ),
    Section(
        "lines",
        _("Crisis lines"),
        _("Whom people can call at once, and when somebody checked each number."),
        "dashboard_lines",
    ),
    Section(
        "calls", _("Where calls happen"), _("The site that planned meetings lead to."), "dashboard_calls"
    ),
    Section(
        "weights",
        _("What counts in the search"),
        _("How much each reason weighs when people are matched."),
        "dashboard_weights",
    ),
    Section("roles", _("Moderators and owners"), _("Who looks after the community."), "dashboard_roles"),
    Section(
        "invitations",
        _("Invitations"),
        _("Links that let people join."),
        "dashboard_invitations",
    ),
)
