"""Whom somebody met, and whom not."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Delivery, Invitation
from matching import matches
from matching.models import Match
from support.models import CheckIn
from support.privacy.kept.chapter import FOR_YOU_ALONE, UNTIL_ERASED, Chapter, Kept, matches_of

YOU_AND_OTHERS = Chapter(
    _("You and others"),
    (
        Kept(
            what=_("Who was asked, who said yes or no, and when"),
            why=_("So that the search can go on, and the same two people are not asked again too soon."),
            seen_by=_("You see your own answers. A no is never shown to the other person."),
            how_long=_(
                "Until one of the two erases their account; then what led to no meeting goes at once."
            ),
            holds={
                "matching.Match": "community need offer seeker helper need_version offer_version state score reasons"
                " round made_by seeker_answer helper_answer seeker_answered_at helper_answered_at created_at"
                " proposed_at expires_at connected_at ended_at ended_by seeker_again helper_again seeker_longer"
                " helper_longer longer_since apart_since nudged_at",
            },
            count=lambda me: Match.objects.filter(matches.MET, matches_of(me)).count(),
        ),
        Kept(
            what=_("How it went, and how you felt, if you said so"),
            why=_(
                "So that nothing is asked twice, you can look for somebody else in one step, and we can count whether "
                "this place helps."
            ),
            seen_by=_(
                "Nobody but you, and never the other person. Only what you write in your own words, and only if it "
                "sounds as if somebody could be in danger, is read by a moderator."
            ),
            how_long=_("For 90 days. That you do not want an invitation: until you erase your account."),
            holds={
                "support.CheckIn": "match member day asked_at answered_at put_aside_at helped misfits onward feeling"
                " words signs signs_since signs_told_at signs_read_at",
                "support.Feeling": "need value said_at",
                "support.PutAside": "member what put_aside_at",
            },
            count=lambda me: CheckIn.objects.filter(member=me).count(),
        ),
        Kept(
            what=_("Whom you do not want to meet"),
            why=_(
                "So that you are never put to each other: people you block, may know, or listed by their address."
            ),
            seen_by=_(
                "Nobody but you. The others are not told. Where several people block the same person, moderators "
                "learn how many did and when, never who."
            ),
            how_long=_(
                "Until you take it back or erase your account. If they erase theirs, your block still holds."
            ),
            holds={
                "matching.Block": "blocker blocked created_at",
                "matching.MayKnow": "member other created_at",
                "matching.NeverAsk": "member address_hash address block created_at",
            },
            count=lambda me: (
                me.blocks.count() + me.may_know.count() + me.never_ask.filter(block=None).count()
            ),
        ),
        Kept(
            what=_("What you were told here, and by e-mail"),
            why=_(
                "So that you find it again, and nothing is sent twice. E-mails never say what something is about."
            ),
            seen_by=FOR_YOU_ALONE,
            how_long=_("For a year."),
            holds={
                "accounts.Notification": "member community kind event refers_to secret created_at read_at",
                "accounts.Delivery": "notification channel state due_at first together told_in"
                " attempts claimed_at lease_until finished_at"
                " failure",
            },
            count=lambda me: (
                me.notifications.count() + Delivery.objects.filter(notification__member=me).count()
            ),
        ),
        Kept(
            what=_("Invitations that you made"),
            why=_("So that the links work. The link itself is not kept."),
            seen_by=_("The moderators of that community."),
            how_long=UNTIL_ERASED,
            holds={
                "accounts.Invitation": "community made_by made_at expires_at uses_left role revoked_at"
                " fingerprint"
            },
            count=lambda me: Invitation.objects.filter(made_by=me).count(),
        ),
    ),
)
