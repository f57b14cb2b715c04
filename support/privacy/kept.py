"""What is kept about a member: why, who sees it and for how long. The pages say this, the sweeps do it, a test holds it
against the models: a field that neither stands here nor in `technical` fails.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Delivery, Invitation, Member
from matching import matches
from matching.models import Match
from support import reflections
from support.models import CalendarFeed, CheckIn, Meeting, Message, Report, Session, Thanks
from support.privacy.own_data import decisions_told

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Count = Callable[[Member], int]


@dataclass(frozen=True)
class Kept:
    """One kind of thing. `holds` names the fields, by model; `count` says how many there are of one member."""

    what: "StrOrPromise"
    why: "StrOrPromise"
    seen_by: "StrOrPromise"
    how_long: "StrOrPromise"
    holds: Mapping[str, str] = field(default_factory=dict)
    count: Count | None = None


@dataclass(frozen=True)
class Chapter:
    title: "StrOrPromise"
    kept: tuple[Kept, ...]


def matches_of(member: Member) -> Q:
    return Q(seeker=member) | Q(helper=member)


UNTIL_ERASED = _("Until you erase your account.")
FOR_YOU_ALONE = _("Nobody but you.")

WHO_YOU_ARE = Chapter(
    _("Who you are"),
    (
        Kept(
            what=_("Your e-mail address and your password"),
            why=_("To let you in, and to tell you what happens, if you say that e-mail is safe."),
            seen_by=_(
                "Nobody. Members and moderators never see them; your password we cannot read ourselves."
            ),
            how_long=_("Until you erase your account. If an address is never confirmed: 30 days."),
            holds={
                "accounts.Member": "email email_safe password last_login created_at",
                "account.EmailAddress": "user email verified primary",
                "account.EmailConfirmation": "email_address created sent key",
            },
        ),
        Kept(
            what=_("Your passkeys, if you add any"),
            why=_("To let you in without a password."),
            seen_by=_("Nobody. Your finger, your face and your number never leave your device."),
            how_long=_("Until you take them out, or erase your account."),
            holds={"mfa.Authenticator": "user type data created_at last_used_at"},
            count=lambda me: Authenticator.objects.filter(user=me).count(),
        ),
        Kept(
            what=_("Where you are signed in"),
            why=_("So that you need not sign in on every page."),
            seen_by=FOR_YOU_ALONE,
            how_long=_("Until you sign out, or for two weeks."),
            holds={"support.Session": "session_key session_data expire_date member_key"},
            count=lambda me: Session.objects.filter(member_key=me.pk).count(),
        ),
        Kept(
            what=_("The devices that may ring, if you add any"),
            why=_(
                "To tell you there what is new. What is sent is locked, so that only your device can read it."
            ),
            seen_by=FOR_YOU_ALONE,
            how_long=_("Until you take them out, sign out there, or erase your account."),
            holds={
                "accounts.PushSubscription": "member name endpoint fingerprint p256dh auth signed_with made_at"
                " last_used_at",
                "accounts.PushReceipt": "subscription notification sent_at",
            },
            count=lambda me: me.push_subscriptions.count(),
        ),
        Kept(
            what=_("That you are 18 or older, and that you agreed to this"),
            why=_("Because we may not keep anything without it."),
            seen_by=FOR_YOU_ALONE,
            how_long=UNTIL_ERASED,
            holds={"accounts.Member": "adult_confirmed_at consented_at"},
        ),
        Kept(
            what=_("Your languages, your clock and your hours"),
            why=_("To find somebody you can talk with, at a time that suits you both."),
            seen_by=_("People who are asked see only the hours that you share."),
            how_long=UNTIL_ERASED,
            holds={
                "accounts.Member": "time_zone time_zone_confirmed languages language quiet_from quiet_until"
                " asked_in_quiet_hours ways_on ways_off letters letters_at email_stopped_at"
                " max_people max_asks_week helping",
                "matching.Availability": "member weekday start end",
                "matching.Away": "member first_day last_day",
                "matching.WeekMask": "member mask good_until local",
            },
            count=lambda me: me.availability.count() + me.away.count(),
        ),
        Kept(
            what=_("Whether others may see that you have read something"),
            why=_("So that it shows only where both of you want it. At first nobody sees it."),
            seen_by=_(
                "Nobody. People you talk with see “Seen” only if you and they have both switched it on."
            ),
            how_long=UNTIL_ERASED,
            holds={"accounts.Member": "shows_seen"},
        ),
        Kept(
            what=_("Your country, gender and age group, if you said them"),
            why=_("For wishes about the other person, and for the right crisis line."),
            seen_by=_("Nobody is shown them."),
            how_long=_("Until you change them or erase your account."),
            holds={"accounts.Member": "country gender age_band"},
            count=lambda me: sum(map(bool, (me.country, me.gender, me.age_band))),
        ),
        Kept(
            what=_("Your communities, and your name in each"),
            why=_("To know where you belong, and what others may call you."),
            seen_by=_(
                "People you are connected with see your name, and the moderators of that community. In another "
                "community nobody can tell that you are in this one."
            ),
            how_long=UNTIL_ERASED,
            holds={
                "accounts.Membership": "community member display_name role standing asked_at joined_at"
                " matching_paused_at trained_for_danger_at",
                "accounts.Arrival": "member community display_name secret made_at door",
            },
            count=lambda me: me.memberships.count(),
        ),
    ),
)

YOUR_WORDS = Chapter(
    _("Your words"),
    (
        Kept(
            what=_("Your requests"),
            why=_("To find somebody who can help. What you wrote is kept encrypted."),
            seen_by=_(
                "People who are asked see the one line, the topics and the hours you share; no name. The person "
                "you are connected with reads all of it. Moderators see the one line, and read all of it only where "
                "first requests are read, or where one was reported."
            ),
            how_long=UNTIL_ERASED,
            holds={
                "matching.Need": "community member topics formats languages area wish_same_gender wish_age_bands"
                " created_at changed_at headline words kind urgency needed_by wish_shared_experience connect_me danger"
                " state closed_because closed_at waiting_since expires_at reopened_from source_key",
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
                "phone number, an address or a link."
            ),
            how_long=_(
                "Until 90 days after a conversation has ended. If something was reported: until that is settled. "
                "What you change or take back is kept just as long, and only for that."
            ),
            holds={
                "support.Message": "match author words form_key sent_at read_at held_at released_at returned_at"
                " seen_at edited_at taken_back_at",
                "support.FormerWords": "message words until_at",
                "support.Thanks": "match author words said_at author_shares_at reader_shares_at",
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
            how_long=_("Until 90 days after a conversation has ended."),
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
            what=_("What you reported"),
            why=_("So that moderators can keep people safe. Kept encrypted."),
            seen_by=_("The moderators of that community. The other person is not told."),
            how_long=_(
                "Until it is settled, and for a year. If you erase your account, it stays without your name."
            ),
            holds={"support.Report": "community reporter about match message words state created_at"},
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
            seen_by=_("Nobody but you: not the other person, and no moderator."),
            how_long=_("For 90 days. That you do not want an invitation: until you erase your account."),
            holds={
                "support.CheckIn": "match member day asked_at answered_at put_aside_at helped misfits onward feeling",
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
            seen_by=_("Nobody but you. The others are not told."),
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
                "accounts.Invitation": "community made_by made_at expires_at uses_left revoked_at fingerprint"
            },
            count=lambda me: Invitation.objects.filter(made_by=me).count(),
        ),
    ),
)

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

AROUND = Chapter(
    _("Around it"),
    (
        Kept(
            what=_("A copy of everything, when you ask for one"),
            why=_("So that you can take it with you."),
            seen_by=_("Nobody but you, after your password."),
            how_long=_("For seven days."),
            holds={
                "support.Export": "member state language step attempts asked_at lease_until ready_at sealed"
            },
        ),
        Kept(
            what=_("Your internet address"),
            why=_("To stop people who guess passwords."),
            seen_by=_("Nobody."),
            how_long=_("For some minutes."),
        ),
        Kept(
            what=_("Cookies and your browser"),
            why=_(
                "One cookie keeps you signed in, one protects the forms, one remembers your language. What you are "
                "typing stays in the open tab until you send it, or on your device, if you choose so. The look of this "
                "place and the crisis lines stay there too, for when there is no connection; no page that you read as "
                "a member does. Nothing follows you to other sites, and nothing is loaded from them."
            ),
            seen_by=FOR_YOU_ALONE,
            how_long=_("Until you sign out. Leaving quickly forgets what you were typing."),
        ),
        Kept(
            what=_("Backups"),
            why=_("So that nothing is lost when a machine breaks."),
            seen_by=_("Whoever runs this service. Your words are encrypted there too."),
            how_long=_("For 30 days. What you have erased is erased again when one is ever used."),
        ),
        Kept(
            what=_("After you have erased your account"),
            why=_(
                "A number without a name, so that what others keep has something to point to. If you were suspended "
                "somewhere, a code made from your address, which nobody can turn back, so that this still holds."
            ),
            seen_by=_("Nobody."),
            how_long=_("The code for twelve months, or as long as the block of somebody stands."),
            holds={
                "accounts.Member": "id is_active erase_asked_at erased_at",
                "accounts.Tombstone": "fingerprint erased_at kept_apart_at",
                "accounts.StillSuspended": "community address_hash until",
            },
        ),
    ),
)

CHAPTERS = (WHO_YOU_ARE, YOUR_WORDS, YOU_AND_OTHERS, CARE, AROUND)

# Numbers, counters and places that say nothing about anybody, and what belongs to a community or to the service.
TECHNICAL = {
    "accounts.Member": "is_operator",
    "accounts.Community": "id slug name about run_by joining listed languages country in_person moderator_hours"
    " response_hours review_first_needs review_first_messages review_proposals meeting_link created_at",
    "accounts.Area": "id community name neighbours",
    "accounts.Membership": "id",
    "accounts.Arrival": "id",
    "accounts.Invitation": "id",
    "accounts.Notification": "id uid",
    "accounts.Delivery": "id",
    "accounts.PushSubscription": "id uid",
    "accounts.PushReceipt": "id",
    "accounts.Tombstone": "id",
    "accounts.StillSuspended": "id",
    "matching.Topic": "id slug name names words parent sensitive position current",
    "matching.TopicPhrase": "id topic language words query weight",
    "matching.Availability": "id",
    "matching.Away": "id",
    "matching.Block": "id",
    "matching.MayKnow": "id",
    "matching.NeverAsk": "id",
    "matching.Need": "id uid version places live looked_at passed_over",
    "matching.Offer": "id uid version live",
    "matching.Listing": "id",
    "matching.Stir": "id community need offer",
    "matching.OfferPrice": "offer price left_at",
    "matching.Round": "id community started_at finished_at waiting candidates matched proposals total bound offers"
    " whole passed_over gather_ms solve_ms write_ms",
    "matching.Policy": "community weights version changed_at changed_by",
    "matching.Match": "id uid",
    "support.Attending": "id",
    "support.CalendarFeed": "id",
    "support.Meeting": "id uid",
    "support.Message": "id uid",
    "support.FormerWords": "id",
    "support.UnsentWords": "id",
    "support.Draft": "id",
    "mfa.Authenticator": "id",
    "support.Thanks": "id",
    "support.CheckIn": "id",
    "support.Feeling": "id",
    "support.Reflection": "id uid",
    "support.PutAside": "id",
    "support.Report": "id uid",
    "support.Decision": "id",
    "support.CrisisResource": "id country name phone note source verified_on expires_on",
    "support.Look": "id",
    "support.Export": "id",
    "account.EmailAddress": "id",
    "account.EmailConfirmation": "id",
}


def counted(member: Member) -> list[tuple[Chapter, list[tuple[Kept, int | None]]]]:
    """Every kind with how many there are of this member; None where that says nothing. A constant number of queries."""
    return [
        (chapter, [(kept, kept.count(member) if kept.count else None) for kept in chapter.kept])
        for chapter in CHAPTERS
    ]
