"""Links in what people write, shown for what they are: where they lead stands there in full, and nothing is fetched."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

# Signs that are not to be seen, or turn what is around them, end a link.
_LINK = re.compile(r"https?://[^\s<>\"'\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+", re.I)
_AFTER = ".,;:!?)]}\u2026\u00bb\u201d\u2019"
_LONGEST_HOST = 253
_KEPT = "/?#[]@!$&'()*+,;=:%-._~"


@dataclass(frozen=True)
class Link:
    """An address in plain letters, and the host it leads to."""

    address: str
    host: str


def pieces(words: str) -> list[str | Link]:
    """The words in their order, with links among them."""
    found: list[str | Link] = []
    done = 0
    for match in _LINK.finditer(words):
        typed = match.group().rstrip(_AFTER)
        link = _link(typed)
        if link:
            found += [words[done : match.start()], link]
            done = match.start() + len(typed)
    return [piece for piece in [*found, words[done:]] if piece]


def links_in(words: str) -> list[Link]:
    return [piece for piece in pieces(words) if isinstance(piece, Link)]


def _link(typed: str) -> Link | None:
    """None for what is no plain address: a name before the host, say, that would pass for the host."""
    try:
        parts = urlsplit(typed)
        port = "" if parts.port is None else f":{parts.port}"
        host = (parts.hostname or "")[: _LONGEST_HOST + 1].encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return None
    if not re.fullmatch(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+", host) or "@" in parts.netloc:
        return None
    if max(len(host), len(parts.hostname or "")) > _LONGEST_HOST:
        return None
    rest = (
        parts.path
        + (f"?{parts.query}" if parts.query else "")
        + (f"#{parts.fragment}" if parts.fragment else "")
    )
    return Link(f"{parts.scheme.lower()}://{host}{port}{quote(rest, safe=_KEPT)}", host + port)
