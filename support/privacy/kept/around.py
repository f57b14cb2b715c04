"""What the service keeps around it all."""

from django.utils.translation import gettext_lazy as _

from support.privacy.kept.chapter import FOR_YOU_ALONE, Chapter, Kept

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
                "somewhere, two codes made from your address, which nobody can turn back, so that this still holds."
            ),
            seen_by=_("Nobody."),
            how_long=_("The codes for twelve months, or as long as the block of somebody stands."),
            holds={
                "accounts.Member": "id is_active erase_asked_at removed_at erased_at",
                "accounts.Tombstone": "fingerprint erased_at kept_apart_at",
                "accounts.StillSuspended": "community address_hash near_hash until",
            },
        ),
    ),
)
