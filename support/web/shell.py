"""What makes this a place on one's phone: its manifest, its service worker, and the pages for when there is no line.

Whatever a browser keeps is the page of a stranger: no name, no community, nothing unread.
"""

import json
import re
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from accounts.languages import pages_in
from accounts.push import keys
from support.web import files
from support.web.crisis import lines_for

PAPER = "#fbf7f0"  # as in tokens.css; a test compares
OF_THE_PAGE = re.compile(r'<(?:link|script)[^>]+?(?:href|src)="([^"]+)"')


@require_safe
@cache_control(no_cache=True, private=True)
def manifest(request: HttpRequest) -> HttpResponse:
    """How the place is called and looks on a home screen, in the language of whoever puts it there."""
    about: dict[str, Any] = {
        "id": "/",
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "description": _("A quiet place to ask for help and to offer it."),
        "lang": get_language() or settings.LANGUAGE_CODE,
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": reverse("front"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": static("icons/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            *(_icon(size, purpose) for size in (192, 512) for purpose in ("any", "maskable")),
        ],
        "shortcuts": [{"name": _("Crisis help"), "url": reverse("crisis")}],
    }
    return JsonResponse(about, content_type="application/manifest+json")


def _icon(size: int, purpose: str) -> dict[str, str]:
    name = f"icons/{'maskable' if purpose == 'maskable' else 'icon'}-{size}.png"
    return {"src": static(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


@require_safe
@cache_control(no_cache=True)
@condition(etag_func=lambda request: f'"{files.release()}"')
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, so that it serves every page. It is another one whenever anything that pages are made of is."""
    return HttpResponse(_script(), content_type="text/javascript; charset=utf-8")


@cache
def _script() -> str:
    shell = {
        "release": files.release(),
        "offline": reverse("offline"),
        "crisis": reverse("crisis"),
        "keptCrisis": reverse("offline_crisis"),
        "files": settings.STATIC_URL,
        "keptFiles": _files_of(render_to_string("offline.html")),
        "namedByContent": files.are_named_by_their_content(),
        "ring": _ring(),
    }
    source = (files.SUPPORT / "static" / "js" / "service-worker.js").read_text()
    return f"self.SHELL = {json.dumps(shell)};\n{source}"


def _ring() -> dict[str, Any]:
    """What it needs to show what is new, and to say where it is rung when that changes while no page is open."""
    key = keys.current()
    return {
        "key": key.public if key else "",
        "moved": reverse("device_moved"),
        "page": reverse("notifications"),
        "icon": static("icons/icon-192.png"),
        # Shown where a message came that it cannot read: browsers want something to be shown.
        "words": {language: _said_in(language) for language in pages_in()},
    }


def _said_in(language: str) -> str:
    with override(language):
        return _("Something new is waiting for you")


def _files_of(page: str) -> list[str]:
    """The sheets, scripts and letters that a page asks for."""
    asked = dict.fromkeys(OF_THE_PAGE.findall(page))
    return [address for address in asked if address.startswith(settings.STATIC_URL)]


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What the service worker shows where no line is."""
    return _for_a_stranger("offline.html", {})


@require_safe
def offline_crisis(request: HttpRequest) -> HttpResponse:
    """Crisis help as the service worker keeps it: the lines of one's country, as they are today."""
    return _for_a_stranger("web/crisis/kept.html", lines_for(request))


def _for_a_stranger(template: str, shown: dict[str, Any]) -> HttpResponse:
    """Made without the request, so that nothing of who asks, and of what waits to be said to them, can be in it."""
    return HttpResponse(render_to_string(template, {"site_name": settings.SITE_NAME} | shown))
