"""Signing up and in: allauth's steps, with our words and our outbox. No request sends a letter; it writes a row."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.fields import keyed_hash
from accounts.models import Member
from accounts.notifications.notify import notify
from support import tokens
from support.web import devices
from support.web.access import now

LETTERS = {
    "mfa/email/webauthn_added": "passkey_added",
    "mfa/email/webauthn_removed": "passkey_removed",
    "mfa/email/totp_activated": "factor_added",
    "mfa/email/totp_deactivated": "factor_removed",
    "mfa/email/recovery_codes_generated": "codes_renewed",
}
STAGES = {"allauth.account.stages.LoginByCodeStage": "support.web.codes.CodeStage"}
SECOND_FACTOR = "allauth.mfa.stages.AuthenticateStage"


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """What allauth asks us at each step."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _(
            "This address and this password do not belong together. Please look at both once more."
        ),
        "enter_current_password": _("This is not the password that you use now."),
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This link no longer works. Please ask for a new one."),
        "too_many_login_attempts": _("Too many attempts in a short time. Please wait five minutes."),
        "incorrect_code": _("This is not the code from the newest letter. Please look at it once more."),
        "rate_limited": _("Too many attempts in a short time. Please wait a moment."),
    }
    # What is said after a step, by the template that allauth would use. For all others nothing is said: the page
    # that comes next says it, and some of allauth's sentences would name the address.
    said = {
        "account/messages/email_confirmed.txt": _("Thank you. Your address is confirmed."),
        "account/messages/email_confirmation_failed.txt": _("This address could not be confirmed."),
        "account/messages/password_changed.txt": _("Your password is changed."),
        "account/messages/password_set.txt": _("Your password is changed."),
        "mfa/messages/webauthn_added.txt": _("You can sign in with your passkey from now on."),
        "mfa/messages/totp_activated.txt": _(
            "Your app is set up. Its codes are your second step from now on."
        ),
        "mfa/messages/totp_deactivated.txt": _("The codes of that app count no more."),
        "mfa/messages/recovery_codes_generated.txt": _("Here are your new recovery codes."),
        "mfa/messages/webauthn_removed.txt": _("This passkey no longer opens the door."),
    }

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        moment = now()
        notify(
            member=emailconfirmation.email_address.user,
            kind="account_verify",
            event=f"account:verify:{moment.timestamp():.0f}",
            now=moment,
            secret=reverse("account_confirm_email", args=[emailconfirmation.key]),
        )

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tells the owner, at most once an hour; whoever typed the address learns nothing."""
        moment = now()
        if member := Member.objects.filter(email=email.lower()).first():
            notify(
                member=member,
                kind="account_exists",
                event=f"account:exists:{moment:%Y-%m-%dT%H}",
                now=moment,
            )

    def send_password_reset_mail(self, user: Member, email: str, context: dict[str, Any]) -> None:
        """At most once in ten minutes for one password: nobody fills another's letter box."""
        moment = now()
        password = keyed_hash(user.password)[:12]
        notify(
            member=user,
            kind="account_reset",
            event=f"account:reset:{password}:{moment.timestamp() // 600:.0f}",
            now=moment,
            secret=urlsplit(context["password_reset_url"]).path,
        )

    def send_login_code(self, email: str, code: str) -> None:
        moment = now()
        notify(
            member=Member.objects.get(email=email.lower()),
            kind="account_code",
            event=f"account:code:{keyed_hash(moment.isoformat() + code)[:24]}",
            now=moment,
            secret=code,
        )

    def get_login_stages(self) -> list[str]:
        """allauth's, but ours for codes, and no second factor: a lost passkey locks nobody out."""
        return [STAGES.get(stage, stage) for stage in super().get_login_stages() if stage != SECOND_FACTOR]

    def set_password(self, user: Member, password: str) -> None:
        """The new password and the letter about it are one change."""
        moment = now()
        with transaction.atomic():
            super().set_password(user, password)
            devices.silence_others(getattr(self.request, "session", None), user)
            tokens.revoke_all(member=user, now=moment)
            notify(
                member=user,
                kind="password_changed",
                event=f"account:password:{moment.timestamp():.0f}",
                now=moment,
            )

    def send_notification_mail(self, template_prefix: str, user: Member, *args: Any, **kwargs: Any) -> None:
        """About passkeys, to whom e-mail is safe. Of passwords, `set_password` has said what there is to say."""
        kind, moment = LETTERS.get(template_prefix), now()
        if kind and user.email_safe:
            notify(member=user, kind=kind, event=f"account:{kind}:{moment.isoformat()}", now=moment)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if template_prefix == "account/email/login_code":
            return self.send_login_code(email, context["code"])
        raise NotImplementedError(
            f"{template_prefix}: every letter is a kind in accounts.notifications.kinds"
        )

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        if text := kwargs.get("message") or self.said.get(message_template or ""):
            messages.add_message(request, level, text)

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Confirmed in another browser: sign in there, and go on where everybody begins."""
        return f"{reverse('account_login')}?next={reverse('welcome')}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("me")
