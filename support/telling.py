"""The table of all kinds of messages for docs/operating.md, made from the code."""

from accounts.models import Channel
from accounts.notifications.kinds import KINDS, USUAL, Kind

BEGIN, END = "<!-- kinds -->\n", "<!-- end of kinds -->\n"


def table() -> str:
    """Markdown, one line a kind."""
    head = "| kind | to whom | when | e-mail | push | goes | uncertain |\n|---|---|---|---|---|---|---|\n"
    return head + "".join(f"| {' | '.join(_line(name, kind))} |\n" for name, kind in KINDS.items())


def _line(name: str, kind: Kind) -> list[str]:
    ways = [_way(kind, channel) for channel in (Channel.EMAIL, Channel.PUSH)]
    return [f"`{name}`", kind.who, kind.when, *ways, _timing(kind), str(kind.uncertain)]


def _way(kind: Kind, channel: Channel) -> str:
    if channel not in kind.channels:
        return "never"
    if kind.account or kind.gathers:
        return "always"
    return "on" if channel in USUAL[kind.group] else "off"


def _timing(kind: Kind) -> str:
    if kind.account:
        return "at once, at any hour"
    if kind.urgent:
        return "at once, in quiet hours by choice"
    return "after quiet hours" if kind.gathers else "after quiet hours, or in the digest"


def renewed(page: str) -> str:
    """The page with today's table between its two marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + table() + END + after
