"""People at their browsers, in the words of what they do there."""

import re
import time
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser import pictures
from tests.browser.letters import link_in
from tests.browser.stack import Stack
from tests.browser.windows import Window
from tests.browser.worlds import PASSWORD, address

TOKEN = re.compile('name="csrfmiddlewaretoken" value="([^"]+)"')
PATIENCE = 60.0  # for what a worker has to do first


@dataclass
class Person:
    name: str
    window: Window
    stack: Stack
    world: str
    album: str = ""  # whose pictures hang in the gallery under this name

    @property
    def page(self) -> Page:
        return self.window.page

    @property
    def email(self) -> str:
        return address(self.name, self.world)

    def said(self, english: str) -> str:
        """A text of the pages, as this person reads it."""
        return english

    def opens(self, path: str) -> None:
        self.page.goto(path)

    def follows(self, link: str) -> None:
        self.page.get_by_role("link", name=self.said(link)).first.click()

    def presses(self, button: str) -> None:
        self.page.get_by_role("button", name=self.said(button), exact=True).click()

    def writes(self, **answers: str) -> None:
        """Fills in fields by their names."""
        for name, answer in answers.items():
            self.page.locator(f"[name={name}]").fill(answer)

    def chooses(self, *chips: str, within: str = "main") -> None:
        for chip in chips:
            self.page.locator(within).get_by_label(self.said(chip), exact=True).check()

    def unfolds(self, title: str) -> None:
        self.page.locator("summary", has_text=self.said(title)).first.click()

    def sees(self, words: str) -> None:
        expect(self.page.get_by_text(self.said(words)).first).to_be_visible()

    def sees_nothing_of(self, *words: str) -> None:
        """Neither on the page nor hidden in it."""
        content = self.page.content()
        assert [word for word in words if word in content] == []

    def is_pictured(self, where: str) -> None:
        """For the gallery, if somebody walks there to be seen."""
        if self.album:
            pictures.keep(self.page, f"{self.album}-{where}")

    def waits_for(self, path: str, what: Locator, called: str) -> None:
        """Looks at a page again and again, until what somebody else or a worker does shows there."""
        deadline = time.monotonic() + PATIENCE
        self.opens(path)
        while not what.first.is_visible():
            assert time.monotonic() < deadline, f"{self.name} waited in vain on {path} for “{called}”"
            self.page.wait_for_timeout(200)
            self.page.reload()

    def is_told(self, title: str, letter: str) -> None:
        """By the bell, and by a letter; follows the letter to the page that it is about."""
        news = (
            self.page.get_by_role("listitem")
            .filter(has_text=self.said(title))
            .filter(has=self.page.locator(".tag.sun"))
        )
        self.waits_for("/notifications/", news, title)
        expect(self.page.locator("#bell b")).to_be_visible()
        self.opens(link_in(self.stack.letters.wait_for(self.email, self.said(letter))))

    def signs_up(self) -> None:
        """From the form to the letter and back, to the first page inside."""
        self.writes(email=self.email, password1=PASSWORD)
        self.chooses("Yes, write to me", "I am 18 or older.")
        self.chooses("You may keep what I write here and show it to those whom it is meant for.")
        self.presses("Sign up")
        self.sees("Please look into your mail")
        self.opens(link_in(self.stack.letters.wait_for(self.email, "Please confirm your e-mail address")))
        self.presses("Yes, this is me")

    def signs_in_by_the_form(self) -> None:
        self.opens("/account/sign-in/")
        self.writes(login=self.email, password=PASSWORD)
        self.presses("Sign in")
        expect(self.page.locator("summary", has_text=self.said("Menu"))).to_be_visible()

    def signs_in(self) -> None:
        """With what the form sends and without its page, where signing in is not what a test is about."""
        wire = self.page.context.request
        form = wire.get("/account/sign-in/").text()
        (token,) = set(TOKEN.findall(form))
        sent = {"csrfmiddlewaretoken": token, "login": self.email, "password": PASSWORD}
        answer = wire.post("/account/sign-in/", form=sent, max_redirects=0)
        assert answer.status == 302, answer.text()
        self.opens("/home/")
        expect(self.page.locator("[data-menu]")).to_be_visible()
