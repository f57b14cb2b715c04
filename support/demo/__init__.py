"""Riverside: the invented community of the embedded default, with real requests. It exists nowhere else.

`riverside.describe()` says who lives there and what they ask and offer, always the same; `load.load` brings
it to life.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody of the demo as whom anybody may sign in. The password is public, so the demo stays at home."""

    role: str
    name: str
    email: str
    password: str


SLUG = "riverside"
NAME = "Riverside"

SIGN_INS: tuple[SignIn, ...] = (
    SignIn("seeker", "Juniper Vale", "seeker@demo.example", "kitchen-table-evening"),
    SignIn("helper", "Wren Harbour", "helper@demo.example", "kitchen-table-evening"),
    SignIn("moderator", "Alder Bridge", "moderator@demo.example", "kitchen-table-evening"),
)
