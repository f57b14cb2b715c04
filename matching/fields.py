"""The 672 quarter-hours of a UTC week as one PostgreSQL bit string, so that SQL can count what two weeks share."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

QUARTERS = 672

if TYPE_CHECKING:
    Field = models.Field[int, int]
else:
    Field = models.Field


class WeekMaskField(Field):
    """`bit(672)` in the database, an `int` in Python; bit 0 of the int is Monday 00:00 UTC."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return f"bit({QUARTERS})"

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:
        return f"%s::bit({QUARTERS})"

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else as_bits(value)

    def from_db_value(self, value: str | None, *_: object) -> int | None:
        return None if value is None else int(value[::-1], 2)


def as_bits(mask: int) -> str:
    """The text form that PostgreSQL reads: Monday 00:00 UTC is the first character."""
    return format(mask, f"0{QUARTERS}b")[::-1]
