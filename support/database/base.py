"""Whether the database is still there is seen on the line, without asking it.

Django asks each line `SELECT 1` before the first query of each request. A database that went away has hung up, which
shows; one whose machine vanished has not, so a line that rested for a while is asked all the same.

A line on which something failed is given up: what was prepared there may never work again ("cached plan must not
change result type", once a migration has changed a column), and the next request would meet the same.
"""

import select
import time
from typing import Any

from django.db.backends.postgresql import base, operations

FRESH = 5.0  # seconds
PLANS = 500  # kept on a line: psycopg's hundred are fewer than the statements that pages and rounds ask again and again


class DatabaseOperations(operations.DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        """For whoever counts statements: also of those that are on their way with others (`rows.together`)."""
        return super().last_executed_query(cursor, sql, params) or sql


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
    _found_there = float("-inf")

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        line = super().get_new_connection(conn_params)
        line.prepared_max = PLANS
        line.prepare_threshold = 0  # what is sent apart (`accounts.sending`) is sent again and again
        return line

    def is_usable(self) -> bool:
        """Whether the next query will be answered, as far as anybody can tell."""
        usable = not self.errors_occurred and (self._is_quiet() or super().is_usable())
        if usable:
            self._found_there = time.monotonic()
        return usable

    def _is_quiet(self) -> bool:
        """Whether it answered a moment ago and nobody hung up since."""
        if self.connection is None or self.connection.closed:
            return False
        if time.monotonic() - self._found_there > FRESH:
            return False
        line = select.poll()
        line.register(self.connection.fileno(), select.POLLIN)
        return not line.poll(0)
