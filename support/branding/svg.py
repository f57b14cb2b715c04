"""A drawing from outside, made anew from what is known to be harmless.

A real parser reads it (expat of the standard library: with a document type refused there are no entities to grow or to
fetch). Written again is only what stands in the lists below, so scripts, styles, links, pictures, text and whatever
else a browser may learn one day are not taken out: they are never put in.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_BYTES = 64 * 1024
MOST_ELEMENTS, DEEPEST = 1000, 20
SVG = "http://www.w3.org/2000/svg"
SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
ELEMENTS = SHAPES | {"svg", "g", "defs", "linearGradient", "radialGradient", "stop", "clipPath"}
GEOMETRY = "d x y x1 y1 x2 y2 cx cy r rx ry fx fy width height points transform viewBox preserveAspectRatio"
PAINT = (
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit "
    "stroke-dasharray stroke-dashoffset opacity clip-path clip-rule color"
)
GRADIENTS = "id offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod clipPathUnits"
ATTRIBUTES = frozenset(f"{GEOMETRY} {PAINT} {GRADIENTS}".split())
# Numbers, names, colours and lists of them. No colon, no quote, no backslash: no address can be written with these.
PLAIN = re.compile(r"[A-Za-z0-9\s.,#%()+_-]*")
NAME = re.compile(r"[A-Za-z][\w-]{0,60}", re.ASCII)
OWN = re.compile(r"url\(#[A-Za-z][\w-]{0,60}\)", re.ASCII)  # something of the same drawing
LENGTH = re.compile(r"(\d+(?:\.\d+)?)(?:px)?")


class NoDrawing(ValidationError):
    """Not a drawing that can be shown; says why."""


@dataclass
class _Writer:
    """Writes what is allowed while the parser reads. `outside` counts how deep inside of something else it is."""

    out: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    outside: int = 0
    elements: int = 0
    shapes: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _at, tag = name.rpartition(" ")
        self.elements += 1
        if self.elements > MOST_ELEMENTS or len(self.open) + self.outside >= DEEPEST:
            raise NoDrawing(_("This drawing is too complicated for a logo."))
        if not self.open and (space, tag) != (SVG, "svg"):
            raise NoDrawing(_("This is not an SVG drawing."))
        if self.outside or space != SVG or tag not in ELEMENTS or (self.open and tag == "svg"):
            self.outside += 1
            return
        self.shapes += tag in SHAPES
        kept = _kept(attributes)
        if not self.open:
            kept = {"xmlns": SVG} | _sized(kept)
        self.open.append(tag)
        self.out.append(f"<{tag}{''.join(f' {name}={quoteattr(value)}' for name, value in kept.items())}>")

    def end(self, _name: str) -> None:
        if self.outside:
            self.outside -= 1
        else:
            self.out.append(f"</{self.open.pop()}>")


def clean(data: bytes) -> bytes:
    """The drawing, made anew. Raises NoDrawing."""
    if len(data) > MOST_BYTES:
        raise NoDrawing(_("Please keep an SVG under 64 kilobytes."))
    writer = _Writer()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler, parser.EndElementHandler = writer.start, writer.end
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise NoDrawing(_("This is not an SVG drawing.")) from error
    if not writer.shapes:
        raise NoDrawing(
            _("Nothing of this drawing can be shown: please turn text into paths, and leave out pictures.")
        )
    return "".join(writer.out).encode()


def _refuse_doctype(*_declared: object) -> None:
    raise NoDrawing(_("Please save the drawing as plain SVG, without a document type (DOCTYPE)."))


def _kept(attributes: dict[str, str]) -> dict[str, str]:
    return {
        name: value for name, value in attributes.items() if name in ATTRIBUTES and _harmless(name, value)
    }


def _harmless(name: str, value: str) -> bool:
    if name == "id":
        return bool(NAME.fullmatch(value))
    if "url" in value.casefold():
        return bool(OWN.fullmatch(value.strip()))
    return bool(PLAIN.fullmatch(value))


def _sized(kept: dict[str, str]) -> dict[str, str]:
    """The outermost element always says how large its paper is, so that it can be shown in any size."""
    if "viewBox" not in kept:
        sides = [LENGTH.fullmatch(kept.get(side, "")) for side in ("width", "height")]
        if not all(sides):
            raise NoDrawing(_("The drawing does not say how large it is: it needs a viewBox."))
        kept["viewBox"] = " ".join(["0", "0", *(side[1] for side in sides if side)])
    return {
        name: value for name, value in kept.items() if name not in ("width", "height", "x", "y", "transform")
    }
