"""What somebody has written."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import SpokenFor
from support import reflections
from support.models import Answered, CalendarFeed, Meeting, Message, Report, Thanks, Token
from support.privacy.kept.chapter import FOR_YOU_ALONE, UNTIL_ERASED, Chapter, Kept

YOUR_WORDS = Chapter(
    _("Your words"),
    (
        Kept(
            what=_("Your requests"),
            why=_("To find somebody who can help. What you wrote is kept encrypted."),
            seen_by=_(
                "People who are asked see the one line, the topics and the hours you share; no name. The person "
                "you are connected with reads all of it. Moderators see the one line, and read all of it only where "
                "first requests are read, or where one was reported. They also read words that sound as if somebody "
                "could be in danger."
            ),
            how_long=UNTIL_ERASED,
            holds={
                "matching.Need": "community member topics formats languages area wish_same_gender wish_age_bands"
                " created_at changed_at headline words kind urgency needed_by wish_shared_experience connect_me danger"
                " state closed_because closed_at waiting_since expires_at reopened_from source_key"
                " signs signs_since signs_told_at signs_read_at",
            },
            count=lambda me: me.needs.count(),
        ),
        Kept(
            what=_("Your offers"),
            why=_("To ask you when somebody could use your help."),
            seen_by=_("Moderators, and whoever you say yes to. The words in them are kept encrypted."),
            how_long=UNTIL_ERASED,
            holds={
                "matching.Offer": "community member topics formats languages area wish_same_gender wish_age_bands"
                " created_at changed_at avoids kinds capacity experience takes_danger state paused_until",
                "matching.Listing": "community topic language offer member kinds formats mask good_until",
            },
            count=lambda me: me.offers.count(),
        ),
        Kept(
            what=_("Your messages and your thanks"),
            why=_("So that the two of you can talk. Kept encrypted."),
            seen_by=_(
                "The two of you. If you both agree, the community may read thanks, without names, until one of you "
                "takes that back. Moderators do not read conversations. If somebody reports a message, they read "
                "that one, also what it said before it was changed or taken back, and up to five on either side. A "
                "first message may wait for a moderator where the community wants that, or where it seems to hold a "
                "phone number, an address or a link. Of words that sound as if somebody could be in danger, they "
                "read that one message."
            ),
            how_long=_(
                "Until 90 days after a conversation has ended, or less where the community says so on its page. If "
                "something was reported: until that is settled. "
                "What you change or take back is kept just as long, and only for that."
            ),
            holds={
                "support.Message": "match author words form_key sent_at read_at held_at released_at returned_at"
                " seen_at edited_at taken_back_at hidden_at presses signs signs_since signs_told_at"
                " signs_read_at",
                "support.FormerWords": "message words until_at",
                "support.Thanks": "match author words said_at author_shares_at reader_shares_at hidden_at",
            },
            count=lambda me: (
                Message.objects.filter(author=me).count() + Thanks.objects.filter(author=me).count()
            ),
        ),
        Kept(
            what=_("What you write in your journal"),
            why=_("So that you can read again what helped you. Kept encrypted."),
            seen_by=FOR_YOU_ALONE,
            how_long=_("Until you delete it or erase your account."),
            holds={"support.Reflection": "member helped learned written_at changed_at removed_at"},
            count=lambda me: reflections.of(me).count(),
        ),
        Kept(
            what=_("Your meetings"),
            why=_("So that the two of you find an hour, and can be reminded of it."),
            seen_by=_("The two of you. What you say afterwards, whether it happened, is for you alone."),
            how_long=_("Until 90 days after a conversation has ended, or less where the community says so."),
            holds={
                "support.Meeting": "match state begins_at ends_at wanted_from wanted_until by_seeker zone sequence"
                " room created_at changed_at untold seeker_said helper_said",
                "support.Attending": "meeting member during day_before_at hour_before_at",
            },
            count=lambda me: Meeting.objects.filter(Q(match__seeker=me) | Q(match__helper=me)).count(),
        ),
        Kept(
            what=_("That your own calendar may read your meetings"),
            why=_("If you wish so. The address itself is not kept, only a fingerprint of it."),
            seen_by=_("Whoever has the address sees when you have meetings, and nothing else."),
            how_long=_("Until you let it stop working, or erase your account."),
            holds={"support.CalendarFeed": "member fingerprint made_at"},
            count=lambda me: CalendarFeed.objects.filter(member=me).count(),
        ),
        Kept(
            what=_(
                "Keys that you made for programs, what each may do, and the day on which it was last used"
            ),
            why=_(
                "So that a program can do for you what you let it. A key itself is not kept, only a fingerprint."
            ),
            seen_by=FOR_YOU_ALONE,
            how_long=_("Thirty days longer than the key is good, or until you erase your account."),
            holds={
                "support.Token": "member name fingerprint scopes made_at expires_at used_on revoked_at",
            },
            count=lambda me: Token.objects.filter(member=me).count(),
        ),
        Kept(
            what=_("If somebody at an intake desk asks for you: how they reach you, and how you agreed"),
            why=_("So that people without a device can be helped too. Kept encrypted."),
            seen_by=_(
                "The desk, and nobody else. Whoever is put together with you learns that a desk passes things on."
            ),
            how_long=_("Until you tell the desk that you no longer wish it."),
            holds={
                "accounts.SpokenFor": "membership desk reach consent_how consent_at",
                "accounts.Membership": "intake_since",
            },
            count=lambda me: SpokenFor.objects.filter(Q(membership__member=me) | Q(desk=me)).count(),
        ),
        Kept(
            what=_("What a program of yours was answered"),
            why=_("So that what it asks twice, because an answer got lost, is done once. Kept encrypted."),
            seen_by=FOR_YOU_ALONE,
            how_long=_("For one day."),
            holds={"support.Answered": "member key asked status location answer asked_at"},
            count=lambda me: Answered.objects.filter(member=me).count(),
        ),
        Kept(
            what=_("What you reported"),
            why=_("So that moderators can keep people safe. Kept encrypted."),
            seen_by=_("The moderators of that community. The other person is not told."),
            how_long=_(
                "Until it is settled, and for a year. If you erase your account, it stays without your name."
            ),
            holds={"support.Report": "community reporter about match message words state outcome created_at"},
            count=lambda me: Report.objects.filter(reporter=me).count(),
        ),
        Kept(
            what=_("What you have begun to write"),
            why=_("So that you can go on where you stopped. Kept encrypted."),
            seen_by=FOR_YOU_ALONE,
            how_long=_(
                "Until you post it, or for two weeks after you last wrote in it. Without an account: for two hours."
            ),
            holds={
                "support.Draft": "uid member community what answers kept_at",
                "support.UnsentWords": "match author words kept_at",
            },
            count=lambda me: me.drafts.count() + me.unsent.count(),
        ),
    ),
)
