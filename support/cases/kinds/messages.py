"""First messages that are held until a moderator has read them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from support.cases.kind import CaseKind, Severity, page_of

MESSAGE = CaseKind(
    name="message",
    severity=Severity.ORDINARY,
    title=gettext_lazy("Message"),
    rows=lambda remit, now: remit.held_messages(),
    since="held_at",
    sentence=lambda remit, message: _("A first message to read"),
    href=lambda remit, message: f"{page_of(remit, 'messages')}#from-{message.uid}",
    people=("author",),
)
