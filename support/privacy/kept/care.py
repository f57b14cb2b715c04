"""What keeps people safe."""

from django.utils.translation import gettext_lazy as _

from accounts.models import HelperRecord
from support.privacy.kept.chapter import UNTIL_ERASED, Chapter, Kept
from support.privacy.own_data import decisions_told, measures_told

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
            what=_("What moderators noted about you as a helper"),
            why=_(
                "So that requests about sensitive topics reach people who are ready for them, and nobody has too "
                "much at once."
            ),
            seen_by=_(
                "The moderators of that community. You see in your copy what was decided and noted, but not by whom."
            ),
            how_long=UNTIL_ERASED,
            holds={
                "accounts.HelperRecord": "membership references_noted_at references_noted_by call_noted_at"
                " call_noted_by admitted_by trained_by not_now_at",
                "accounts.Membership": "trained_for_danger_at admitted_for_sensitive_at helper_limits",
            },
            count=lambda me: HelperRecord.objects.filter(membership__member=me).count(),
        ),
        Kept(
            what=_("That new matches were paused for you because several people were uneasy"),
            why=_("To keep people safe until a moderator has looked. Who it was is never told."),
            seen_by=_("You, and the moderators of that community."),
            how_long=UNTIL_ERASED,
            holds={"accounts.Membership": "paused_by_numbers pause_told_at numbers_seen_at"},
        ),
        Kept(
            what=_("What moderators note for each other while they look into something"),
            why=_("So that whoever goes on with it knows what was found. Kept encrypted."),
            seen_by=_("Moderators of that community who may see the case; never those whom it is about."),
            how_long=_(
                "Notes for a year, or until somebody whom they are about erases their account; who looks into what for "
                "a day at most. If you wrote them as a moderator, your copy says when, not what: the words are about "
                "others."
            ),
            holds={
                "support.CaseNote": "community kind case_key by words concerns written_at taken_back_at",
                "support.Claim": "community kind case_key by claimed_at until",
            },
        ),
        Kept(
            what=_("What a moderator told you, until when it holds, and what you said to that"),
            why=_("So that you can read it, and so that somebody else can look again when you ask."),
            seen_by=_("You, and the moderators of that community."),
            how_long=_(
                "For a year after its end. A suspension that stays: as long as it does, or your account is here."
            ),
            holds={
                "support.Measure": "community member report grade reason words state thing was took meanwhile made_at"
                " until ended_at",
                "support.Appeal": "measure words state answer made_at answered_at",
            },
            count=lambda me: measures_told(me).count(),
        ),
        Kept(
            what=_(
                "If you moderate: that it was you who decided something, confirmed it, or answered an appeal"
            ),
            why=_("So that somebody else looks at it when a person asks for that."),
            seen_by=_("The moderators of that community; never the person whom it is about."),
            how_long=UNTIL_ERASED,
            holds={"support.Measure": "by second", "support.Appeal": "answered_by"},
        ),
        Kept(
            what=_("What should be looked at, and what moderators note about helpers"),
            why=_(
                "To keep people safe, and to look after those who help. A pattern decides nothing by itself."
            ),
            seen_by=_("The moderators of that community, nobody else."),
            how_long=UNTIL_ERASED,
            holds={
                "support.Pattern": "community member kind people things found_at latest_at set_aside_at",
                "support.SupervisionNote": "community about by words made_at taken_back_at",
            },
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
        Kept(
            what=_("A log of what was decided and looked at, in numbers"),
            why=_("So that it shows if somebody changes afterwards what was done."),
            seen_by=_("The owners of that community, without your name; and whoever runs this service."),
            how_long=_(
                "For three years, and a month more at most. It holds no words and no names. Once you erase your "
                "account, the number that stood for you leads to nobody."
            ),
            holds={
                "support.Alias": "member key",
                "support.Entry": "chain_key number at by_key kind member_key concerns about decision_key look_key"
                " before seal",
            },
        ),
    ),
)
