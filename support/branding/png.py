"""A picture from outside, checked to the last byte and written again without what tells of its maker.

PNG has few enough rules to hold with the standard library; one that knows forty formats would bring the mistakes
of all of them. Whatever is no picture data (places, cameras, comments, a second file behind the first) is left out.
"""

import struct
import zlib
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_BYTES = 256 * 1024
SMALLEST, LARGEST = 16, 1024
SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEPT = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by type of colour
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}


class NoPicture(ValidationError):
    """Not a picture that can be shown; says why."""


def clean(data: bytes) -> bytes:
    """The picture, written again. Raises NoPicture."""
    if len(data) > MOST_BYTES:
        raise NoPicture(_("Please keep a PNG under 256 kilobytes."))
    if not data.startswith(SIGNATURE):
        raise NoPicture(_("This is not a PNG picture."))
    chunks = list(_chunks(data))
    names = [name for name, _body in chunks]
    if not names or names[0] != b"IHDR" or names[-1] != b"IEND" or names.count(b"IHDR") != 1:
        raise _broken()
    unknown = [name for name in names if name not in KEPT and not name[0] & 0x20]
    if unknown or names.count(b"PLTE") > 1 or names.count(b"tRNS") > 1:
        raise _broken()
    _check_rows(chunks[0][1], b"".join(body for name, body in chunks if name == b"IDAT"))
    return SIGNATURE + b"".join(_chunk(name, body) for name, body in chunks if name in KEPT)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk up to the end of the picture; what comes after it is nothing of ours."""
    at = len(SIGNATURE)
    while at + 12 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        check = data[at + 8 + length : at + 12 + length]
        if len(body) != length or check != struct.pack(">I", zlib.crc32(name + body)):
            raise _broken()
        yield name, body
        if name == b"IEND":
            return
        at += 12 + length


def _check_rows(header: bytes, packed: bytes) -> None:
    """The rows unpack to exactly what the header promises: no more is ever unpacked."""
    if len(header) != 13:
        raise _broken()
    width, height, depth, colour, packing, filtering, interlaced = struct.unpack(">IIBBBBB", header)
    if not (SMALLEST <= width <= LARGEST and SMALLEST <= height <= LARGEST):
        raise NoPicture(_("Please take a picture of 16 to 1024 points on each side."))
    if interlaced:
        raise NoPicture(_("Please save the picture without interlacing."))
    if depth not in DEPTHS.get(colour, ()) or packing or filtering:
        raise _broken()
    row = 1 + (width * depth * CHANNELS[colour] + 7) // 8
    unpacker = zlib.decompressobj()
    try:
        rows = unpacker.decompress(packed, row * height + 1)
    except zlib.error as error:
        raise _broken() from error
    if len(rows) != row * height or not unpacker.eof or any(kind > 4 for kind in rows[::row]):
        raise _broken()


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _broken() -> NoPicture:
    return NoPicture(_("This PNG picture is broken. Please save it once more and try again."))
