"""The pages of allauth that this place uses, under allauth's own names. What is not listed does not exist: 404."""

from allauth.account import views
from allauth.account.decorators import reauthentication_required
from allauth.decorators import rate_limit
from django.urls import path, re_path

from support.web import passkeys, second_factor
from support.web.account_views import confirm, sign_out
from support.web.codes import guarded
from support.web.unhurried import unhurried

# Confirming asks for a password, so it counts as an attempt to sign in.
confirm_now_and_then = rate_limit(action="login")(confirm)
# A password opens the door for as long as it stands: a device that was left open for a minute is not enough for one.
choose_password = second_factor.guarded(reauthentication_required(views.password_set))

urlpatterns = [
    path("sign-up/", unhurried(views.signup), name="account_signup"),
    path("sign-in/", views.login, name="account_login"),
    path("sign-in/code/", unhurried(views.request_login_code), name="account_request_login_code"),
    path("sign-in/code/type/", guarded(views.confirm_login_code), name="account_confirm_login_code"),
    path("sign-in/passkey/", passkeys.sign_in, name="mfa_login_webauthn"),
    path("passkeys/add/", second_factor.guarded(passkeys.add), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/", passkeys.rename, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", second_factor.guarded(passkeys.remove), name="mfa_remove_webauthn"),
    path("second/", second_factor.use, name="mfa_reauthenticate"),
    path("second/app/", second_factor.set_up, name="mfa_activate_totp"),
    path("second/app/remove/", second_factor.take_out, name="mfa_deactivate_totp"),
    path("second/codes/", second_factor.codes, name="mfa_view_recovery_codes"),
    path("second/codes/new/", second_factor.new_codes, name="mfa_generate_recovery_codes"),
    path("again/passkey/", passkeys.again, name="mfa_reauthenticate_webauthn"),
    path("sign-out/", sign_out, name="account_logout"),
    path("closed/", views.account_inactive, name="account_inactive"),
    path("again/", views.reauthenticate, name="account_reauthenticate"),
    path("confirm/", views.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^confirm/(?P<key>[-:\w]+)/$", confirm_now_and_then, name="account_confirm_email"),
    path("password/", views.password_change, name="account_change_password"),
    path("password/choose/", choose_password, name="account_set_password"),
    path("password/reset/", unhurried(views.password_reset), name="account_reset_password"),
    path("password/reset/sent/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
