"""What may stand in a log: neither the secret of a link nor what somebody wrote."""

import logging
import re

# PostgreSQL names the values that a constraint refused, addresses and names among them, on a line of their own.
VALUES = re.compile(r"^DETAIL: .*\n?", re.MULTILINE)


class Routes(logging.Filter):
    """Names a page by its route: its address may hold the key to an account. Keeps every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        found = getattr(request, "resolver_match", None)
        if request and found and isinstance(record.args, tuple):
            record.args = tuple(found.route if word == request.path else word for word in record.args)
        return True


class Line(logging.Formatter):
    """One line; after an error also its trace, without the values that it was about."""

    def format(self, record: logging.LogRecord) -> str:
        return VALUES.sub("", super().format(record))
