"""Somebody who reads from right to left: what they press and see in Arabic, and that no English is left for them."""

import json
import re
from functools import cache
from pathlib import Path

from django.utils import translation
from playwright.sync_api import expect

from support import catalogues
from tests.browser.people import Person

TOPICS = Path(__file__).resolve().parents[2] / "matching/data/topics.json"
PLACE = re.compile(r"%\(\w+\)[sd]")
FILLED_BY_SCRIPT = re.compile(r"\{\w+\}")
LETTERS = re.compile(r"[A-Za-z]{2,}")

# All that is read on the page, or heard, and is not marked as another language.
READ = """() => {
  const ours = it => it.closest("[lang]")?.lang === "ar" && !it.closest("script, style, template");
  const said = /^(aria-label|title|placeholder|alt|data-(words-.+|found|live-says))$/;
  const found = [document.title];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text; (text = texts.nextNode());) if (ours(text.parentElement)) found.push(text.data);
  for (const it of document.body.querySelectorAll("*"))
    for (const { name, value } of it.attributes)
      if (said.test(name) && ours(it)) found.push(value);
  return found;
}"""


@cache
def _texts() -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    """Each text and its translation; those with places for names as patterns, the longest first."""
    whole: dict[str, str] = {}
    open_: list[tuple[re.Pattern[str], str]] = []
    for message in catalogues.read("ar"):
        if isinstance(message.id, str) and isinstance(message.string, str) and message.id:
            whole.setdefault(message.id, message.string)
    for english, arabic in sorted(whole.items(), key=lambda pair: -len(pair[0])):
        if PLACE.search(english) and len(PLACE.sub("", english)) > 5:
            pattern = "(.+)".join(map(re.escape, PLACE.split(english)))
            open_.append((re.compile(pattern), arabic))
    for group in json.loads(TOPICS.read_text(encoding="utf-8")):
        for topic in (group, *group["topics"]):
            whole[topic["names"]["en"]] = topic["names"]["ar"]
    return whole, open_


def in_arabic(english: str) -> str:
    """As the pages say it; people's own words stay as they are."""
    whole, open_ = _texts()
    if english in whole:
        return whole[english]
    for pattern, arabic in open_:
        if found := pattern.fullmatch(english):
            return PLACE.sub("{}", arabic).format(*found.groups())
    with translation.override("ar"):
        return translation.gettext(english)


class Reader(Person):
    own_words: tuple[str, ...] = ()  # names, and what people wrote

    def said(self, english: str) -> str:
        return english if english in self.own_words else in_arabic(english)

    def sees(self, words: str) -> None:
        within = "[\u2066-\u2069]*".join(map(re.escape, self.said(words)))  # names keep their own direction
        expect(self.page.get_by_text(re.compile(within)).first).to_be_visible()
        self.reads_no_english()

    def reads_no_english(self) -> None:
        expect(self.page.locator("html")).to_have_attribute("lang", "ar")
        expect(self.page.locator("html")).to_have_attribute("dir", "rtl")
        left = [text.strip() for text in self.page.evaluate(READ) if LETTERS.search(self._without_own(text))]
        assert left == [], f"{self.page.url}: {left}"

    def _without_own(self, text: str) -> str:
        for words in sorted(self.own_words, key=len, reverse=True):
            text = text.replace(words, "")
        return FILLED_BY_SCRIPT.sub("", text)
