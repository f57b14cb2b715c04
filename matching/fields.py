"""The 672 quarter-hours of a week as one PostgreSQL bit string, so that SQL can count what two weeks share."""

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

QUARTERS = 672

Set = TypeVar("Set")
Get = TypeVar("Get")

if TYPE_CHECKING:

    class Field(models.Field[Set, Get]):
        _pyi_private_set_type: int
        _pyi_private_get_type: int
else:

    class Field(models.Field, Generic[Set, Get]):
        """Django's own, where it can be asked what it holds."""


class WeekMaskField(Field[Set, Get]):
    """`bit(672)` in the database, an `int` in Python; bit 0 of the int is the first of Monday."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return f"bit({QUARTERS})"

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:
        return f"%s::bit({QUARTERS})"

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else as_bits(value)

    def from_db_value(self, value: str | None, *_: object) -> int | None:
        return None if value is None else int(value[::-1], 2)


def as_bits(mask: int) -> str:
    """The text form that PostgreSQL reads: Monday's first quarter-hour is the first character."""
    return format(mask, f"0{QUARTERS}b")[::-1]


class TsQueryField(Field[str, str]):
    """What full text search looks for. Written as an expression, `phraseto_tsquery`, and read by SQL alone."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsquery"
