"""Members are locked first, and always in id order, so that no two transactions wait for each other."""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Model

from accounts.models import Member
from accounts.rows import Later, as_read, ask

Row = TypeVar("Row", bound=Model)

THESE = "%(ids)s::bigint[]"
LOCK = f"SELECT FROM accounts_member WHERE id = ANY({THESE}) ORDER BY id FOR NO KEY UPDATE"


def lock_members(ids: Iterable[int]) -> dict[int, Member]:
    """Locks these members' rows until the transaction ends and returns them by id."""
    return lock_rows(Member, set(ids))


def ask_to_lock(ids: Iterable[int]) -> None:
    """Locks these members for whoever needs nothing of their rows; for `rows.together`."""
    ask(LOCK, ids=sorted(set(ids)))


def lock_rows(model: type[Row], ids: Collection[int], *, but: frozenset[str] = frozenset()) -> dict[int, Row]:
    """Locks these rows in id order until the transaction ends and returns them by id, as the ORM would read them.

    What is left out (`but`) is read when somebody asks for it. Every change of a match begins here, several times: one
    prepared statement for each table takes a tenth of the time that it takes to write one anew.
    """
    return ask_for_rows(model, but=but, ids=sorted(ids))() if ids else {}


def ask_for_rows(
    model: type[Row], *, which: str = THESE, but: frozenset[str] = frozenset(), **given: Any
) -> Later[dict[int, Row]]:
    """The same for `rows.together`, in the order in which it is asked; `which` is SQL for an array of ids."""
    how = _reading(model, but, which)
    found = ask(how.sql, **given)

    return lambda: {row.pk: row for row in (how.row(model, values) for values in found())}


class _Reading(NamedTuple):
    """How the rows of a table are read: the statement, and what makes of each value what the model holds."""

    sql: str
    names: list[str]
    converters: list[tuple[str, Any]]

    def row(self, model: type[Row], values: tuple[Any, ...]) -> Row:
        row = as_read(model, self.names, values)  # a round locks hundreds of rows at once
        for name, convert in self.converters:
            row.__dict__[name] = convert(row.__dict__[name], None, connection)
        return row


@cache
def _reading(model: type[Model], but: frozenset[str], which: str) -> _Reading:
    fields = [field for field in model._meta.concrete_fields if field.name not in but]
    named = ", ".join(f'"{field.column}"' for field in fields)
    sql = (
        f'SELECT {named} FROM "{model._meta.db_table}" '  # noqa: S608 - constants only
        f"WHERE id = ANY({which}) ORDER BY id FOR NO KEY UPDATE"
    )
    # As the ORM does: PostgreSQL's backend has none of its own.
    converters = [
        (field.attname, convert) for field in fields for convert in field.get_db_converters(connection)
    ]
    return _Reading(sql, [field.attname for field in fields], converters)
