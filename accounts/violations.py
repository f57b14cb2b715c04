"""Which promise of the database an IntegrityError is about, so that it can be said kindly."""

from django.db import IntegrityError


def broken(error: IntegrityError) -> str:
    """The name of the constraint that refused, or nothing when it has none."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""
