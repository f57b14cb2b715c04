"""Every kind of message there is: its words, where it leads, and how it may reach a member.

The words are read on lock screens and in inboxes that others may see: they never say what a need is about, what
somebody wrote, or who somebody is. To add a kind, add a row to the file of its theme; the tests say what is missing.
"""

from accounts.notifications.kinds.account import ACCOUNT
from accounts.notifications.kinds.belonging import BELONGING
from accounts.notifications.kinds.calling import CALLING
from accounts.notifications.kinds.groups import CHOSEN, USUAL, Group
from accounts.notifications.kinds.helping import HELPING
from accounts.notifications.kinds.kind import Kind, Uncertain
from accounts.notifications.kinds.letters import LETTERS
from accounts.notifications.kinds.looking_back import LOOKING_BACK
from accounts.notifications.kinds.matching import MATCHING, TODAY
from accounts.notifications.kinds.meeting import MEETING
from accounts.notifications.kinds.needing import NEEDING
from accounts.notifications.kinds.privacy import PRIVACY
from accounts.notifications.kinds.talking import TALKING

__all__ = ["ACCOUNT", "CHOSEN", "IN_APP", "KINDS", "USUAL", "Group", "Kind", "Uncertain"]

KINDS: dict[str, Kind] = {
    **ACCOUNT,
    **BELONGING,
    **NEEDING,
    **MATCHING,
    **TODAY,
    **HELPING,
    **TALKING,
    **LOOKING_BACK,
    **MEETING,
    **CALLING,
    **PRIVACY,
    **LETTERS,
}
IN_APP = [name for name, kind in KINDS.items() if not kind.account and not kind.gathers]
