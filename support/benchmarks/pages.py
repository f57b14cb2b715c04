"""Four pages as a cheap phone and a desktop see them: Lighthouse's marks, their bytes on the wire, and what moves.

The service runs as the embedded default does, with the demo and with its files collected; Lighthouse slows the line and
the processor down as it does by default. Each page is looked at several times, and the middle mark counts.
"""

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from statistics import median_low
from typing import NamedTuple

from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import sync_playwright

from accounts.clock import database_now
from accounts.models import Member
from matching import matches
from matching.models import Match, MatchState
from support.benchmarks import browsing, lighthouse, serving
from support.benchmarks.hosting import Hosting
from support.benchmarks.report import Findings, Row, Table
from support.benchmarks.wanted import Wanted
from support.demo import SIGN_INS, SLUG

GOOD, FIRST, HOME = 95, 100_000, 30_000
STILL = 0.01  # a tenth of what Lighthouse calls good: letters that arrive may stir a line by a pixel
NOTE = (
    "Of a hundred each, the middle one of several visits with nothing kept; `lowest` is the worst performance among "
    "them. `shift` is CLS, the largest seen. Mobile: Lighthouse's slow line and slow processor; desktop: its preset."
)
NOTE_WIRE = (
    "Bytes of everything that a page asks for, headers included, as Chromium counts them; without TLS."
)


class Page(NamedTuple):
    """One that is measured; strangers read it, or the demo's seeker."""

    name: str
    address: str
    session: str | None


def run(wanted: Wanted, findings: Findings, hosting: Hosting) -> None:
    """Each page on each device, so many times as `--repeats` says."""
    words, program = hosting.lighthouse(), hosting.chromium()
    port = serving.free_port()
    site = f"http://{serving.HERE}:{port}"
    _collect(hosting)
    pages = _pages(site)
    web = hosting.script("web", "gunicorn", *serving.gunicorn(port))
    serving.answers(port)
    try:
        wire = [_weigh(program, page, site) for page in pages]
        rows = [
            _marks(words, program, page, site, device, wanted.repeats)
            for device in lighthouse.DEVICES
            for page in pages
        ]
    finally:
        web.stop()
    findings.tables.append(Table("marks", "Lighthouse's marks", rows, NOTE))
    findings.tables.append(Table("wire", "Bytes on the wire", wire, NOTE_WIRE))
    _judge(findings, rows, wire)


def _collect(hosting: Hosting) -> None:
    """The files as a visitor gets them: named by their content, compressed. This process goes without."""
    Path(settings.STATIC_ROOT).mkdir()
    collecting = hosting.script("collect", "django", "collectstatic", "--no-input", "--verbosity=0")
    if collecting.process.wait(timeout=serving.PATIENCE) != 0:
        raise OSError("The files of the pages could not be collected.")


def _pages(site: str) -> list[Page]:
    """The demo's seeker has a match to answer: a round is held, and whom it found says yes."""
    with redirect_stdout(StringIO()):
        call_command("load_crisis_resources")
        call_command("load_demo")
        call_command("round", community=SLUG)
    seeker = Member.objects.get(email=SIGN_INS[0].email)
    met = (
        Match.objects.filter(seeker=seeker, state=MatchState.PROPOSED).select_related("helper").earliest("pk")
    )
    versions = (met.need_version, met.offer_version)
    matches.answer(match=met, member=met.helper, answer="yes", seen=versions, now=database_now())
    session = serving.session_of(seeker)
    return [
        Page("public page", site + reverse("community", args=[SLUG]), None),
        Page("home", site + reverse("home"), session),
        Page("ask", site + reverse("ask", args=[SLUG]), session),
        Page("match", site + reverse("match", args=[met.uid]), session),
    ]


def _weigh(program: str, page: Page, site: str) -> Row:
    with sync_playwright() as playwright:
        first, again = browsing.weigh(
            playwright, page.address, program=program, site=site, session=page.session
        )
    return {"page": page.name, "first_visit": first, "next_visit": again}


def _marks(words: list[str], program: str, page: Page, site: str, device: str, repeats: int) -> Row:
    port = serving.free_port()
    with (
        sync_playwright() as playwright,
        browsing.at_port(playwright, port, program=program, site=site, session=page.session),
    ):
        seen = [lighthouse.look(words, page.address, device=device, port=port) for _ in range(repeats)]
    return {
        "device": device,
        "page": page.name,
        "performance": median_low(each.performance for each in seen),
        "lowest": min(each.performance for each in seen),
        "accessibility": median_low(each.accessibility for each in seen),
        "best_practices": median_low(each.best_practices for each in seen),
        "shift": max(each.layout_shift for each in seen),
        "missed": ", ".join(sorted({check for each in seen for check in each.missed})),
    }


def _judge(findings: Findings, rows: list[Row], wire: list[Row]) -> None:
    for kind in ("performance", "accessibility", "best_practices"):
        lowest = min(row[kind] for row in rows)
        findings.at_least(
            "G8", f"{kind.replace('_', ' ')} of the page that has the lowest mark", lowest, GOOD
        )
    public, home, *_ = wire
    findings.at_most("G8", "bytes of a first visit, public page", public["first_visit"], FIRST)
    findings.at_most("G8", "bytes of home, signed in for the first time", home["first_visit"], FIRST)
    findings.at_most("G8", "bytes of home after that", home["next_visit"], HOME)
    findings.at_most("G8", "the largest layout shift", max(row["shift"] for row in rows), STILL)
