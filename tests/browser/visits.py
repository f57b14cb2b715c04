"""Every page there is, with somebody who may open it. A route without a line here fails a test."""

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

M = "meadow"


@dataclass(frozen=True)
class Visit:
    """`who` opens the page of `route`, and may press a button there to see what it says to an empty form.

    `about` are the parts of its address: names of things in `meadow`, or plain words.
    """

    who: str
    route: str
    about: tuple[str, ...] = ()
    query: str = ""
    press: str = ""

    def path(self, things: dict[str, str]) -> str:
        return reverse(self.route, args=[things.get(part, part) for part in self.about]) + self.query

    @property
    def step(self) -> str:
        """Of a form of several pages."""
        return self.query.partition("?step=")[2]

    @property
    def status(self) -> int:
        return 404 if self.route == "invitation" and "made-up" in self.about else 200

    def __str__(self) -> str:
        return "-".join(filter(None, (self.who, self.route, *self.about, self.query, self.press)))


def visits(who: str, *pages: str) -> list[Visit]:
    """From lines as short as `match met`, `ask meadow ?step=2` and `join meadow !Ask to join`."""
    found = []
    for page in pages:
        address, _, press = page.partition(" !")
        route, *about = address.split()
        query = about.pop() if about and about[-1].startswith("?") else ""
        found.append(Visit(who, route, tuple(about), query, press))
    return found


VISITS = [
    *visits(
        "",
        *(
            "front",
            "front ?door=ask",
            "about",
            "privacy",
            "goodbye",
            "crisis",
            "crisis ?country=NZ",
            "crisis ?country=TV",
            "offline",
            "offline_crisis",
            "offline_crisis ?country=NZ",
        ),
        *(
            "community meadow",
            "community brook",
            "ask meadow",
            "ask meadow !Go on",
            "join meadow",
            "join brook",
            "join meadow !Go on",
        ),
        *("invitation invitation", "invitation made-up", "account_login", "account_login !Sign in"),
        *("account_signup", "account_signup !Sign up", "account_inactive", "account_reset_password"),
        *("account_reset_password_done", "account_reset_password_from_key_done"),
        *("account_reset_password_from_key reset_for reset_key", "account_reset_password_from_key 1 made-up"),
        *("account_confirm_email confirmation", "account_confirm_email made-up"),
        *("account_email_verification_sent", "account_request_login_code"),
        "account_request_login_code !Send me a code",
    ),
    *visits("Lena", "home", "community meadow", "join meadow"),
    *visits(
        "Alder",
        *(
            "home",
            "notifications",
            "welcome",
            "hours",
            "hours ?welcome",
            "hours !Keep these hours",
            "away",
            "me",
        ),
        *(
            "blocks",
            "never_ask",
            "devices",
            "reach",
            "leave brook",
            "ask brook",
            *(f"ask brook ?step={step}" for step in (2, 3, 4)),
        ),
        *("offer_new brook", *(f"offer_new brook ?step={step}" for step in (2, 3, 4))),
        *("dashboard brook", "dashboard_members brook", "dashboard_needs brook", "dashboard_matches brook"),
        *("dashboard_messages brook", "dashboard_reports brook", "dashboard_invitations brook"),
        *("account_logout", "account_change_password", "account_change_password !Keep this password"),
        "account_reauthenticate",
        *("mfa_reauthenticate", "mfa_activate_totp", "mfa_activate_totp !This is the code"),
    ),
    *visits(
        "Fir",
        "mfa_reauthenticate",
        "mfa_reauthenticate !Go on",
        *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"),
        *("me", "mfa_add_webauthn", "mfa_edit_webauthn passkey", "mfa_edit_webauthn passkey !Keep this name"),
        *("mfa_remove_webauthn passkey", "mfa_reauthenticate_webauthn", "my_privacy", "export", "erase"),
    ),
    *visits("Hazel", "erase", "export"),
    *visits(
        "Maya",
        *(
            "home",
            "notifications",
            "community meadow",
            "blocks",
            "devices",
            "never_ask",
            "never_ask !Add to my list",
        ),
        *("match_meeting met", "match_meeting met !Suggest this hour", "meeting_off met", "calendar"),
        *("keys", "speaking_for"),
        *("match_meeting over",),
        *("my_privacy", "export", "privacy"),
        *("away", "away !Note these days", "hours", "need looking", "need pending", "need connected"),
        *("need withdrawn", "need_edit looking", "match yes", "match met", "match over", "conversation met"),
        *(
            "conversation over",
            "conversation met !Send",
            "conversations",
            "conversations !Find",
            "message_change met mine",
            "way_out met linked 0",
            "match_finish met",
            "match_end met",
            "match_block met",
        ),
        *("match_report met", "match_report met !Send it to them", "match_thanks done", "match_thanks over"),
        *(
            "match_longer met",
            "checkin walking",
            "checkin over",
            "checkin_onward lost",
            "checkin_onward unfit",
        ),
        *("checkin_onward unfit !Look for somebody else", "journal", "journal !Keep it", "reflection page"),
        *("kind_words meadow", "pulse meadow"),
    ),
    *visits(
        "Omar",
        *("home", "offer open", "offer paused", "offer closed", "offer_edit open", "match asked", "match no"),
        *("conversation met", "ask meadow !Go on", "offer_new meadow !Go on", "sensitive_guide meadow"),
    ),
    *visits("Robin", "match yes"),
    *visits("Linden", "checkin walking", "home"),
    *visits("Aspen", "checkin_onward unfit"),
    *visits("Sage", "conversation silent", "match_meeting silent", "home"),
    *visits("Wren", "match_meeting silent", "home"),
    *visits("Fern", "need to_read", "home"),
    *visits("Moss", "need returned"),
    *visits("Juniper", "need heavy"),
    *visits(
        "Birch",
        *("dashboard_lines meadow", "dashboard_line meadow line", "dashboard_line meadow line !Keep this"),
        *("dashboard_line_new meadow", "dashboard_line_new meadow !Add this line"),
    ),
    *visits("Yarrow", "decisions", "decision said"),
    *visits(
        "Nour",
        *("dashboard meadow", "dashboard_members meadow", "dashboard_members meadow ?standing=left"),
        *("dashboard_member meadow asking", "dashboard_member meadow member", "dashboard_needs meadow"),
        *(
            "dashboard_needs meadow ?show=read",
            "dashboard_need meadow looking",
            "dashboard_need meadow to_read",
        ),
        *("dashboard_matches meadow", "dashboard_match meadow proposal", "dashboard_messages meadow"),
        *("dashboard_reports meadow", "dashboard_report meadow report", "dashboard_invitations meadow"),
        *(
            "dashboard_invitations meadow !Make the link",
            "dashboard_fairness meadow",
            "dashboard_pulse meadow",
            "dashboard_log meadow",
        ),
        *("dashboard_weights meadow", "dashboard_weights meadow !Try it out", "dashboard_calls meadow"),
        *("dashboard_helper meadow member", "dashboard_pattern meadow pattern"),
        *("dashboard_pattern meadow pattern ?read=1", "dashboard_section meadow helpers"),
        *(
            "dashboard_settings meadow",
            "dashboard_search meadow",
            "dashboard meadow ?whose=free",
            "dashboard_section meadow joining",
            "dashboard_section meadow review",
            "dashboard_section meadow hours",
        ),
        *(
            f"dashboard_section meadow {section}"
            for section in ("texts", "place", "look", "topics", "keeping")
        ),
        *("dashboard_roles meadow", "dashboard_measure meadow said"),
        *("dashboard_measure_new meadow yarrow ?grade=suspend", "dashboard_danger meadow need heavy_pk"),
        *("dashboard_lines meadow", "dashboard_line meadow line"),
    ),
]

# They lead on to a page, and have none of their own.
LEAD_ON = {
    *(
        "conversations_find",
        "here",
        "language",
        "begun_forget",
        "away_remove",
        "unblock",
        "never_ask_remove",
        "device_remove",
        "device_moved",
        "need_withdraw",
        "need_renew",
        "need_reopen",
    ),
    *("offer_pause", "offer_resume", "offer_close", "match_answer", "match_may_know", "match_again"),
    *("need_feeling", "checkin_later", "thanks_share", "reflection_remove", "not_for_me"),
    *("notification", "notifications_read", "dashboard_member_decide", "dashboard_need_decide"),
    *("dashboard_match_by_hand", "dashboard_match_decide", "dashboard_message_decide"),
    *("dashboard_helper_decide", "dashboard_helper_note", "dashboard_pattern_decide"),
    *("dashboard_case", "dashboard_report_decide", "dashboard_invitation_revoke", "undo"),
    *("dashboard_measure_decide", "dashboard_danger_decide", "dashboard_line_decide"),
    *("dashboard_pulse_call", "dashboard_log_export", "key_take_back"),
    *("spoken_told", "spoken_let_go"),
    *("export_file", "key_new", "erase_undo", "meeting_answer", "meeting_said", "calendar_off"),
    *("letters_again", "stop_letters", "dashboard_member_role"),
    # What types a code, what a passkey answers, a first password: tests/browser/test_signing_in.py.
    *("account_confirm_login_code", "mfa_login_webauthn", "account_set_password", "language"),
}
FOR_MACHINES = {
    "ask_topics",
    "calendar_feed",
    "community_logo",
    "meeting_entry",
    "dashboard_pulse_table",
    "healthz",
    "live",
    "manifest",
    "service_worker",
}
WHERE_LETTERS_STAY = {"local_mail", "local_letter", "style", "style_letters", "style_letter"}


def all_routes() -> set[str]:
    """The name of every page and form that the service answers."""
    return set(_names(get_resolver()))


def _names(resolver: URLResolver) -> list[str]:
    names = []
    for part in resolver.url_patterns:
        if isinstance(part, URLPattern):
            names.append(part.name or str(part.pattern))
        elif part.namespace != "api":  # programs see no pages
            names += _names(part)
    return names
