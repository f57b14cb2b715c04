"""Coming back without a password: by a code from a letter, without a script; or by a passkey that a browser keeps."""

import pytest
from playwright.sync_api import expect

from tests.browser import letters
from tests.browser.conftest import Arrive
from tests.browser.people import Person
from tests.browser.stack import Stack
from tests.browser.windows import settle
from tests.browser.worlds import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("riverside")]

CODE = "Your code to sign in"
A_PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_code_from_a_letter_needs_no_script_and_no_password(stack: Stack, arrive: Arrive) -> None:
    nour = arrive("Nour", "phone", java_script_enabled=False)
    nour.opens("/account/sign-in/?next=/me/")
    nour.sees("A code by e-mail works everywhere.")
    nour.writes(login=nour.email)
    nour.presses("Send me a code")
    nour.sees("a letter with a code is on its way")
    letter = stack.letters.wait_for(nour.email, CODE)
    nour.writes(code=letters.code_in(letter))
    nour.presses("Sign in")
    expect(nour.page.get_by_role("heading", name="About me")).to_be_visible()


def test_whoever_has_no_password_chooses_one(stack: Stack, arrive: Arrive) -> None:
    from tests.browser.test_every_page import look_at

    wren = arrive("Wren", "phone", reduced_motion="reduce")
    wren.opens("/account/sign-in/?next=/me/")
    wren.writes(login=wren.email)
    wren.presses("Send me a code")
    wren.writes(code=letters.code_in(stack.letters.wait_for(wren.email, CODE)))
    wren.presses("Sign in")
    wren.follows("Choose a password")
    look_at(wren.page)
    wren.writes(password1=PASSWORD)
    wren.presses("Keep this password")
    wren.sees("Your password is changed.")
    signs_out(wren)
    wren.signs_in()


def test_the_page_on_which_a_code_is_typed_is_well(stack: Stack, arrive: Arrive) -> None:
    from tests.browser.test_every_page import look_at

    person = arrive("Somebody", "desktop", reduced_motion="reduce")
    person.opens("/account/sign-in/code/")
    person.writes(email="nobody@elsewhere.example")
    person.presses("Send me a code")
    person.presses("Sign in")
    person.sees("Please type the code.")
    look_at(person.page)


def test_a_passkey_is_added_opens_the_door_and_is_taken_out_again(stack: Stack, arrive: Arrive) -> None:
    """Browsers give passkeys to names, not to numbers: so the site is called by its name here."""
    nour = arrive("Nour", "desktop", site=stack.site.replace("127.0.0.1", "localhost"))
    holds_a_phone(nour)
    nour.signs_in_by_the_form()
    adds_a_passkey(nour, "my blue phone")
    stack.letters.wait_for(nour.email, "There is a new way into your account")

    signs_out(nour)
    nour.opens("/account/sign-in/?next=/me/")
    nour.presses("Use my passkey")
    nour.sees("With the passkey “my blue phone”")
    nour.sees("Last used on")

    nour.follows("Take out")
    nour.follows("Use my passkey instead")
    nour.presses("Use my passkey")
    nour.presses("Take it out")
    nour.sees("This passkey no longer opens the door.")
    signs_out(nour)
    nour.opens("/account/sign-in/")
    nour.presses("Use my passkey")
    nour.sees("This passkey did not open the door.")


def test_without_a_passkey_in_the_browser_it_says_what_else_there_is(stack: Stack, arrive: Arrive) -> None:
    person = arrive("Somebody", "phone", site=stack.site.replace("127.0.0.1", "localhost"))
    person.page.add_init_script("navigator.credentials.get = () => Promise.reject(new Error('closed'))")
    person.opens("/account/sign-in/")
    person.presses("Use my passkey")
    person.sees("You can try again, or sign in with your password or a code.")


def test_where_browsers_have_no_passkeys_the_page_says_so(arrive: Arrive) -> None:
    nour = arrive("Nour", "phone", java_script_enabled=False)
    nour.signs_in_by_the_form()
    nour.opens("/account/passkeys/add/")
    nour.writes(password=PASSWORD)
    nour.presses("Go on")
    nour.sees("For this one page a newer browser with scripts is needed.")
    expect(nour.page.get_by_role("button", name="Make a passkey")).to_be_hidden()


def holds_a_phone(person: Person) -> None:
    """A virtual one, that knows its owner's finger."""
    wire = person.page.context.new_cdp_session(person.page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": A_PHONE})


def adds_a_passkey(person: Person, name: str) -> None:
    person.opens("/me/")
    person.follows("Add a passkey")
    person.writes(password=PASSWORD)
    person.presses("Go on")
    person.writes(name=name)
    person.presses("Make a passkey")
    person.sees("You can sign in with your passkey from now on.")
    person.sees(f"With the passkey “{name}”")


def signs_out(person: Person) -> None:
    person.opens("/account/sign-out/")
    person.page.locator("main").get_by_role("button", name="Sign out").click()
    settle(person.page)
