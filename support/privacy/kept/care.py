"""What keeps people safe."""

from django.utils.translation import gettext_lazy as _

from support.privacy.kept.chapter import Chapter, Kept
from support.privacy.own_data import decisions_told

CARE = Chapter(
    _("What moderators do"),
    (
        Kept(
            what=_("What a moderator decided about you, and why"),
            why=_("So that it can be explained, and looked at again."),
            seen_by=_("The moderators of that community."),
            how_long=_(
                "As long as the community is here. If you erase your account, your name and the reason go."
            ),
            holds={"support.Decision": "community by kind member refers_to because words made_at"},
            count=lambda me: decisions_told(me).count(),
        ),
        Kept(
            what=_("When a moderator looked at something of yours"),
            why=_("So that you know, and nobody looks without a reason."),
            seen_by=_("You, but never by whom; and whoever runs this service."),
            how_long=_(
                "For a year. Where somebody had reported something, it is shown to you 90 days later: nobody shall "
                "have to fear to speak up."
            ),
            holds={
                "support.Look": "community_key moderator_key member_key what thing_key why looked_at shown_from",
            },
        ),
    ),
)
