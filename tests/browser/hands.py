"""Somebody without a mouse: Tab, Enter, Space and the arrows, and at every stop they see where they are."""

from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.people import Person

FAR = 150  # stops; nobody has to go further on a page
NO_MOUSE = "addEventListener('pointerdown', () => console.error('there is a mouse'), true)"

# Where the focus is. It is seen by an outline of its own or of what holds it, and nothing lies over all of it.
STOP = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const holders = [it, ...(it.labels ?? []), it.closest(".place")].filter(Boolean);
  const outlined = style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const marked = holders.some(one => outlined(getComputedStyle(one)));
  const box = it.getBoundingClientRect();
  const parts = [.1, .3, .5, .7, .9];
  const over = parts.some(down => parts.some(along => {
    const found = document.elementFromPoint(box.left + box.width * along, box.top + box.height * down);
    return found && holders.some(one => one.contains(found));
  }));
  return { marked, over, skip: it.matches(".skip"), inside: !!it.closest("main"), what: it.outerHTML.slice(0, 160) };
}"""
STAYS = "it => !!it.closest('[data-talk]')"
HERE = "it => it === document.activeElement"


class Hands(Person):
    fresh = True  # the page has just come, and nothing was pressed on it

    def tabs(self) -> dict[str, Any] | None:
        """One stop further. None where the page ends."""
        self.page.keyboard.press("Tab")
        stop: dict[str, Any] | None = self.page.evaluate(STOP)
        if stop:
            assert stop["marked"], f"nobody sees that the focus is on {stop['what']}"
            assert stop["over"], f"something lies over {stop['what']}"
        return stop

    def reaches(self, target: Locator) -> None:
        """By Tab alone. A page begins with the way past its bar, or in the midst of what it is about."""
        expect(target).to_be_visible()
        if self.fresh:
            self.fresh = False
            stop = self.tabs()
            assert stop, "no Tab leads into the page"
            assert stop["skip"] or stop["inside"], f"the page begins with {stop}"
            if stop["skip"] and target.evaluate("it => !!it.closest('main')"):
                self.page.keyboard.press("Enter")
                stop = self.tabs()
                assert stop, "the way past the bar leads nowhere"
                assert stop["inside"], f"the way past the bar leads to {stop}"
        for _ in range(FAR):
            if target.evaluate(HERE):
                return
            self.tabs()
        raise AssertionError(f"no Tab leads to {target}")

    def goes(self, target: Locator) -> None:
        self.reaches(target)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.fresh = True

    def walks_through(self) -> int:
        """From the first stop of a page to its end; how many there are."""
        self.page.reload()
        for count in range(FAR * 2):
            stop = self.tabs()
            if not stop or (count and stop["skip"]):
                self.page.reload()
                self.fresh = True
                return count
        raise AssertionError(f"no Tab leads out of {self.page.url}")

    def opens(self, path: str) -> None:
        super().opens(path)
        self.fresh = True

    def follows(self, link: str) -> None:
        self.goes(self.page.get_by_role("link", name=self.said(link)).first)

    def presses(self, button: str) -> None:
        """What is sent from a conversation leads nowhere: the focus goes back to where the next words are written."""
        target = self.page.get_by_role("button", name=self.said(button), exact=True)
        if not target.evaluate(STAYS):
            return self.goes(target)
        self.reaches(target)
        self.page.keyboard.press("Enter")
        return expect(self.page.locator("[name=words]")).to_be_focused()

    def writes(self, **answers: str) -> None:
        for name, answer in answers.items():
            self.reaches(self.page.locator(f"[name={name}]"))
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(answer)

    def chooses(self, *chips: str, within: str = "main") -> None:
        for name in chips:
            chip = self.page.locator(within).get_by_label(self.said(name), exact=True)
            if chip.get_attribute("type") == "radio":
                self._turns_to(chip)
            else:
                self.reaches(chip)
            if not chip.is_checked():
                self.page.keyboard.press("Space")
            expect(chip).to_be_checked()

    def _turns_to(self, chip: Locator) -> None:
        """Several that exclude each other are one stop; the arrows choose among them."""
        group = self.page.locator(f"[name={chip.get_attribute('name')}]")
        chosen = group.and_(self.page.locator(":checked"))
        self.reaches(chosen if chosen.count() else group.first)
        for _ in range(group.count()):
            if chip.evaluate(HERE):
                return
            self.page.keyboard.press("ArrowDown")

    def unfolds(self, title: str) -> None:
        self.reaches(self.page.locator("summary", has_text=self.said(title)).first)
        self.page.keyboard.press("Enter")
