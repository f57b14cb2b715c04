"""Which push services we speak with. A browser names the address, so it could be any; only these are asked."""

import re
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

LONGEST = 2000
# A name as names are: no brackets, no empty or endless part, nothing that a resolver could read in another way.
NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})+", re.ASCII)


def is_known(endpoint: str) -> bool:
    """Whether this is an https address of a push service of `settings.PUSH_SERVICES`, and of nothing else."""
    try:
        where = urlsplit(endpoint)
        return len(endpoint) <= LONGEST and endpoint.isascii() and endpoint.isprintable() and _fits(where)
    except ValueError:  # a port that is no number, brackets that do not close
        return False


def _fits(where: SplitResult) -> bool:
    plain = not ("@" in where.netloc or where.fragment or " " in where.geturl())
    return where.scheme == "https" and plain and any(_is(where, known) for known in settings.PUSH_SERVICES)


def _is(where: SplitResult, known: str) -> bool:
    """`.push.apple.com` stands for whatever ends so; any other name for itself. A port only where one is named."""
    name, _, port = known.partition(":")
    host = where.hostname or ""
    if "[" in where.netloc or not NAME.fullmatch(host):
        return False
    same = host.endswith(name) and host != name if name.startswith(".") else host == name
    return same and where.port in ({int(port)} if port else {None, 443})
