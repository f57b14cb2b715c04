"""Coming in for the first time: four short steps, and how far along somebody is.

Who came without choosing a community has no name to choose, and so one step less.
"""

from typing import TypedDict

from accounts.models import Member

STEPS = ("name", "account", "clock", "hours")
LATER = "asked_later"  # the session's key: language and clock were put off until the next sign-in


class Progress(TypedDict):
    """What `parts/steps.html` shows."""

    step: int
    of: int


def progress(at: str, *, named: bool) -> Progress:
    """How far along the step `at` is, for somebody who chose a name before making an account, or who did not."""
    steps = STEPS if named else STEPS[1:]
    return {"step": steps.index(at) + 1, "of": len(steps)}


def progress_of(member: Member, at: str) -> Progress:
    """The same for a member, who chose a name if they belong, or asked to belong, anywhere."""
    return progress(at, named=member.memberships.exists())
