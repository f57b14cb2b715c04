"""What a moderator reads in place of a fellow moderator's name and words."""

from django.utils.translation import gettext as _

from matching.models import Need
from support.policies import Remit


def seeker_name(remit: Remit, need: Need, names: dict[int, str]) -> str:
    """Who asks; a fellow moderator stays unnamed."""
    return names.get(need.member_id, "") if remit.reads_headline(need) else _("A moderator")


def headline(remit: Remit, need: Need) -> str:
    """The line that helpers are shown; a fellow moderator's need stays closed."""
    return need.headline if remit.reads_headline(need) else _("A moderator's own request")
