"""Who somebody is, and how they are let in and reached."""

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from support import second_factor
from support.models import Session
from support.privacy.kept.chapter import FOR_YOU_ALONE, UNTIL_ERASED, Chapter, Kept

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
            what=_("Your passkeys, and an app for codes, if you add any"),
            why=_("To let you in without a password, and to be sure of moderators."),
            seen_by=_("Nobody. Your finger, your face and your number never leave your device."),
            how_long=_("Until you take them out, or erase your account."),
            holds={"mfa.Authenticator": "user type data created_at last_used_at"},
            count=lambda me: Authenticator.objects.filter(user=me, type__in=second_factor.FACTORS).count(),
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
            what=_("Which of our short guides you have read"),
            why=_("So that you are not asked to read them again."),
            seen_by=_("You, and the moderators of your communities."),
            how_long=UNTIL_ERASED,
            holds={"accounts.Member": "listening_read_at sensitive_read_at"},
            count=lambda me: sum(map(bool, (me.listening_read_at, me.sensitive_read_at))),
        ),
        Kept(
            what=_("Your languages, your clock and your hours"),
            why=_("To find somebody you can talk with, at a time that suits you both."),
            seen_by=_("People who are asked see only the hours that you share."),
            how_long=UNTIL_ERASED,
            holds={
                "accounts.Member": "time_zone time_zone_confirmed languages language quiet_from quiet_until"
                " asked_in_quiet_hours hears_calls ways_on ways_off letters letters_at email_stopped_at"
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
                " matching_paused_at read_first_until resembles",
                "accounts.Arrival": "member community display_name secret made_at door",
            },
            count=lambda me: me.memberships.count(),
        ),
    ),
)
