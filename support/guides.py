"""The short guides for helpers: what pages and programs show before somebody says that they have read it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.guides import Guide


@dataclass(frozen=True, slots=True)
class Point:
    """`crisis`: the way to crisis help stands beside it."""

    words: Any
    crisis: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    guide: Guide
    title: Any
    lede: Any
    points: tuple[Point, ...]


LISTENING = Text(
    Guide.LISTENING,
    _("Listening well, in one minute"),
    _("You need no training to be there for somebody. A few habits make it easier, for both of you."),
    (
        Point(_("Listen longer than feels natural. Most people find their own way while they talk.")),
        Point(_("Ask before you give advice: “Would you like an idea, or would you like me to listen?”")),
        Point(_("You do not have to fix it. “That sounds hard. I am here.” is often enough.")),
        Point(_("What you hear stays with you.")),
        Point(
            _(
                "Stay here with your talk until you know each other. Nobody should have to give a number or an"
                " address."
            )
        ),
        Point(_("Your limits count too. You may say no, take a break or end it, without a reason.")),
        Point(
            _(
                "If somebody speaks of dying or of hurting somebody, do not carry it alone: show them the crisis"
                " page, and tell a moderator."
            ),
            crisis=True,
        ),
    ),
)
SENSITIVE = Text(
    Guide.SENSITIVE,
    _("When it is about something heavy"),
    _("Grief, violence, illness, thoughts of dying: people need the same as always, only more gently."),
    (
        Point(
            _("Go at their pace. Do not ask for details that they do not offer; they may stop at any point.")
        ),
        Point(_("Believe them. It is not for you to find out what happened, or who was right.")),
        Point(
            _(
                "Leave decisions with them. To go or stay, to tell somebody or not: you can think along, never"
                " push."
            )
        ),
        Point(
            _("Promise only what you can keep. You are there at the times that you agreed on, not always.")
        ),
        Point(
            _(
                "Do not promise secrecy about danger. If a life is at risk, show them the crisis page and tell a"
                " moderator."
            ),
            crisis=True,
        ),
        Point(
            _("You are no counsellor, and need not be one. It is good to say: this is more than I can carry.")
        ),
        Point(_("Look after yourself afterwards. The moderators are there for you, too.")),
    ),
)
GUIDES = {"listening": LISTENING, "sensitive": SENSITIVE}
