"""What one kind of message is: its words, where it leads, and how it may reach a member."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

MATCH = {"uid": "match"}
NEED = {"uid": "need"}
OFFER = {"uid": "offer"}
COMMUNITY = {"community": "community"}


@dataclass(frozen=True)
class Kind:
    """One kind of message. Its link is made from `route`, the name of a page, and `args`, taken from `refers_to`."""

    subject: str | Promise
    title: str | Promise
    sentence: str | Promise
    action: str | Promise
    route: str
    args: Mapping[str, str] = field(default_factory=dict)
    # About the account itself: mailed at any hour, and also to those who otherwise want no mail. Not shown in the app.
    account: bool = False
    email: bool = True
    # Its secret is a code to be read in the letter, not a page to be opened.
    code: bool = False
    # May reach people in their quiet hours who have said that urgent requests may.
    urgent: bool = False
