"""What one kind of message is: its words, where it leads, and how it may reach a member."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from django.utils.functional import Promise

from accounts.models import Channel
from accounts.notifications.kinds.groups import Group

MATCH = {"uid": "match"}
NEED = {"uid": "need"}
OFFER = {"uid": "offer"}
COMMUNITY = {"community": "community"}


class Uncertain(StrEnum):
    """The line broke after the message may have been handed over, or we died then: what is worse, twice or never?"""

    REPEATED = "repeated"  # under the same name (Message-ID, topic), so that most programs show it once
    PARKED = "parked"  # given up, and shown to operators: it waits in the app all the same


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of message. Its link is made from `route`, the name of a page, and `args`, taken from `refers_to`.

    `group` is what its member chooses about. `who` and `when` are for docs/operating.md: to whom it goes, and what
    causes it, in a few plain English words.
    """

    subject: str | Promise
    title: str | Promise
    sentence: str | Promise
    action: str | Promise
    route: str
    args: Mapping[str, str] = field(default_factory=dict)
    group: Group
    who: str
    when: str
    # How it may leave the app at all; which of these are on at first, `groups.USUAL` says.
    email: bool = True
    push: bool = True
    # May reach people in their quiet hours who have said that urgent requests may. Goes first, and waits for no digest.
    urgent: bool = False
    # For whoever is on call: by every way that reaches them, at any hour, whatever else they have chosen.
    on_call: bool = False
    uncertain: Uncertain = Uncertain.REPEATED
    # Several unread ones about the same thing are one letter a day.
    folds: bool = False
    # Tells of several others at once, and is itself not shown in the app.
    gathers: bool = False
    # Its secret is a code to be read in the letter, not a page to be opened.
    code: bool = False

    @cached_property
    def account(self) -> bool:
        """About the account itself: mailed at any hour, also to whoever wants no mail else; not shown in the app."""
        return self.group is Group.ACCOUNT

    @cached_property
    def channels(self) -> frozenset[Channel]:
        """The ways that are open to it, beside being in the app."""
        allowed = {Channel.EMAIL: self.email, Channel.PUSH: self.push and not self.account}
        return frozenset(channel for channel, open_to_it in allowed.items() if open_to_it)

    @cached_property
    def first(self) -> bool:
        """Whether it goes before all others when many wait."""
        return self.urgent or self.account or self.on_call
