"""What a page must keep so that everybody can use it: axe has nothing to say, and everything can be hit.

Axe's rule on the size of targets (WCAG 2.2 AA) is off until it is asked for; it leaves out what it cannot judge, so all
that can be pressed is measured here as well.
"""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WHAT_TO_SAY = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
LEAST = 24  # CSS pixels

# Each thing that can be pressed and is smaller than the least, unless a circle of that width around it touches nothing
# else that can be pressed, or it is a link within a sentence. A tick is as large as itself and its words.
TOO_SMALL = """least => {
  const pressed = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=gridcell]";
  const shows = { visibilityProperty: true, opacityProperty: true };
  const seen = it => it.checkVisibility(shows) && !it.closest(".heard");
  const around = (a, b) => ({ left: Math.min(a.left, b.left), right: Math.max(a.right, b.right),
    top: Math.min(a.top, b.top), bottom: Math.max(a.bottom, b.bottom) });
  const box = it => [...(/^(checkbox|radio)$/.test(it.type) ? it.labels : [])].filter(seen)
    .map(label => label.getBoundingClientRect()).reduce(around, it.getBoundingClientRect());
  const inSentence = it => getComputedStyle(it).display === "inline" &&
    it.parentElement.textContent.replace(it.textContent, "").trim() !== "";
  const all = [...document.querySelectorAll(pressed)].filter(seen).map(it => ({ it, box: box(it) }))
    .filter(({ box }) => box.right - box.left > 1); // the way past the bar shows when it has the focus
  const beside = (at, from, to) => Math.max(from - at, 0, at - to);
  const away = ({ x, y }, box) => Math.hypot(beside(x, box.left, box.right), beside(y, box.top, box.bottom));
  const short = box => Math.min(box.right - box.left, box.bottom - box.top);
  const small = all.filter(({ it, box }) => short(box) < least - .01 && !inSentence(it));
  const middle = ({ left, right, top, bottom }) => ({ x: (left + right) / 2, y: (top + bottom) / 2 });
  const apart = (a, b) => Math.hypot(middle(a).x - middle(b).x, middle(a).y - middle(b).y);
  const crowds = (one, other) => other !== one && !one.it.contains(other.it) && !other.it.contains(one.it) &&
    (away(middle(one.box), other.box) < least / 2 || (small.includes(other) && apart(one.box, other.box) < least));
  return small.filter(one => all.some(other => crowds(one, other)))
    .map(({ it, box }) => `${Math.round(short(box))}: ${it.outerHTML.slice(0, 160)}`);
}"""


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds: each rule that is broken, and where."""
    found: list[dict[str, Any]] = Axe().run(page, options=WHAT_TO_SAY).response["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


def too_small_to_hit(page: Page) -> list[str]:
    found: list[str] = page.evaluate(TOO_SMALL, LEAST)
    return found
