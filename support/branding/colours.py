"""The colours that a community may choose: each keeps its contrast in both themes, as a test computes from the sheet.

Their values stand in `static/css/colours.css`; a colour of one's own choice could not promise that it can be read.
"""

from django.utils.translation import gettext_lazy as _

COLOURS = {
    "": _("Leaf, as everywhere"),
    "sea": _("Sea"),
    "dusk": _("Dusk"),
    "plum": _("Plum"),
    "rose": _("Rose"),
    "moss": _("Moss"),
}
