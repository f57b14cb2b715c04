"""What every community keeps to, in words for its page."""

from django.utils.translation import gettext_lazy as _

PRIVATE = (
    _("You go by a name that you choose."),
    _("Who is asked sees one line from you, and no name."),
    _("Your full words are read only by the person you are connected with."),
    _("Nobody is told when somebody says no."),
    _("In another community nobody can tell that you are in this one."),
)
