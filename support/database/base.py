"""Whether the database is still there is seen on the line, without asking it.

Django asks each line `SELECT 1` before the first query of each request. A database that went away has hung up, which
shows; one whose machine vanished has not, so a line that rested for a while is asked all the same.
"""

import select
import time

from django.db.backends.postgresql import base

FRESH = 5.0  # seconds


class DatabaseWrapper(base.DatabaseWrapper):
    _found_there = float("-inf")

    def is_usable(self) -> bool:
        """Whether the next query will be answered, as far as anybody can tell."""
        usable = self._is_quiet() or super().is_usable()
        if usable:
            self._found_there = time.monotonic()
        return usable

    def _is_quiet(self) -> bool:
        """Whether it answered a moment ago, nothing failed since, and nobody hung up."""
        if self.connection is None or self.connection.closed or self.errors_occurred:
            return False
        if time.monotonic() - self._found_there > FRESH:
            return False
        line = select.poll()
        line.register(self.connection.fileno(), select.POLLIN)
        return not line.poll(0)
