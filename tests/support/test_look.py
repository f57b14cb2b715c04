"""The look keeps its promises: contrast in both themes, one place for values, nothing inline, a light first visit."""

import gzip
import re
import struct
from itertools import product
from pathlib import Path

import pytest
from django.template.loader import get_template, render_to_string

from support.branding.colours import COLOURS as COLOURS_TO_CHOOSE
from support.web import shell

SUPPORT = Path(__file__).resolve().parents[2] / "support"
STATIC = SUPPORT / "static"
TEMPLATES = SUPPORT / "templates"
TOKENS = (STATIC / "css/tokens.css").read_text()
SHEETS = sorted(
    path for path in (STATIC / "css").glob("*.css") if path.name not in ("tokens.css", "colours.css")
)
PAGES = sorted(
    path for path in TEMPLATES.rglob("*.html") if "email" not in str(path) and "mail" not in path.parts
)
DRAWINGS = sorted(TEMPLATES.rglob("*.svg"))

PAIR = r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)"
COLOURS = {name: pair for name, *pair in re.findall(PAIR, TOKENS.partition("@supports")[0])}
MORE = {name: pair for name, *pair in re.findall(PAIR, TOKENS.partition("prefers-contrast: more")[2])}
GROUNDS = ("paper", "paper-raised", "paper-sunk", "leaf-wash", "clay-wash", "sun-wash")
WORDS = [*product(("ink", "ink-soft", "leaf", "leaf-deep", "clay"), GROUNDS), *product(("sun",), GROUNDS)]
WORDS += [
    ("leaf-ink", "leaf"),
    ("leaf-ink", "leaf-deep"),
    ("sun-ink", "sun-fill"),
    ("paper", "clay"),
    ("paper", "leaf"),
]
EDGES = [*product(("edge", "focus", "leaf", "sun", "clay"), GROUNDS), ("leaf", "leaf-fill"), ("ink", "paper")]
TROUBLES = (
    "400.html",
    "403.html",
    "404.html",
    "405.html",
    "429.html",
    "500.html",
    "offline.html",
    "stale_form.html",
)
THEMES = {"light": 0, "dark": 1}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("words", "ground"), WORDS)
def test_words_can_be_read(words: str, ground: str, theme: str) -> None:
    side = THEMES[theme]
    assert contrast(COLOURS[words][side], COLOURS[ground][side]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_that_mean_something_can_be_seen(edge: str, ground: str, theme: str) -> None:
    side = THEMES[theme]
    assert contrast(COLOURS[edge][side], COLOURS[ground][side]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_whoever_asks_for_more_contrast_gets_it(ground: str, theme: str) -> None:
    side, more = THEMES[theme], COLOURS | MORE
    assert set(MORE) == {"clay", "sun", "focus"}
    for words in ("ink", "leaf-deep", "clay", "sun"):  # then ink is also soft ink, and deep leaf every leaf
        assert contrast(more[words][side], more[ground][side]) >= 7, words
    assert "--leaf: var(--leaf-deep);" in TOKENS
    assert "--ink-soft: var(--ink);" in TOKENS


CHOSEN = (STATIC / "css/colours.css").read_text()
BY_NAME = dict(re.findall(r'\[data-colour="(\w+)"\] \{(.*?)\}', CHOSEN, re.DOTALL))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", BY_NAME)
def test_the_colour_of_a_community_can_be_read_as_well_as_leaf(name: str, theme: str) -> None:
    own = {token: pair for token, *pair in re.findall(PAIR, BY_NAME[name])}
    assert set(own) == {token for token in COLOURS if token.startswith("leaf")}
    side, colours = THEMES[theme], COLOURS | own
    for pairs, least in ((WORDS, 4.5), (EDGES, 3)):
        for one, other in pairs:
            assert contrast(colours[one][side], colours[other][side]) >= least, (one, other)
    for ground in GROUNDS:
        assert contrast(colours["leaf-deep"][side], colours[ground][side]) >= 7, ground
    for words in ("ink", "clay", "sun"):
        more = COLOURS | MORE
        assert contrast(more[words][side], own["leaf-wash"][side]) >= 7, words


def test_every_colour_that_can_be_chosen_has_its_values() -> None:
    assert set(BY_NAME) == set(COLOURS_TO_CHOOSE) - {""}


def test_every_colour_is_in_a_pair_that_is_tested_or_carries_no_meaning() -> None:
    tested = {name for pair in [*WORDS, *EDGES] for name in pair}
    assert set(COLOURS) - tested == {"line", "rule"}


def test_older_phones_get_the_light_theme_unchanged() -> None:
    fallback = TOKENS.split("@supports not", 1)[1].partition("@media")[0]
    plain = dict(re.findall(r"--([\w-]+): (#\w{6});", fallback))
    assert plain == {name: light for name, (light, _dark) in COLOURS.items()}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_below_the_tokens_nothing_names_a_raw_colour_or_duration(sheet: Path) -> None:
    rules = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", sheet.read_text(), flags=re.DOTALL)
    raw = re.findall(
        r"#[0-9a-fA-F]{3,8}\b(?=[^{]*[;}])|\b(?:rgba?|hsla?|oklch|oklab)\(|\b\d*\.?\d+m?s\b|:\s*(?:white|black|red)\b",
        rules,
    )
    assert raw == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_token_that_is_used_exists(sheet: Path) -> None:
    known = set(re.findall(r"(--[\w-]+):", TOKENS + sheet.read_text()))
    assert set(re.findall(r"var\((--[\w-]+)", sheet.read_text())) <= known


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_right_to_left_needs_no_second_sheet(sheet: Path) -> None:
    """Sides are named by the direction of reading, so that Arabic mirrors by itself."""
    rules = re.sub(r"\[dir=\"rtl\"\][^{]*\{[^}]*\}", "", sheet.read_text())
    sides = r"(?:margin|padding|border)-(?:left|right)|(?:^|[;{]\s*)(?:left|right):|text-align: (?:left|right)|float:"
    assert re.findall(sides, rules) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_nothing_is_inline(page: Path) -> None:
    """The content security policy would refuse it, and so do we, earlier."""
    html = page.read_text()
    assert not re.search(r"<style|\sstyle\s*=|javascript:|\son[a-z]+\s*=\s*[\"']", html)
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing.name)
def test_drawings_are_silent_and_take_their_colours_from_the_page(drawing: Path) -> None:
    svg = drawing.read_text()
    assert 'aria-hidden="true"' in svg
    assert not re.search(r"#[0-9a-f]{3,6}\b|\sstyle=|<style", svg)


def test_the_bar_of_the_browser_has_the_colour_of_the_paper() -> None:
    metas = re.findall(r'name="theme-color" content="(#\w{6})"', (TEMPLATES / "base.html").read_text())
    assert metas == COLOURS["paper"]
    assert COLOURS["paper"][0] == shell.PAPER


def test_the_icons_are_small_and_of_their_size() -> None:
    for path in sorted((STATIC / "icons").glob("*.png")):
        data, size = path.read_bytes(), int(path.stem.partition("-")[2])
        assert struct.unpack(">II", data[16:24]) == (size, size)
        assert len(data) < 6_000


def test_pages_for_trouble_need_no_context_at_all() -> None:
    """Django renders the last resort without a request: no member, no community, no addresses."""
    for name in TROUBLES:
        page = get_template(name).render()
        assert "<h1>" in page
        assert "data-leave-quickly" in page
        assert 'href="/crisis/"' in page


def test_after_trouble_the_words_are_still_there() -> None:
    """What was sent did not arrive, so the browser does not forget it."""
    for name in TROUBLES:
        assert "data-nothing-arrived" in get_template(name).render()


def test_a_first_visit_is_light() -> None:
    """All that base.html asks for, compressed as it travels, and room for the page itself: under 100 kB."""
    page = render_to_string("404.html")
    assets = set(re.findall(r'(?:href|src)="/?static/([^"]+)"', page))
    assert {"css/tokens.css", "js/quick-exit.js", "fonts/newsreader.woff2"} <= assets
    assert weight(assets | {"js/week-grid.js", "js/timezone.js"}) < 70_000


def test_both_voices_fit_in_forty_kilobytes() -> None:
    assert sum(font.stat().st_size for font in (STATIC / "fonts").glob("*.woff2")) < 40_000


def weight(assets: set[str]) -> int:
    """Bytes on the wire. Fonts are compressed already."""
    files = [(STATIC / asset).read_bytes() for asset in assets if not asset.endswith(".woff2")]
    fonts = sum((STATIC / asset).stat().st_size for asset in assets if asset.endswith(".woff2"))
    return fonts + sum(len(gzip.compress(file)) for file in files)
