"""A logo from outside can do nothing but be seen, whatever was in its file."""

import re
import struct
import zlib
from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Community, Logo, Member, Role
from support.branding import logos, png, svg
from support.models import Decision

NS = 'xmlns="http://www.w3.org/2000/svg"'
SHAPE = '<path d="M0 0h4v4z" fill="#1f6b4f"/>'
GOOD = f'<svg {NS} viewBox="0 0 4 4">{SHAPE}</svg>'.encode()


def inside(body: str, more: str = "") -> bytes:
    return f'<svg {NS} viewBox="0 0 4 4" {more}>{body}{SHAPE}</svg>'.encode()


MALICIOUS = {
    "script": inside("<script>alert(1)</script>"),
    "script in another prefix": inside('<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>'),
    "html script": inside('<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>'),
    "foreign object": inside(
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="x()"/></foreignObject>'
    ),
    "a shape in a foreign object": inside('<foreignObject><path d="M1 1" onclick="x()"/></foreignObject>'),
    "onload": inside("", 'onload="alert(1)"'),
    "event on a shape": inside('<rect width="1" height="1" onclick="alert(1)" OnMouseOver="x()"/>'),
    "style element": inside("<style>@import url(https://evil.example/x.css);</style>"),
    "style attribute": inside('<rect width="1" style="fill:url(https://evil.example)"/>'),
    "link": inside('<a href="javascript:alert(1)"><rect width="1" height="1"/></a>'),
    "xlink": inside('<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://evil.example/#a"/>'),
    "use of data": inside('<use href="data:image/svg+xml;base64,AAAA#x"/>'),
    "image": inside('<image href="https://evil.example/pixel"/>'),
    "fill from elsewhere": inside('<rect width="1" height="1" fill="url(https://evil.example/#a)"/>'),
    "fill from elsewhere, spelt oddly": inside(
        '<rect width="1" height="1" fill="UrL( &#39;//evil.example/#a&#39;)"/>'
    ),
    "escaped letters": inside('<rect width="1" height="1" fill="u\\72l(//evil.example)"/>'),
    "animate": inside('<animate attributeName="href" values="javascript:alert(1)"/>'),
    "set": inside('<set attributeName="onload" to="alert(1)"/>'),
    "filter": inside('<filter id="f"><feImage href="https://evil.example"/></filter>'),
    "xml base": inside("", 'xml:base="https://evil.example/"'),
    "stylesheet instruction": b'<?xml-stylesheet href="https://evil.example/x.css"?>' + GOOD,
    "comment that closes early": inside("<!-- --><script>alert(1)</script><!-- -->"),
    "cdata": inside("<desc><![CDATA[<script>alert(1)</script>]]></desc>"),
    "handler in an id": inside('<rect id="a&quot; onload=&quot;alert(1)" width="1" height="1"/>'),
    "svg in svg": inside('<svg onload="alert(1)"><script/></svg>'),
    "metadata": inside(
        '<metadata><rdf xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#">Ada</rdf></metadata>'
    ),
}
REFUSED = {
    "entities": b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + inside("<desc>&b;</desc>"),
    "a file of the machine": b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    + inside("<desc>&x;</desc>"),
    "a document type": b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://evil.example/x.dtd">' + GOOD,
    "html": b"<html><body><script>alert(1)</script></body></html>",
    "another namespace": GOOD.replace(b"2000/svg", b"1999/xhtml"),
    "no namespace": b'<svg viewBox="0 0 1 1"><rect/></svg>',
    "broken": b"<svg",
    "nothing": b"",
    "nothing to see": inside("").replace(SHAPE.encode(), b""),
    "only in a foreign object": inside(f"<foreignObject>{SHAPE}</foreignObject>").replace(
        SHAPE.encode() + b"</svg>", b"</svg>"
    ),
    "no size": GOOD.replace(b'viewBox="0 0 4 4"', b""),
    "too deep": inside("<g>" * 30 + "</g>" * 30),
    "too many": inside("<g/>" * 1001),
    "too large": inside(" " * svg.MOST_BYTES),
    "an undeclared prefix": inside("<x:script/>"),
    "jpeg": b"\xff\xd8\xff\xe0" + b"\0" * 40,
}
ALLOWED = re.compile(r"</?(svg|g|defs|path|rect|circle|linearGradient|stop)\b[^<>]*>")


@pytest.mark.parametrize("name", MALICIOUS)
def test_of_a_malicious_drawing_the_harmless_shapes_are_left(name: str) -> None:
    made = svg.clean(MALICIOUS[name]).decode()
    assert SHAPE.replace("/>", "></path>") in made
    assert ALLOWED.sub("", made) == ""
    for word in ("script", "on", "href", "style", "url", "data:", "evil", "alert", "<!", "<?", "Ada"):
        assert word not in made.replace("version", ""), (name, made)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_drawing_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        svg.clean(REFUSED[name])


def test_an_honest_drawing_looks_as_before() -> None:
    drawn = inside(
        '<defs><linearGradient id="sun"><stop offset="0" stop-color="#edb73e"/></linearGradient></defs>'
        '<circle cx="2" cy="2" r="1.5" fill="url(#sun)" stroke="rgb(1, 2, 3)" transform="rotate(-45 2 2)"/>'
    )
    made = svg.clean(drawn)
    for part in (b'fill="url(#sun)"', b'stroke="rgb(1, 2, 3)"', b'transform="rotate(-45 2 2)"', b'id="sun"'):
        assert part in made
    assert svg.clean(made) == made


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def picture(
    *, side: int = 16, rows: bytes | None = None, more: bytes = b"", interlaced: int = 0, depth: int = 8
) -> bytes:
    header = struct.pack(">IIBBBBB", side, side, depth, 6, 0, 0, interlaced)
    data = (b"\0" + b"\x10\x20\x30\xff" * 16) * 16 if rows is None else rows
    packed = zlib.compress(data)
    return png.SIGNATURE + chunk(b"IHDR", header) + more + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def test_a_picture_is_kept_without_what_tells_of_its_maker() -> None:
    told = chunk(b"tEXt", b"Author\0Ada") + chunk(b"eXIf", b"52.5 N 13.4 E")
    assert png.clean(picture(more=told) + b"<script>alert(1)</script>") == png.clean(picture()) == picture()


WRONG = {
    "too small": picture(side=8),
    "too large": picture(side=2000),
    "a bomb": picture(rows=b"\0" * 5_000_000),
    "too little": picture(rows=b"\0" * 10),
    "interlaced": picture(interlaced=1),
    "an odd depth": picture(depth=3),
    "a wrong check": picture()[:-20] + b"\0" * 4 + picture()[-16:],
    "cut off": picture()[:-12],
    "an unknown critical chunk": picture(more=chunk(b"EVIL", b"")),
    "a false filter": picture(rows=(b"\x09" + b"\0" * 64) * 16),
    "no rows at all": png.SIGNATURE + chunk(b"IEND", b""),
    "many bytes": picture(more=chunk(b"tEXt", b"x" * png.MOST_BYTES)),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_whole_picture_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        png.clean(WRONG[name])


@pytest.mark.django_db
def test_it_is_served_so_that_it_can_do_nothing(riverside: Community, now: datetime) -> None:
    mark = logos.put(community=riverside, data=MALICIOUS["script"], now=now)
    answer = Client().get(reverse("community_logo", args=["riverside", mark]))
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"script" not in answer.content
    assert mark in Client().get(reverse("community", args=["riverside"])).content.decode()
    logos.put(community=riverside, data=picture(), now=now)
    assert Client().get(reverse("community_logo", args=["riverside", mark])).status_code == 404


@pytest.mark.django_db
def test_an_owner_gives_and_takes_it(riverside: Community, nour: Member) -> None:
    riverside.memberships.filter(member=nour).update(role=Role.OWNER)
    client, page = Client(), reverse("dashboard_section", args=["riverside", "look"])
    client.force_login(nour)

    def send(**said: object) -> object:
        return client.post(page, {"seen": client.get(page).context["form"]["seen"].value(), **said})

    send(colour="plum", logo=SimpleUploadedFile("logo.svg", GOOD, content_type="text/html"))
    shown = client.get(page).content.decode()
    assert 'data-colour="plum"' in shown
    assert "css/colours.css" in shown
    assert Logo.objects.get().kind == "svg"
    send(colour="plum", logo=SimpleUploadedFile("logo.svg", REFUSED["entities"]))
    assert bytes(Logo.objects.get().content) == svg.clean(GOOD)
    send(colour="#123456")
    send(colour="", logo_off="on")
    assert not Logo.objects.exists()
    changed = Decision.objects.order_by("pk").values_list("refers_to__changed", flat=True)
    assert list(changed) == ["colour logo", "colour logo"]
