"""The settings of a community: a page a section, one domain call each.

A new section is a module with a form and its line in `BEHIND`; one with a page of its own names its route.
"""

from support.dashboard.settings.helpers import HelpersForm
from support.dashboard.settings.hours import HoursForm
from support.dashboard.settings.joining import JoiningForm, ReviewForm
from support.dashboard.settings.keeping import KeepingForm
from support.dashboard.settings.look import LookForm
from support.dashboard.settings.place import PlaceForm
from support.dashboard.settings.section import Section, SectionForm
from support.dashboard.settings.texts import TextsForm
from support.dashboard.settings.topics import TopicsForm
from support.moderation.settings import sections

BEHIND: dict[str, type[SectionForm] | str] = {
    "texts": TextsForm,
    "place": PlaceForm,
    "look": LookForm,
    "topics": TopicsForm,
    "joining": JoiningForm,
    "review": ReviewForm,
    "keeping": KeepingForm,
    "hours": HoursForm,
    "helpers": HelpersForm,
    "lines": "dashboard_lines",
    "calls": "dashboard_calls",
    "weights": "dashboard_weights",
    "roles": "dashboard_roles",
    "invitations": "dashboard_invitations",
}
SECTIONS = tuple(Section(*told, BEHIND[told.key]) for told in sections.SECTIONS)
